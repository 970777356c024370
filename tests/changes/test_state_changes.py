"""`stateChanges`: what was changed of a network and when; days are counted, and other states are left aside."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from service.api.queries import state_changes
from service.database.graph import Graph
from service.model.identifiers import Instant
from service.rules.catalogue import Rule
from tests.api.asking import all_pages, ask, refusal, statements_of
from tests.changes.client import OPERATOR, Client
from tests.changes.conftest import NETWORK
from tests.networks import AT, CHANGE, add_towns, read_network, write_network

QUERY = """
  query ($state: String!, $from: DateTime, $to: DateTime, $first: Int!, $after: String) {
    stateChanges(state: $state, from: $from, to: $to, first: $first, after: $after) {
      edges {
        cursor
        node { id at actor { id } operator user action reason touched { id name } touchedCount }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      totalCount
      days { day count }
    }
  }
"""
Act = tuple[str, str, str, dict[str, Any]]
ACTS: list[Act] = [
    ("2026-03-01T08:00:00.000000Z", "regierung", "updateRegistrationData", {"authority": "stadt", "name": "A"}),
    ("2026-03-01T23:59:59.999999Z", "regierung", "updateRegistrationData", {"authority": "stadt", "name": "B"}),
    ("2026-03-02T00:00:00.000000Z", "wirtschaft", "grantAccess", {"authority": "arzt", "area": "SD", "role": "CA"}),
    ("2026-03-09T12:00:00.000000Z", "paris", "updateRegistrationData", {"authority": "lyon", "name": "Lyon"}),
    ("2026-03-11T07:00:00.000000Z", "bund", "deactivateAuthority", {"authority": "amt", "reason": "It closes."}),
    ("2026-04-30T07:00:00.000000Z", OPERATOR, "createRegion", {"state": "DE", "code": "SH", "name": "Holstein"}),
]  # fmt: skip
OF_GERMANY = [AT, *(at for at, actor, _, _ in ACTS if actor != "paris")]


@pytest.fixture
def made(graph: Graph, runner: asyncio.Runner) -> list[str]:
    """The ids of the changes of a past of two months."""
    runner.run(write_network(graph, read_network(NETWORK)))
    return runner.run(_made(graph))


async def _made(graph: Graph) -> list[str]:
    found = []
    for at, actor, action, input in ACTS:
        answer = await Client(graph, lambda at=at: Instant(at)).makes(actor, action, **input)  # type: ignore[misc]
        assert answer.data["at"] == at
        found.append(answer.data["change"])
    return found


async def changes(graph: Graph, size: int = 100, **asked: Any) -> list[dict[str, Any]]:
    """The changes of all pages."""
    edges, total = await all_pages(graph, QUERY, "stateChanges", size, state="DE", **asked)
    assert total == len(edges)
    return [edge["node"] for edge in edges]


@pytest.mark.rule(Rule.R76)
async def test_the_changes_of_a_state_are_told_in_the_order_of_time_and_those_of_others_are_not(
    graph: Graph, made: list[str]
) -> None:
    found = await changes(graph)
    assert [change["at"] for change in found] == OF_GERMANY
    assert [change["id"] for change in found] == [CHANGE, *made[:3], *made[4:]]
    assert await changes(graph, size=2) == found
    assert found[3] == {
        "id": made[2],
        "at": ACTS[2][0],
        "actor": {"id": "wirtschaft"},
        "operator": False,
        "user": None,
        "action": "grantAccess",
        "reason": None,
        "touched": [
            {"id": "arzt", "name": "Authority arzt"},
            {"id": "wirtschaft", "name": "Authority wirtschaft"},
        ],
        "touchedCount": 2,
    }
    region = found[-1]
    assert (region["actor"], region["operator"], region["touched"]) == (None, True, [])
    assert found[4]["reason"] == "It closes."


async def test_of_a_change_of_many_the_first_are_named_and_all_are_counted(graph: Graph) -> None:
    network = read_network(NETWORK)
    add_towns(network, 30)
    await write_network(graph, network)
    (change,) = await changes(graph)
    ids = sorted(network.authorities)
    assert (change["touchedCount"], [each["id"] for each in change["touched"]]) == (len(ids), ids[:20])


async def test_a_span_begins_after_its_first_moment_and_ends_with_its_last(
    graph: Graph, made: list[str]
) -> None:
    def moment(said: str) -> str:
        return said if "T" in said else f"{said}T23:59:59.999999Z"

    for begin in (None, "2026-02-28", "2026-03-01", *OF_GERMANY):
        for end in (None, "2026-03-01", "2026-03-10", *OF_GERMANY):
            asked = {"from": begin, "to": end}
            if begin and end and moment(begin) >= moment(end):
                assert (await refusal(graph, QUERY, state="DE", first=1, **asked))[0] == "BAD_INPUT"
                continue
            expected = [
                at
                for at in OF_GERMANY
                if (not begin or at > moment(begin)) and (not end or at <= moment(end))
            ]
            assert [change["at"] for change in await changes(graph, 2, **asked)] == expected
            data = await ask(graph, QUERY, state="DE", first=1, **asked)
            days = Counter(at[:10] for at in expected)
            assert data["stateChanges"]["days"] == [{"day": day, "count": days[day]} for day in sorted(days)]
            assert data["stateChanges"]["totalCount"] == len(expected)


async def test_days_are_counted_whatever_the_page_and_the_last_of_many_are_kept(
    graph: Graph, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = (await ask(graph, QUERY, state="DE", first=2))["stateChanges"]
    second = await ask(graph, QUERY, state="DE", first=2, after=first["pageInfo"]["endCursor"])
    assert second["stateChanges"]["days"] == first["days"]
    monkeypatch.setattr(state_changes, "MOST_DAYS", 2)
    some = (await ask(graph, QUERY, state="DE", first=1))["stateChanges"]["days"]
    assert some == first["days"][-2:]


async def test_a_page_stays_where_it_is_when_more_is_changed(graph: Graph, made: list[str]) -> None:
    ids = [CHANGE, *made][:3]
    page = (await ask(graph, QUERY, state="DE", first=2))["stateChanges"]
    await Client(graph).makes("regierung", "updateRegistrationData", authority="stadt", name="C")
    cursor = page["pageInfo"]["endCursor"]
    rest = (await ask(graph, QUERY, state="DE", first=1, after=cursor))["stateChanges"]
    assert [edge["node"]["id"] for edge in [*page["edges"], *rest["edges"]]] == ids
    assert rest["totalCount"] == page["totalCount"] + 1


async def test_what_cannot_be_answered_is_said(graph: Graph, made: list[str]) -> None:
    cursor = (await ask(graph, QUERY, state="DE", first=1))["stateChanges"]["pageInfo"]["endCursor"]
    others = "{ authorities(first: 1) { pageInfo { endCursor } } }"
    foreign = (await ask(graph, others))["authorities"]["pageInfo"]["endCursor"]
    tomorrow = f"{datetime.now(UTC).year + 1}-01-01"
    for changed, said in (
        ({"first": 0}, "`first` must be between 1 and 100, not 0."),
        ({"first": 101}, "`first` must be between 1 and 100, not 101."),
        ({"after": "x"}, "`after` is not a cursor of this service"),
        (
            {"after": foreign},
            "`after` is a cursor of the order NAME; this request asks for the order OLDEST.",
        ),
        ({"after": cursor, "to": "2026-03-10"}, "go on with the moments of the first page"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "`from` must be earlier than `to`"),
        ({"from": "2026-03-01", "to": "2026-03-01"}, "`from` must be earlier than `to`"),
        ({"from": "yesterday"}, "`from` must be a time with its zone"),
        ({"to": tomorrow}, "`to` is in the future"),
    ):
        asked: dict[str, Any] = {"state": "DE", "first": 5} | changed
        code, message = await refusal(graph, QUERY, **asked)
        assert (code, said in message) == ("BAD_INPUT", True), message
    for state in ("XX", ""):
        assert await ask(graph, QUERY, state=state, first=5) == {"stateChanges": None}


async def test_two_statements_answer_whatever_the_number_of_rows_and_days_are_not_read_unless_asked_for(
    graph: Graph, made: list[str]
) -> None:
    changes = "edges { node { action reason } }"
    query = f'{{ stateChanges(state: "DE", first: 100) {{ {changes} days {{ count }} }} }}'
    assert await statements_of(graph, query) == ["state_changes", "changes_by_id"]
    assert await statements_of(graph, query.replace(changes, "")) == ["state_changes"]
