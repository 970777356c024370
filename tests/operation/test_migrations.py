"""A graph that an earlier version wrote is brought up to date, whoever else is at work on it."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from service.audit import audit
from service.database.graph import Graph, Writer
from service.model.body_names import derived
from service.statements import writing
from service.statements.migrations import respell_authorities
from service.storage import migrations
from service.storage.migrations import migrate
from tests.api.asking import ask
from tests.api.test_similar_authorities import imported, network
from tests.audit.sound import write_sound_network
from tests.graph import everything, rows

OLD = {
    # id: name, how the versions before spelling it twice searched for it
    "ministry": ("Υπουργείο Υγείας", "ypoyrgeio ygeias"),
    "nafplio": ("Ναύπλιο", "nayplio"),
    "sofia": ("София", "sofiya"),
    "court": ("Районен съд", "raionen sad"),
    "kiel": ("Finanzamt Kiel", "finanzamt kiel"),
}
SPELLINGS = 14


async def written_before(graph: Graph, folder: Path) -> list[str]:
    """Fill the graph as an earlier version did, and answer what it is to hold when it has been migrated."""
    await imported(graph, folder, network({id: name for id, (name, _) in OLD.items()}))
    meant = await everything(graph)

    async def age(tx: Writer) -> None:
        text = "UNWIND $old AS row MATCH (a:Authority {id: row[0]}) SET a.search_all = row[1] REMOVE a.words"
        await tx.rows("of a test", text, {"old": [[id, search] for id, (_, search) in OLD.items()]})
        text = "MATCH (m:Migration {number: $number}) DELETE m"
        await tx.rows("of a test", text, {"number": SPELLINGS})

    await graph.write(age)
    return meant


async def found(graph: Graph, text: str) -> list[str]:
    query = (
        "query($text: String!) { authorities(where: {search: $text}, first: 9) { edges { node { id } } } }"
    )
    return [edge["node"]["id"] for edge in (await ask(graph, query, text=text))["authorities"]["edges"]]


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "PAGE", 2)


async def test_names_that_an_earlier_version_folded_are_found_after_the_start(
    graph: Graph, tmp_path: Path
) -> None:
    meant = await written_before(graph, tmp_path)
    assert await found(graph, "ypourgeio") == []
    assert {finding.authority for finding in await audit(graph)} == OLD.keys()
    assert [each.number for each in await migrate(graph)] == [SPELLINGS]
    for text, id in (
        ("ypourgeio", "ministry"),
        ("nafplio", "nafplio"),
        ("sofia", "sofia"),
        ("rayon", "court"),
    ):
        assert await found(graph, text) == [id]
    assert await everything(graph) == meant
    assert await audit(graph) == []
    assert await migrate(graph) == []


async def test_what_is_up_to_date_is_not_written(graph: Graph, tmp_path: Path) -> None:
    await written_before(graph, tmp_path)
    await migrations.respell(graph)
    ran: list[str] = []
    graph.observers.append(ran.append)
    try:
        await migrations.respell(graph)
    finally:
        graph.observers.remove(ran.append)
    assert set(ran) == {"audit_names"}


async def test_a_migration_that_was_interrupted_is_ended_by_the_next(graph: Graph, tmp_path: Path) -> None:
    meant = await written_before(graph, tmp_path)
    ran: list[str] = []

    def interrupt(name: str) -> None:
        ran.append(name)
        if ran.count("respell_authorities") == 2:
            raise KeyboardInterrupt

    graph.observers.append(interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            await migrate(graph)
    finally:
        graph.observers.remove(interrupt)
    assert len(await audit(graph)) in range(2, 8), "some are written, some are not"
    assert [each.number for each in await migrate(graph)] == [SPELLINGS]
    assert await everything(graph) == meant


async def test_several_that_migrate_at_once_do_no_harm(graph: Graph, tmp_path: Path) -> None:
    meant = await written_before(graph, tmp_path)
    await asyncio.gather(*(migrate(graph) for _ in range(4)))
    assert await everything(graph) == meant
    recorded = await rows(
        graph, "MATCH (m:Migration {number: $number}) RETURN m.name AS name", number=SPELLINGS
    )
    assert recorded == [{"name": "words_of_names"}]


async def test_a_name_that_is_changed_meanwhile_stays_changed(graph: Graph, tmp_path: Path) -> None:
    await written_before(graph, tmp_path)
    written, migrating = asyncio.Event(), asyncio.Event()
    name = "Αύγουστος"
    new: dict[str, Any] = {
        **dict.fromkeys(("name_language", "email", "phone", "address")),
        "id": "nafplio",
        "name": name,
        "names": [],
        **derived("nafplio", "DE", name, None, ()),
        "languages": [],
    }

    async def change(tx: Writer) -> None:
        await writing.put_authorities(tx, rows=[new])
        written.set()
        await migrating.wait()
        await asyncio.sleep(0.5)  # so that the migration waits for the lock

    def watch(statement: str) -> None:
        if statement == "respell_authorities":
            migrating.set()

    graph.observers.append(watch)
    try:
        changing = asyncio.create_task(graph.write(change))
        await written.wait()
        before = "Ναύπλιο"
        old: dict[str, Any] = {
            "id": "nafplio",
            "name": before,
            "name_language": None,
            "names": [],
            **derived("nafplio", "DE", before, None, ()),
        }
        await graph.write(respell_authorities, rows=[old])
        await changing
    finally:
        graph.observers.remove(watch)
    assert await found(graph, "nafplio") == []
    assert await found(graph, "avgoustos") == ["nafplio"]


STATES_OF_CHANGES = 10


async def untied(graph: Graph) -> list[str]:
    """Fill the graph as a version did that did not tie changes to states; what it is to hold when it has been migrated."""
    await migrate(graph)
    await write_sound_network(graph)
    meant = await everything(graph)

    async def age(tx: Writer) -> None:
        await tx.rows("of a test", "MATCH ()-[r:CHANGED]->() DELETE r", {})
        text = "MATCH (m:Migration {number: $number}) DELETE m"
        await tx.rows("of a test", text, {"number": STATES_OF_CHANGES})

    await graph.write(age)
    return meant


STATE_CHANGES = "query ($state: String!) { stateChanges(state: $state, first: 9) { edges { node { id } } } }"


async def changes_of(graph: Graph, state: str) -> list[str]:
    edges = (await ask(graph, STATE_CHANGES, state=state))["stateChanges"]["edges"]
    return [edge["node"]["id"] for edge in edges]


async def test_changes_of_an_earlier_version_are_those_of_the_states_whose_authorities_they_touched(
    graph: Graph,
) -> None:
    meant = await untied(graph)
    assert await changes_of(graph, "DE") == []
    assert [each.number for each in await migrate(graph)] == [STATES_OF_CHANGES]
    assert await changes_of(graph, "DE") == ["first", "second"]
    assert await changes_of(graph, "MT") == ["first"], "the second touched nobody there"
    missing = set(meant) - set(await everything(graph))
    assert len(missing) == 1 and "CHANGED" in missing.pop()
    assert await migrate(graph) == []


async def test_several_that_tie_changes_at_once_tie_each_once(graph: Graph) -> None:
    await untied(graph)
    await asyncio.gather(*(migrate(graph) for _ in range(4)))
    assert await changes_of(graph, "DE") == ["first", "second"]
    assert await changes_of(graph, "MT") == ["first"]
