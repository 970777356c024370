"""What the command line takes and what it refuses, before it comes near a graph."""

from importlib.metadata import version
from pathlib import Path

import pytest

from service.api.schema import sdl
from service.http import tokens
from service.model.identifiers import Actor
from tests.command_line.process import run

COMMANDS = ("serve", "migrate", "import", "export", "audit", "token", "schema")
SECRETS = "k1:" + "s" * 32


def test_every_command_says_what_it_does() -> None:
    shown = run("--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    for command in COMMANDS:
        assert command in shown.stdout
        told = run(command, "--help")
        assert (told.returncode, told.stderr) == (0, "")
        assert f"authority-network {command}" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "Usage"),
        (("sreve",), "sreve"),
        (("import",), "directory"),
        (("import", "no such folder"), "no such folder"),
        (("export", __file__), "is a file"),
        (("audit", "--loud"), "--loud"),
        (("token",), "either --as AUTHORITY_ID or --operator"),
        (("token", "--as", "bund", "--operator"), "either --as AUTHORITY_ID or --operator"),
    ],
    ids=str,
)
def test_wrong_usage_exits_2(arguments: tuple[str, ...], named: str) -> None:
    refused = run(*arguments)
    assert refused.returncode == 2
    assert named in refused.stdout + refused.stderr


def test_it_tells_its_version() -> None:
    told = run("--version")
    assert (told.returncode, told.stdout, told.stderr) == (
        0,
        f"authority-network {version('authority-network')}\n",
        "",
    )


def test_a_token_is_made_only_where_a_service_has_its_folder(tmp_path: Path) -> None:
    refused = run("token", "--operator", DATA_DIR=tmp_path / "none")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"There is no folder {tmp_path / 'none'}")
    assert not (tmp_path / "none").exists()


def test_schema_prints_the_sdl_and_needs_no_graph(tmp_path: Path) -> None:
    shown = run("schema", DATA_DIR=tmp_path / "unused", DATABASE_URI="bolt://127.0.0.1:9")
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, sdl(), "")
    assert not (tmp_path / "unused").exists()


@pytest.mark.parametrize("command", [("serve",), ("audit",)], ids=str)
def test_every_wrong_setting_is_named_at_once(command: tuple[str, ...], tmp_path: Path) -> None:
    refused = run(
        *command, DATA_DIR=tmp_path, PORT="65536", DATABASE_CONNECTIONS="many", DATABASE_URI="http://x"
    )
    assert refused.returncode == 2
    assert [line.split(":")[0] for line in refused.stderr.splitlines()] == [
        "AUTHORITY_NETWORK_DATABASE_URI",
        "AUTHORITY_NETWORK_DATABASE_CONNECTIONS",
        "AUTHORITY_NETWORK_PORT",
    ]
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"DATABASE_URI": "bolt://127.0.0.1:9", "TOKEN_SECRETS": SECRETS},
            "AUTHORITY_NETWORK_DATABASE_PASSWORD is required with a database given by address\n",
        ),
        (
            {"DATABASE_URI": "bolt://127.0.0.1:9", "DATABASE_PASSWORD": "x"},
            "AUTHORITY_NETWORK_TOKEN_SECRETS is required with a database given by address: kid:secret, the secret of 32 "
            "or more characters\n",
        ),
        (
            {"TOKEN_SECRETS": "k1:short"},
            "AUTHORITY_NETWORK_TOKEN_SECRETS: the secret of k1 has fewer than 32 characters\n",
        ),
    ],
    ids=["no password", "no secrets", "a short secret"],
)
def test_serve_names_what_lacks(settings: dict[str, str], said: str, tmp_path: Path) -> None:
    refused = run("serve", DATA_DIR=tmp_path, PORT="0", **settings)
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", said)


def test_no_secret_is_ever_printed(tmp_path: Path) -> None:
    settings = {"TOKEN_SECRETS": "k1:hushhush;k1:" + "hush" * 9, "DATABASE_PASSWORD": "hush"}
    refused = run("serve", DATA_DIR=tmp_path, DATABASE_URI="bolt://127.0.0.1:9", **settings)
    assert refused.returncode == 2
    assert "hush" not in refused.stderr


def test_the_operators_token_needs_no_graph(tmp_path: Path) -> None:
    given = run("token", "--operator", DATA_DIR=tmp_path)
    assert (given.returncode, given.stderr) == (0, "")
    kept = tokens.kept_secrets(tmp_path)
    assert tokens.verify(kept, given.stdout.strip()) == Actor(None, operator=True)


def test_a_token_for_the_address_of_the_reconciliation_service_is_of_that_audience(tmp_path: Path) -> None:
    given = run("token", "--operator", "--reconcile", DATA_DIR=tmp_path, TOKEN_SECRETS=SECRETS)
    assert (given.returncode, given.stderr) == (0, "")
    kept, token = tokens.parse_secrets(SECRETS), given.stdout.strip()
    assert tokens.verify(kept, token, tokens.RECONCILIATION) == Actor(None, operator=True)
    with pytest.raises(tokens.BadToken):
        tokens.verify(kept, token)


def test_a_link_holds_a_token_that_only_reads_in_its_fragment(tmp_path: Path) -> None:
    given = run("token", "--link", DATA_DIR=tmp_path, TOKEN_SECRETS=SECRETS, HOST="::1", PORT="8123")
    assert (given.returncode, given.stderr) == (0, "")
    address, _, token = given.stdout.strip().partition("#token=")
    assert address == "http://[::1]:8123/"
    kept = tokens.parse_secrets(SECRETS)
    assert tokens.verify(kept, token, tokens.AUDIENCE, tokens.READING) == Actor(None, True, True)
    with pytest.raises(tokens.BadToken):
        tokens.verify(kept, token)


@pytest.mark.parametrize(
    ("host", "port"),
    [("0.0.0.0", "8000"), ("192.0.2.1", "8000"), ("service.example", "8000"), ("127.0.0.1", "0")],
)
def test_no_link_is_printed_where_its_token_would_leave_the_machine(
    tmp_path: Path, host: str, port: str
) -> None:
    refused = run("token", "--link", DATA_DIR=tmp_path, TOKEN_SECRETS=SECRETS, HOST=host, PORT=port)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "paste it into the page" in refused.stderr


@pytest.mark.parametrize("database", ["bolt://127.0.0.1:9", "neo4j://no-such-host.invalid"])
def test_a_database_that_does_not_answer_is_said_with_its_address(database: str) -> None:
    failed = run("audit", DATABASE_URI=database, DATABASE_PASSWORD="x", TOKEN_SECRETS=SECRETS)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.splitlines()[-1] == (
        f"The database does not answer. AUTHORITY_NETWORK_DATABASE_URI is {database}."
    )


def test_a_data_directory_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for command in (("serve",), ("token", "--operator")):
        failed = run(*command, DATA_DIR=tmp_path / "file", PORT="0")
        assert failed.returncode in (1, 2)
        assert str(tmp_path / "file") in failed.stderr
        assert "cannot be used" in failed.stderr


@pytest.mark.parametrize("host", ["a..b", "192.0.2.1"])
def test_an_address_that_is_not_this_machines_is_said(host: str, tmp_path: Path) -> None:
    failed = run("serve", DATA_DIR=tmp_path, HOST=host, PORT="0")
    assert failed.returncode == 1
    (line,) = failed.stderr.splitlines()
    assert line.startswith(f"Cannot listen on {host} port 0: ")
    assert "AUTHORITY_NETWORK_HOST" in line
