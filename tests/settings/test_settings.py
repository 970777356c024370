"""The environment's variables: what each may be, and that a wrong one is named."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from service.http import tokens
from service.serving.resources import WrongSetting, token_secrets
from service.settings import PREFIX, Settings, ignored_variables

GOOD: dict[str, list[tuple[str, Any]]] = {
    "database_uri": [
        ("private", "private"),
        ("bolt://127.0.0.1:7687", "bolt://127.0.0.1:7687"),
        ("bolt+ssc://[::1]:7687", "bolt+ssc://[::1]:7687"),
        ("neo4j+s://0123abcd.databases.neo4j.io", "neo4j+s://0123abcd.databases.neo4j.io"),
        ("neo4j://cluster/?policy=eu", "neo4j://cluster/?policy=eu"),
    ],
    "database_user": [("reader", "reader")],
    "database_password": [("p a;s:s", SecretStr("p a;s:s"))],
    "database_name": [("imi", "imi")],
    "database_connections": [("1", 1), ("1000", 1000)],
    "private_heap_megabytes": [("256", 256), ("65536", 65536)],
    "data_dir": [("/var/lib/network", Path("/var/lib/network")), ("δεδομένα", Path("δεδομένα"))],
    "host": [("0.0.0.0", "0.0.0.0"), ("::1", "::1"), ("localhost", "localhost")],
    "port": [("0", 0), ("65535", 65535)],
    "token_secrets": [("k1:" + "s" * 32, SecretStr("k1:" + "s" * 32))],
    "request_body_limit_bytes": [("1024", 1024), ("5000000", 5000000)],
    "database_patience_seconds": [("0", 0), ("0.5", 0.5), ("600", 600)],
    "workers": [("1", 1), ("64", 64)],
    "request_timeout_seconds": [("0.5", 0.5), ("3600", 3600)],
    "stop_timeout_seconds": [("0", 0), ("3600", 3600)],
    "metrics_token": [("t" * 16, SecretStr("t" * 16))],
    "log_format": [("text", "text"), ("json", "json")],
    "log_level": [("debug", "debug"), ("error", "error")],
    "otlp_endpoint": [("http://127.0.0.1:4318", "http://127.0.0.1:4318"), ("https://c/x/", "https://c/x/")],
    "trusted_documents": [("documents.json", Path("documents.json"))],
    "trusted_documents_only": [("true", True), ("0", False)],
    "compiled_selections": [("true", True), ("0", False)],
    "warm_up": [("true", True), ("0", False)],
    "cors_origins": [
        ("*", "*"),
        ("https://a.example,http://localhost:5173", "https://a.example,http://localhost:5173"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
    "most_cost_units": [("100", 100), ("2000000", 2000000)],
}
BAD: dict[str, list[str]] = {
    "database_uri": [
        "Private",
        "localhost",
        "localhost:7687",
        "http://localhost:7474",
        "bolt:127.0.0.1",
        "bolt://",
        "bolt://:7687",
        "bolt://host:port",
        "bolt://host:99999",
        "bolt://[::1",
        "bolt://a b",
        "bolt://neo4j:secret@host",
        "bolt://host/database",
        "bolt://host?policy=eu",
        "bolt://host#part",
        "bolt://\udcff",
    ],
    "database_user": ["\udcff"],
    "database_password": ["\udcff"],
    "database_name": ["system", "SYSTEM", "\udcff"],
    "database_connections": ["0", "1001", "-1", "many", "1.5"],
    "private_heap_megabytes": ["255", "65537", "1g"],
    "data_dir": ["\udcff"],
    "host": ["\udcff"],
    "port": ["-1", "65536", "http", "80.5"],
    "token_secrets": ["\udcff"],
    "request_body_limit_bytes": ["1023", "-1", "1MB"],
    "database_patience_seconds": ["-1", "601", "soon", "nan"],
    "workers": ["0", "65", "auto"],
    "request_timeout_seconds": ["0", "3601", "inf"],
    "stop_timeout_seconds": ["-1", "3601", "0.5"],
    "metrics_token": ["t" * 15, "\udcff"],
    "log_format": ["JSON", "xml"],
    "log_level": ["INFO", "trace"],
    "otlp_endpoint": ["collector:4318", "grpc://collector", "\udcff"],
    "trusted_documents": ["\udcff"],
    "trusted_documents_only": ["maybe"],
    "compiled_selections": ["maybe"],
    "warm_up": ["maybe"],
    "cors_origins": [
        "a.example",
        "https://a.example/",
        "https://A.example",
        "https://a.example,",
        "*,*",
        "null",
    ],
    "most_cost_units": ["99", "-1", "many"],
}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of this machine's settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


def test_every_setting_has_good_and_bad_values_here() -> None:
    assert set(GOOD) == set(BAD) == set(Settings.model_fields)


def test_without_any_variable_the_private_database_serves_this_machine_alone() -> None:
    settings = Settings()
    assert (settings.database_uri, settings.host, settings.port) == ("private", "127.0.0.1", 8000)


@pytest.mark.parametrize(
    ("uri", "said", "seconds"),
    [
        ("private", "", 10),
        ("bolt://db", "", 10),
        ("bolt+s://db", "", 10),
        ("neo4j://db", "", 0),
        ("neo4j+ssc://db", "", 0),
        ("private", "0", 0),
        ("neo4j://db", "5", 5),
    ],
)
def test_a_database_is_watched_unless_the_driver_has_others_to_ask(
    uri: str, said: str, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE_URI", uri)
    monkeypatch.setenv(f"{PREFIX}DATABASE_PATIENCE_SECONDS", said)
    assert Settings().patience_seconds == seconds


@pytest.mark.parametrize(("name", "text", "value"), [(name, *each) for name in GOOD for each in GOOD[name]])
def test_a_setting_is_read(name: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), text)
    assert getattr(Settings(), name) == value


@pytest.mark.parametrize("name", GOOD)
def test_an_empty_variable_is_as_good_as_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), "")
    assert Settings() == Settings.model_construct()


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in BAD for text in BAD[name]])
def test_a_wrong_setting_is_named(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), text)
    with pytest.raises(ValidationError) as refusal:
        Settings()
    (error,) = refusal.value.errors()
    assert error["loc"] == (name,)
    assert error["msg"]


def test_a_variable_that_is_no_setting_is_told_with_the_one_that_is_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(f"{PREFIX}WORKERS", "2")
    assert ignored_variables() == []
    for name in ("DATABSE_URI", "LOGLEVEL", "SERVICE_HOST"):
        monkeypatch.setenv(PREFIX + name, "hush-hush")
    assert ignored_variables() == [
        f"{PREFIX}DATABSE_URI is no setting and is ignored: is {PREFIX}DATABASE_URI meant?",
        f"{PREFIX}LOGLEVEL is no setting and is ignored: is {PREFIX}LOG_LEVEL meant?",
        f"{PREFIX}SERVICE_HOST is no setting and is ignored.",
    ]


def test_secrets_are_in_no_text_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE_PASSWORD", "hush-hush")
    monkeypatch.setenv(f"{PREFIX}TOKEN_SECRETS", "k1:" + "hush-hush" * 5)
    assert "hush" not in f"{Settings()!r} {Settings()} {Settings().model_dump()}"


# --- the secrets of tokens ----------------------------------------------------------------------------------------

LONG = "s" * 32


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        (f"k1:{LONG}", {"k1": LONG}),
        (f"k2:{LONG}x; k1:{LONG};", {"k2": f"{LONG}x", "k1": LONG}),
        (f"a:b:{LONG}", {"a": f"b:{LONG}"}),
    ],
)
def test_secrets_are_read_in_their_order(text: str, secrets: dict[str, str]) -> None:
    assert list(tokens.parse_secrets(text).items()) == list(secrets.items())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it holds no secret, of the form kid:secret"),
        (";;", "it holds no secret, of the form kid:secret"),
        (LONG, "part 1 is not of the form kid:secret"),
        (f"k1:{LONG};:{LONG}", "part 2 is not of the form kid:secret"),
        ("k1:hush", "the secret of k1 has fewer than 32 characters"),
        (f"k1:{LONG};k1:{LONG}x", "the kid k1 is there twice"),
    ],
)
def test_secrets_that_cannot_be_used_are_told_without_themselves(text: str, said: str) -> None:
    with pytest.raises(tokens.WrongSecrets) as refusal:
        tokens.parse_secrets(text)
    assert str(refusal.value) == said


def test_secrets_are_made_once_and_kept_for_this_user_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    made = token_secrets(settings)
    assert token_secrets(settings) == made
    kept = tmp_path / "data" / "token_secrets"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert token_secrets(Settings(data_dir=tmp_path / "other")) != made
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["token_secrets"]


@pytest.mark.parametrize("content", [b"", b"\xff", b"k1:short"])
def test_kept_secrets_that_were_spoilt_are_refused_with_their_path(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "token_secrets"
    path.write_bytes(content)
    with pytest.raises(WrongSetting) as refusal:
        token_secrets(Settings(data_dir=tmp_path))
    assert str(refusal.value).startswith(f"{PREFIX}TOKEN_SECRETS: {path}")
    assert path.read_bytes() == content
