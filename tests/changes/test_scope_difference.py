"""The bounds of `scopeDifference`; test_past.py compares it with the scopes of all moments."""

from service.database.graph import Graph
from tests.changes.client import Client
from tests.changes.history import last_change

DIFFERENCE = """query ($from: DateTime!, $to: DateTime) {
  scopeDifference(monitor: "stadt", from: $from, to: $to, first: 10) { edges { entered node { id } } }
}"""


async def test_a_relation_is_there_at_the_moment_it_begins_and_not_at_the_moment_it_ends(
    client: Client, graph: Graph
) -> None:
    before, _ = await last_change(graph, "DE")
    await client.makes("bayern", "linkAuthorities", observer="stadt", observed="arzt")
    began, _ = await last_change(graph, "DE")
    await client.makes("bayern", "unlinkAuthorities", observer="stadt", observed="arzt")
    ended, _ = await last_change(graph, "DE")

    async def between(begin: str, end: str | None) -> list[tuple[str, bool]]:
        data = await client.query("bund", DIFFERENCE, **{"from": begin, "to": end})
        edges = data["scopeDifference"]["edges"]
        return [(edge["node"]["id"], edge["entered"]) for edge in edges]

    assert await between(before, began) == [("arzt", True)]
    assert await between(began, ended) == [("arzt", False)]
    assert await between(began, None) == [("arzt", False)]
    assert await between(before, ended) == []
    assert await between(ended, None) == []
