"""Import and export on a real Neo4j: all or nothing, edits, idempotence. Interruption is of test_interrupted_import.py."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.networks import write_network
from service.audit import audit
from service.database.graph import Graph
from service.network_files import Severity, export_network, import_network
from tests.graph import everything, rows
from tests.network_files.folders import added, bytes_of, read_rows, replaced, write_folder


async def edges(graph: Graph, relation: str) -> set[tuple[str, str]]:
    found = await rows(graph, f"MATCH (a)-[r:{relation}]->(b) RETURN a.id AS a, b.id AS b")
    return {(row["a"], row["b"]) for row in found}


async def test_an_import_takes_the_defaults_of_registration(graph: Graph, tmp_path: Path) -> None:
    result = await import_network(graph, write_folder(tmp_path))
    assert not result.entries
    assert ("regierung", "stadt") in await edges(graph, "VALIDATES")
    assert await edges(graph, "APPOINTED") == {("land", "regierung"), ("bund", "kammer")}
    assert {("regierung", "kreis"), ("kammer", "stadt")} <= await edges(graph, "GRANTS_ACCESS")
    assert {("regierung", "kreis"), ("kammer", "stadt")} <= await edges(graph, "COORDINATES_REQUESTS")
    assert await audit(graph) == []


async def test_what_was_exported_imports_into_an_empty_database_and_exports_the_same_bytes(
    graph: Graph, wipe: object, tmp_path: Path
) -> None:
    await import_network(graph, write_folder(tmp_path / "in"))
    await export_network(graph, tmp_path / "first")
    await wipe()  # type: ignore[operator]
    result = await import_network(graph, tmp_path / "first")
    assert not result.entries
    await export_network(graph, tmp_path / "second")
    assert bytes_of(tmp_path / "first") == bytes_of(tmp_path / "second")


async def test_the_same_files_again_change_nothing(graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path))
    before = await everything(graph)
    result = await import_network(graph, tmp_path)
    assert (result.rows_changed, result.changes) == (0, ())
    assert await everything(graph) == before


async def test_a_refused_row_keeps_everything_out(graph: Graph, tmp_path: Path) -> None:
    before = await everything(graph)
    result = await import_network(graph, write_folder(tmp_path, links=added("links", "stadt,niemand")))
    assert result.refused
    assert await everything(graph) == before


async def test_accept_partial_leaves_refused_rows_aside_and_imports_the_rest(
    graph: Graph, tmp_path: Path
) -> None:
    spoilt = replaced("authorities", "kreis,DE,DE21,CA", "kreis,DE,DE21,Amt")
    result = await import_network(graph, write_folder(tmp_path, authorities=spoilt), accept_partial=True)
    assert result.refused
    await export_network(graph, tmp_path / "out")
    assert [row["id"] for row in read_rows(tmp_path / "out" / "authorities.csv")] == [
        "bund",
        "kammer",
        "land",
        "regierung",
        "stadt",
    ]
    assert read_rows(tmp_path / "out" / "links.csv") == []
    assert await audit(graph) == []


async def test_accept_partial_never_takes_a_file_that_cannot_be_read(graph: Graph, tmp_path: Path) -> None:
    before = await everything(graph)
    assert (await import_network(graph, write_folder(tmp_path, links=b"\xff"), accept_partial=True)).refused
    assert await everything(graph) == before


async def test_a_dry_run_says_what_would_change_and_changes_nothing(graph: Graph, tmp_path: Path) -> None:
    before = await everything(graph)
    result = await import_network(graph, write_folder(tmp_path), dry_run=True)
    assert (result.rows_changed, result.changes) == (19, ())
    assert await everything(graph) == before


async def test_one_change_for_each_state_ties_what_it_touched(graph: Graph, tmp_path: Path) -> None:
    result = await import_network(graph, write_folder(tmp_path))
    found = await rows(
        graph,
        "MATCH (c:Change)-[:TOUCHED]->(a) RETURN c.id AS id, c.actor AS actor, c.action AS action, count(a) AS touched",
    )
    assert found == [{"id": result.changes[0], "actor": "operator", "action": "import", "touched": 6}]
    since = await rows(graph, "MATCH ()-[r:VALIDATES]->() RETURN DISTINCT r.by AS by")
    assert since == [{"by": result.changes[0]}]


async def test_a_changed_cell_is_an_edit_and_the_past_keeps_what_was(graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path / "before"))
    edited = {
        "authorities": "id,state,type,name,validating_coordinator\nkreis,DE,CA,Landkreis Ebersberg am Inn,land\n",
        "access": "authority,area,role,access_coordinator,request_coordinators,flags\nkreis,SD,CA,land,land,APPROVE_REPLIES\n",
    }
    result = await import_network(
        graph, write_folder(tmp_path / "after", {f"{name}.csv": text for name, text in edited.items()})
    )
    assert (result.entries, result.rows_changed) == ((), 2)
    for live, past in (
        ("VALIDATES", "VALIDATED"),
        ("GRANTS_ACCESS", "GRANTED_ACCESS"),
        ("COORDINATES_REQUESTS", "COORDINATED_REQUESTS"),
    ):
        assert ("land", "kreis") in await edges(graph, live)
        assert await edges(graph, past) == {("regierung", "kreis")}
    past_roles = await rows(
        graph,
        "MATCH (:Authority {id: 'kreis'})-[r:ACTED_IN]->() RETURN r.flags AS flags, r.until > r.since AS ends_later, r.ended_by AS by",
    )
    assert past_roles == [{"flags": [], "ends_later": True, "by": result.changes[0]}]
    assert await audit(graph) == []


async def test_absent_columns_and_defaulted_cells_leave_what_is_there_and_other_empty_cells_clear(
    graph: Graph, tmp_path: Path
) -> None:
    await import_network(graph, write_folder(tmp_path / "before"))
    files = {
        "authorities.csv": "id,state,type,name,region,validating_coordinator,external_ids\nkreis,DE,CA,Landkreis Ebersberg,DE21,,\n"
    }
    assert not (await import_network(graph, write_folder(tmp_path / "after", files))).entries
    await export_network(graph, tmp_path / "out")
    (kreis,) = (row for row in read_rows(tmp_path / "out" / "authorities.csv") if row["id"] == "kreis")
    assert (kreis["validating_coordinator"], kreis["registered_by"], kreis["external_ids"]) == (
        "regierung",
        "bund",
        "",
    )


HISTORY: Mapping[str, tuple[str, str]] = {
    "registered_by": ("authorities.csv", "id,registered_by\nkreis,land\n"),
    "registered_at": ("authorities.csv", "id,registered_at\nkreis,2001-01-01\n"),
    "state": ("authorities.csv", "id,state\nkreis,FR\n"),
    "appointed_by": ("authorities.csv", "id,appointed_by\nkammer,SD=bund\n"),
    "granted_by": ("access.csv", "authority,area,granted_by\nkreis,SD,land\n"),
    "granted_at": ("access.csv", "authority,area,granted_at\nkreis,SD,2001-01-01\n"),
}


@pytest.mark.parametrize("column", HISTORY)
async def test_history_is_refused(column: str, graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path / "before"))
    before = await everything(graph)
    file, text = HISTORY[column]
    result = await import_network(graph, write_folder(tmp_path / "after", {file: text}))
    assert [(entry.row, entry.column, entry.severity) for entry in result.entries] == [
        (2, column, Severity.REFUSED)
    ]
    assert await everything(graph) == before


@pytest.mark.rule("R46")
async def test_appointments_may_grow(graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path / "before"))
    files = {"authorities.csv": "id,appointed_by\nkammer,PQ=bund;SD=land\n"}
    assert not (await import_network(graph, write_folder(tmp_path / "after", files))).entries
    assert await edges(graph, "APPOINTED") == {("land", "regierung"), ("bund", "kammer"), ("land", "kammer")}


@pytest.mark.rule("R81")
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("authorities.csv", "id,region\nland,DE1\n"),
        ("access.csv", "authority,area,territory\nregierung,SD,DE1\n"),
        ("access.csv", "authority,area,role\nregierung,SD,CA\n"),
        ("regions.csv", "code,parent\nDE21,DE1\n"),
    ],
    ids=["an SDIMIC moves away", "a territory moves away", "a role is lowered", "a region moves to another"],
)
async def test_an_edit_that_would_leave_relations_uncovered_is_refused(
    file: str, text: str, graph: Graph, tmp_path: Path
) -> None:
    await import_network(graph, write_folder(tmp_path / "before"))
    before = await everything(graph)
    result = await import_network(graph, write_folder(tmp_path / "after", {file: text}))
    assert result.refused
    assert {entry.file for entry in result.entries} == {file}
    assert await everything(graph) == before


async def test_states_of_one_folder_are_imported_each_with_its_change(graph: Graph, tmp_path: Path) -> None:
    write_network(tmp_path / "a", 400, "XA")
    write_network(tmp_path / "b", 400, "XB")
    for name in ("states", "regions", "authorities", "access"):
        _header, *lines = (tmp_path / "b" / f"{name}.csv").read_text().splitlines(keepends=True)
        with (tmp_path / "a" / f"{name}.csv").open("a") as file:
            file.writelines(lines)
    result = await import_network(graph, tmp_path / "a")
    assert (result.entries, len(result.changes)) == ((), 2)
    assert await audit(graph) == []
