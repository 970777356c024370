"""Ids and codes that an earlier version took in several spellings get the one there is, or stay and can still be read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from service.audit import audit
from service.database.graph import Graph, Writer
from service.model import identifiers
from service.statements import migrations as statements
from service.storage.migrations import migrate
from tests.api.asking import ask
from tests.audit.sound import write_sound_network
from tests.changes.client import Client
from tests.graph import everything, rows

NUMBER = 12
ODD: list[tuple[Any, str, str]] = [
    (statements.respell_authority, "ministry", "ministry\u00a0"),
    (statements.respell_authority, "crafts", "cra\u00adfts"),
    (statements.respell_authority, "education", "\u3000education"),
    (statements.respell_state, "DE", "de"),
    (statements.respell_region, "DE-BY", "de-by"),
    (statements.respell_area, "PQ", " pq"),
]
TEXTS = """
CALL () {
  MATCH (n) WHERE NOT n:Migration RETURN properties(n) AS has
  UNION ALL
  MATCH ()-[r]->() RETURN properties(r) AS has
}
UNWIND keys(has) AS key
WITH has[key] AS value WHERE value IN $texts
RETURN DISTINCT value
"""


@pytest.fixture(autouse=True)
def no_spelling_is_known() -> Iterator[None]:
    yield
    identifiers.SPELLED_ALIKE.clear()


def plain(found: list[str]) -> list[str]:
    """All but revisions, which a lock raises."""
    return sorted(re.sub(r'"revision": \d+', "", text) for text in found)


async def aged(graph: Graph, spellings: list[tuple[Any, str, str]]) -> None:
    """The graph as an earlier version may have left it."""

    async def write(tx: Writer) -> None:
        for respell, new, old in spellings:
            await respell(tx, old=new, new=old)
        text = "MATCH (m:Migration {number: $number}) DELETE m"
        await tx.rows("of a test", text, {"number": NUMBER})

    await graph.write(write)
    identifiers.SPELLED_ALIKE.clear()


async def test_what_clashes_with_nothing_is_respelled_wherever_it_stands(graph: Graph) -> None:
    await write_sound_network(graph)
    meant = plain(await everything(graph))
    await aged(graph, ODD)
    assert await rows(graph, TEXTS, texts=[new for _, new, _ in ODD]) == []
    found = {finding.authority for finding in await audit(graph)}
    assert found == {old for _, _, old in ODD}
    assert [each.number for each in await migrate(graph)] == [NUMBER]
    assert plain(await everything(graph)) == meant
    assert (await audit(graph), identifiers.SPELLED_ALIKE, await migrate(graph)) == ([], set(), [])


async def test_what_clashes_stays_and_is_read_and_changed_by_its_exact_spelling(graph: Graph) -> None:
    await write_sound_network(graph)
    await aged(graph, [(statements.respell_authority, "chamber", "architects\u00a0")])
    assert [each.number for each in await migrate(graph)] == [NUMBER]
    query = "query($id: ID!) { authority(id: $id) { id name } }"
    names = {}
    for id in ("architects", "architects\u00a0", "architects\u3000"):
        names[id] = (await ask(graph, query, id=id))["authority"]["name"]
    assert names["architects"] == names["architects\u3000"] != names["architects\u00a0"]
    (finding,) = await audit(graph)
    assert (finding.rule, finding.authority) == ("R2", "architects\u00a0")
    assert finding.detail == "the authority architects\\xa0 is spelled like architects"
    changed = await Client(graph).makes(
        "education", "updateRegistrationData", authority="architects\u00a0", phone="+49 99"
    )
    assert changed.data["authority"]["id"] == "architects\u00a0"


async def test_while_an_import_is_interrupted_what_its_plan_names_stays(graph: Graph) -> None:
    await write_sound_network(graph)
    await aged(graph, ODD)
    await graph.write(_interrupted)
    before = plain(await everything(graph))
    await migrate(graph)
    assert plain(await everything(graph)) == before
    assert {old for _, _, old in ODD} == identifiers.SPELLED_ALIKE


async def _interrupted(tx: Writer) -> None:
    text = "CREATE (:ImportBatch {change: 'x', number: 0, at: '', plan: '{}', written: false})"
    await tx.rows("of a test", text, {})
