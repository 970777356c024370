"""migrate, import, export and audit on a private Neo4j."""

import asyncio
import csv
from pathlib import Path

import pytest

from service.database.graph import Graph, Writer
from service.neo4j_process import PrivateNeo4j
from service.storage.migrations import known
from tests.command_line.process import run
from tests.conftest import empty
from tests.graph import rows
from tests.network_files.folders import SOUND, added, replaced, write_folder


def cypher(connection: Graph, runner: asyncio.Runner, text: str) -> None:
    """Write into the graph past the service."""

    async def write(tx: Writer) -> None:
        await tx.rows("of a test", text, {})

    runner.run(connection.write(write))


def authorities(connection: Graph, runner: asyncio.Runner) -> int:
    """How many the graph holds."""
    (row,) = runner.run(rows(connection, "MATCH (a:Authority) RETURN count(a) AS n"))
    return int(row["n"])


def test_migrate_says_what_it_applied_and_the_second_time_that_nothing_was_left(
    data_dir: Path, connection: Graph, runner: asyncio.Runner
) -> None:
    cypher(connection, runner, "MATCH (m:Migration) DELETE m")  # as on a new graph: each is harmless twice
    first, second = run("migrate", DATA_DIR=data_dir), run("migrate", DATA_DIR=data_dir)
    assert (first.returncode, first.stderr) == (second.returncode, second.stderr) == (0, "")
    assert first.stdout.splitlines() == [f"Applied {each.number:04} {each.name}" for each in known()]
    assert second.stdout == "The graph is up to date.\n"


def test_an_import_an_export_and_an_audit(
    data_dir: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in")
    imported = run("import", folder, DATA_DIR=data_dir)
    assert (imported.returncode, imported.stdout) == (0, "19 rows changed.\n")
    again = run("import", folder, DATA_DIR=data_dir)
    assert (again.returncode, again.stdout) == (0, "Nothing changed.\n")
    exported = run("export", tmp_path / "new" / "out", DATA_DIR=data_dir)
    assert (exported.returncode, exported.stdout) == (
        0,
        f"6 authorities written to {tmp_path / 'new' / 'out'}.\n",
    )
    assert {path.name for path in (tmp_path / "new" / "out").iterdir()} == set(SOUND)
    audited = run("audit", DATA_DIR=data_dir)
    assert (audited.returncode, audited.stdout, audited.stderr) == (0, "", "No invariant is violated.\n")
    runner.run(empty(connection))
    restored = run("import", tmp_path / "new" / "out", DATA_DIR=data_dir)
    assert (restored.returncode, restored.stdout) == (0, "19 rows changed.\n")


def test_the_audit_lists_each_finding_and_exits_1(
    with_network: Path, connection: Graph, runner: asyncio.Runner
) -> None:
    cypher(connection, runner, "MATCH ()-[r:VALIDATES {authority: 'kreis'}]->() DELETE r")
    audited = run("audit", DATA_DIR=with_network)
    assert audited.returncode == 1
    (line,) = audited.stdout.splitlines()
    rule, authority, detail = line.split("\t")
    assert (rule, authority) == ("R26", "kreis")
    assert "Validating Coordinator" in detail


SPOILT = {
    "authorities": replaced("authorities", "kreis,DE,DE21,CA", "kreis,DE,DE21,Amt"),
    "links": added("links", "stadt,niemand"),
}
REFUSED = [("access.csv", "6"), ("authorities.csv", "7"), ("links.csv", "2"), ("links.csv", "3")]
"""The row of a type that is none, a link to nobody, and what needed the first."""


def reported(path: Path) -> list[tuple[str, str]]:
    """File and row of each refused row of a report."""
    with path.open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    assert list(entries[0]) == ["file", "row", "column", "severity", "rule", "message"]
    return sorted((entry["file"], entry["row"]) for entry in entries if entry["severity"] == "refused")


def test_a_refused_row_exits_1_is_shown_and_reported_and_keeps_everything_out(
    data_dir: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in", **SPOILT)
    refused = run("import", folder, "--report", tmp_path / "report.csv", DATA_DIR=data_dir)
    assert refused.returncode == 1
    assert "Nothing changed." in refused.stdout
    assert "niemand" in refused.stdout
    assert reported(tmp_path / "report.csv") == REFUSED
    assert authorities(connection, runner) == 0


def test_accept_partial_takes_the_rest_and_still_exits_1(
    data_dir: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "in", **SPOILT)
    partly = run("import", folder, "--accept-partial", "--report", tmp_path / "report.csv", DATA_DIR=data_dir)
    assert partly.returncode == 1
    assert "16 rows changed." in partly.stdout
    assert reported(tmp_path / "report.csv") == REFUSED
    assert authorities(connection, runner) == 5


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    data_dir: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path
) -> None:
    dry = run("import", write_folder(tmp_path), "--dry-run", DATA_DIR=data_dir)
    assert (dry.returncode, dry.stdout) == (0, "19 rows would change.\n")
    assert authorities(connection, runner) == 0


def test_a_sound_import_reports_a_header_alone(data_dir: Path, tmp_path: Path) -> None:
    imported = run(
        "import", write_folder(tmp_path / "in"), "--report", tmp_path / "report.csv", DATA_DIR=data_dir
    )
    assert imported.returncode == 0
    assert (tmp_path / "report.csv").read_text(encoding="utf-8") == "file,row,column,severity,rule,message\n"


@pytest.mark.parametrize("report", ["missing/report.csv", "in"])
def test_a_report_that_cannot_be_written_is_said_before_anything_is_imported(
    report: str, data_dir: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path
) -> None:
    failed = run("import", write_folder(tmp_path / "in"), "--report", tmp_path / report, DATA_DIR=data_dir)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith(f"{tmp_path / report} cannot be written: ")
    assert authorities(connection, runner) == 0


def test_an_export_that_cannot_be_written_is_said(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder" / "links.csv").mkdir(parents=True)
    for folder, named in (("file/below", "file/below"), ("folder", "folder/links.csv")):
        failed = run("export", tmp_path / folder, DATA_DIR=data_dir)
        assert (failed.returncode, failed.stdout) == (1, "")
        assert failed.stderr.startswith(f"{tmp_path / named} cannot be written: ")


NEWER = "CREATE (:Migration {number: 9999, name: 'of a later version', at: '2030-01-01T00:00:00.000000Z'})"


@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["token", "--as", "bund"]], ids=str)
def test_a_graph_of_a_later_version_is_left_alone(
    command: list[str], data_dir: Path, connection: Graph, runner: asyncio.Runner
) -> None:
    cypher(connection, runner, NEWER)
    try:
        refused = run(*command, DATA_DIR=data_dir, PORT="0")
    finally:
        cypher(connection, runner, "MATCH (m:Migration {number: 9999}) DELETE m")
    assert (refused.returncode, refused.stdout) == (1, "")
    newest = known()[-1].number
    assert refused.stderr == (
        f"The graph has migration 9999, this version knows {newest:04} at most: run the newer version.\n"
    )


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DATABASE_NAME": "elsewhere"}, "There is no database named elsewhere."),
        ({"DATABASE_USER": "nobody"}, "The database refuses this user and password."),
    ],
    ids=["no such database", "no such user"],
)
def test_a_database_that_cannot_be_used_is_said(
    settings: dict[str, str], said: str, data_dir: Path, neo4j: PrivateNeo4j
) -> None:
    by_address = {
        "DATABASE_URI": neo4j.uri,
        "DATABASE_PASSWORD": neo4j.auth[1],
        "TOKEN_SECRETS": "k1:" + "s" * 32,
    }
    failed = run("audit", **(by_address | settings))
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.splitlines()[-1] == f"{said} AUTHORITY_NETWORK_DATABASE_URI is {neo4j.uri}."
