"""`networkDifference`: what two maps differ in, and the changes that made it so."""

import asyncio
from collections.abc import Iterator
from itertools import combinations
from random import Random
from typing import Any

import pytest

from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.api.asking import all_pages, ask, refusal, statements_of
from tests.changes.client import Client
from tests.changes.conftest import NETWORK
from tests.changes.history import ACTS, last_change
from tests.conftest import empty
from tests.networks import AT, read_network, write_network

pytestmark = pytest.mark.timeout(1200)

AUTHORITIES = """query ($state: String!, $from: DateTime!, $to: DateTime, $first: Int!, $after: String) {
  networkDifference(state: $state, from: $from, to: $to) {
    authorities(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor came node { id status } change { id at action } }
    }
  }
}"""
RELATIONS = """query ($state: String!, $from: DateTime!, $to: DateTime, $first: Int!, $after: String) {
  networkDifference(state: $state, from: $from, to: $to) {
    relations(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges {
        cursor came node { relation from { id } to { id } area { code } }
        change { id at action actor { id } operator reason touched { id } }
      }
    }
  }
}"""
MAP = """query ($asOf: DateTime) { network(state: "DE", asOf: $asOf) { map {
  authorities { ids statuses validatingCoordinators }
} } }"""
ONE = """query ($id: ID!, $asOf: DateTime) { authority(id: $id, asOf: $asOf) {
  areas { area { code } accessCoordinator { id } requestCoordinators { coordinator { id } } }
  observers { id }
} }"""
Relation = tuple[str, str, str, str | None]


class Then:
    """The network as it stood after one change: who took part, and every relation."""

    def __init__(self, at: str, change: str) -> None:
        self.at, self.change = at, change
        self.active: set[str] = set()
        self.relations: set[Relation] = set()

    def there(self, relations: bool) -> set[Any]:
        """What may differ."""
        return self.relations if relations else self.active


async def seen(graph: Graph, at: str, change: str) -> Then:
    """What is answered of a moment."""
    then = Then(at, change)
    drawn = (await ask(graph, MAP, asOf=at))["network"]["map"]["authorities"]
    ids = drawn["ids"]
    for id, status, validator in zip(ids, drawn["statuses"], drawn["validatingCoordinators"], strict=True):
        if status == "ACTIVE":
            then.active.add(id)
        if validator is not None:
            then.relations.add(("VALIDATES", ids[validator], id, None))
        one = (await ask(graph, ONE, id=id, asOf=at))["authority"]
        then.relations |= {("LINKED_TO", each["id"], id, None) for each in one["observers"]}
        for area in one["areas"]:
            code = area["area"]["code"]
            if holder := area["accessCoordinator"]:
                then.relations.add(("GRANTS_ACCESS", holder["id"], id, code))
            for each in area["requestCoordinators"]:
                then.relations.add(("COORDINATES_REQUESTS", each["coordinator"]["id"], id, code))
    return then


@pytest.fixture(scope="module")
def past(database: Graph, runner: asyncio.Runner) -> Iterator[list[Then]]:
    """The moments after each act of a history, from before the first one on; these tests only read."""
    runner.run(empty(database))
    runner.run(write_network(database, read_network(NETWORK)))
    yield runner.run(_past(database))


async def _past(graph: Graph) -> list[Then]:
    client = Client(graph)
    moments = [await last_change(graph, "DE")]
    for actor, action, input in ACTS:
        await client.makes(actor, action, **input)
        moments.append(await last_change(graph, "DE"))
    return [await seen(graph, *moment) for moment in moments]


async def difference(
    graph: Graph, since: str, to: str | None, *, relations: bool, size: int = 100
) -> dict[Any, dict[str, Any]]:
    """The edges of all pages, by what they are of."""
    query, part = (RELATIONS, "relations") if relations else (AUTHORITIES, "authorities")
    edges: list[Any] = []
    after, more = None, True
    while more:
        asked: dict[str, Any] = {"state": "DE", "from": since, "to": to, "first": size, "after": after}
        page = (await ask(graph, query, **asked))["networkDifference"][part]
        assert len(page["edges"]) <= size
        assert page["pageInfo"]["hasPreviousPage"] == (after is not None)
        edges += page["edges"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert page["totalCount"] == len(edges)
    assert [edge["change"]["at"] for edge in edges] == sorted(edge["change"]["at"] for edge in edges)
    found = {_key(edge["node"]) if relations else edge["node"]["id"]: edge for edge in edges}
    assert len(found) == len(edges)
    return found


def _key(node: dict[str, Any]) -> Relation:
    return (
        node["relation"],
        node["from"]["id"],
        node["to"]["id"],
        node["area"] and node["area"]["code"],
    )


@pytest.mark.parametrize("relations", [False, True], ids=["authorities", "relations"])
async def test_what_came_and_went_is_what_two_moments_differ_in_and_the_change_is_the_one_that_did_it(
    database: Graph, past: list[Then], relations: bool
) -> None:
    pairs = [*combinations(range(len(past)), 2)]
    steps = [(first, last) for first, last in pairs if last == first + 1]
    gone = [act[1] for act in ACTS].index("deactivateAuthority") + 1  # and was registered since the beginning
    met: set[tuple[str, bool]] = set()
    in_neither = 0
    for first, last in {*steps, (0, gone), (0, len(past) - 1), *Random(7).sample(pairs, 40)}:
        there = [then.there(relations) for then in past]
        found = await difference(
            database, past[first].at, past[last].at, relations=relations, size=(first * 7 + last) % 5 + 2
        )
        assert {key for key, edge in found.items() if edge["came"]} == there[last] - there[first]
        assert {key for key, edge in found.items() if not edge["came"]} == there[first] - there[last]
        ever = set().union(*there[first : last + 1])
        in_neither += len(ever - there[first] - there[last])
        for key, edge in found.items():
            turned = next(n for n in range(last, first, -1) if (key in there[n]) != (key in there[n - 1]))
            assert (edge["change"]["id"], edge["change"]["at"]) == (past[turned].change, past[turned].at)
            assert edge["change"]["action"] == ACTS[turned - 1][1]
            if not relations:
                assert edge["node"]["status"] == ("ACTIVE" if edge["came"] else "INACTIVE")
            met.add((edge["change"]["action"], edge["came"]))
    assert in_neither, "something came and went in between"
    if relations:
        assert met >= {
            ("registerDimic", True), ("grantAccess", True), ("withdrawAccess", False), ("linkAuthorities", True),
            ("unlinkAuthorities", False), ("replaceValidatingCoordinator", True), ("replaceNimic", False),
            ("replaceValidatingCoordinator", False), ("replaceAccessCoordinatorEverywhere", True),
            ("addRequestCoordinators", True), ("removeRequestCoordinator", False), ("importNetwork", True),
        }  # fmt: skip
    else:
        assert met == {
            ("registerDimic", True), ("registerCompetentAuthority", True), ("registerSdimic", True),
            ("importNetwork", True), ("deactivateAuthority", False), ("reactivateAuthority", True),
            ("replaceNimic", False),
        }  # fmt: skip


@pytest.mark.rule(Rule.R76)
async def test_a_relation_that_went_names_who_ended_it_and_why(database: Graph, past: list[Then]) -> None:
    number = next(n for n, act in enumerate(ACTS) if act[1] == "replaceAccessCoordinatorEverywhere")
    found = await difference(database, past[number].at, past[number + 1].at, relations=True)
    actor, _, input = ACTS[number]
    for edge in found.values():
        change = edge["change"]
        assert (change["actor"], change["operator"]) == ({"id": actor}, False)
        assert change["reason"] == input["reason"]
        assert edge["node"]["to"] in change["touched"]
    assert {edge["came"] for edge in found.values()} == {True, False}


async def test_the_changes_between_are_those_that_a_difference_names(
    database: Graph, past: list[Then]
) -> None:
    """Both spans begin after the first moment and end with the last."""
    query = """query ($state: String!, $from: DateTime!, $to: DateTime!, $first: Int!, $after: String) {
      stateChanges(state: $state, from: $from, to: $to, first: $first, after: $after) {
        totalCount pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { id } }
      }
    }"""
    for first, last in Random(11).sample([*combinations(range(len(past)), 2)], 10):
        span = {"from": past[first].at, "to": past[last].at}
        edges, _ = await all_pages(database, query, "stateChanges", 100, state="DE", **span)
        between = [edge["node"]["id"] for edge in edges]
        assert between == [then.change for then in past[first + 1 : last + 1]]
        for relations in (False, True):
            found = await difference(database, *span.values(), relations=relations)
            assert {edge["change"]["id"] for edge in found.values()} <= {*between}


async def test_since_before_everything_all_came_by_the_first_change_or_later(
    database: Graph, past: list[Then]
) -> None:
    for relations in (False, True):
        found = await difference(database, "2009-01-14", None, relations=relations)
        assert found.keys() == past[-1].there(relations)
        assert all(edge["came"] for edge in found.values())
        assert AT in {edge["change"]["at"] for edge in found.values()}


async def test_it_says_which_moments_were_compared_and_of_which_state(
    database: Graph, past: list[Then]
) -> None:
    query = """query ($from: DateTime!, $to: DateTime) {
      networkDifference(state: "DE", from: $from, to: $to) { state { code nimic { id } } from to }
    }"""
    data = await ask(database, query, **{"from": "2009-01-15", "to": past[3].at})
    assert data["networkDifference"] == {
        "state": {"code": "DE", "nimic": {"id": "bund"}},
        "from": "2009-01-15T23:59:59.999999Z",
        "to": past[3].at,
    }
    now = (await ask(database, query, **{"from": "2009-01-15"}))["networkDifference"]
    assert now["state"]["nimic"] == {"id": "amt"}
    assert now["to"] > past[-1].at


async def test_another_state_has_a_difference_of_its_own(database: Graph, past: list[Then]) -> None:
    """All of this history is of one state."""
    asked: dict[str, Any] = {"state": "FR", "from": past[0].at, "first": 5}
    for query, part in ((AUTHORITIES, "authorities"), (RELATIONS, "relations")):
        found = (await ask(database, query, **asked))["networkDifference"][part]
        assert (found["totalCount"], found["edges"]) == (0, [])
        assert (await ask(database, query, **{**asked, "state": "XX"})) == {"networkDifference": None}
    everything = await ask(database, AUTHORITIES, **{**asked, "from": "2009-01-14"})
    assert everything["networkDifference"]["authorities"]["totalCount"] > 0


async def test_what_cannot_be_asked_of_a_difference_is_refused(database: Graph, past: list[Then]) -> None:
    asked: dict[str, Any] = {"state": "DE", "from": past[0].at, "to": past[-1].at, "first": 1}
    page = (await ask(database, RELATIONS, **asked))["networkDifference"]["relations"]
    cursor = page["pageInfo"]["endCursor"]
    for changed, said in (
        ({"from": past[3].at, "to": past[3].at}, "`from` must be earlier than `to`"),
        ({"from": past[3].at, "to": past[2].at}, "`from` must be earlier than `to`"),
        ({"from": "3 March"}, "`from` must be a time with its zone"),
        ({"to": "2999-01-01"}, "`to` is in the future"),
        ({"first": 101}, "`first` must be between 1 and 100"),
        ({"after": "x"}, "`after` is not a cursor of this service"),
        ({"after": cursor, "to": past[-2].at}, f"as of {past[0].at} to {past[-1].at}"),
    ):
        code, message = await refusal(database, RELATIONS, **asked | changed)
        assert (code, said in message) == ("BAD_INPUT", True), message


async def test_a_part_is_one_statement_and_what_is_not_asked_for_is_not_read(
    database: Graph, past: list[Then]
) -> None:
    asked: dict[str, Any] = {"state": "DE", "from": past[0].at, "first": 100}
    read = ["member_states", "network_difference_relations", "changes_by_id", "network_areas"]
    assert sorted(await statements_of(database, RELATIONS, **asked)) == sorted(read)
    lean = RELATIONS.replace("change { id at action actor { id } operator reason touched { id } }", "")
    assert "changes_by_id" not in await statements_of(database, lean, **asked)
