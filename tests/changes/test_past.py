"""The network as it stood: what is answered of a moment is what was answered then, and nothing of the present."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from service.database.graph import Graph
from service.model.identifiers import Instant, instant
from service.rules.catalogue import Rule
from tests.api.asking import ask, refusal
from tests.changes.client import Client
from tests.changes.conftest import NETWORK
from tests.changes.history import ACTS, Moment, answers, written
from tests.conftest import empty
from tests.networks import AT, read_network, write_network

pytestmark = pytest.mark.timeout(1200)

IDS = sorted([*read_network(NETWORK).authorities, "stelle", "neu", "neuer", "hamburg", "bezirksamt", "ort"])


@pytest.fixture(scope="module")
def past(database: Graph, runner: asyncio.Runner) -> Iterator[list[Moment]]:
    """The moments of a history, which the tests of this file share and none of them adds to."""
    runner.run(empty(database))
    runner.run(write_network(database, read_network(NETWORK)))
    yield runner.run(written(Client(database), IDS))


def before(at: str) -> Instant:
    """The last instant before another."""
    return instant(datetime.fromisoformat(at) - timedelta(microseconds=1))


# --- asOf -------------------------------------------------------------------------------------------------------------


async def test_as_of_each_moment_is_answered_what_was_answered_then(
    database: Graph, past: list[Moment]
) -> None:
    """At the very time of a change what it made is there already; a microsecond before the next one it still is."""
    client = Client(database)
    for number, moment in enumerate(past):
        last = number + 1 == len(past)
        asked = moment.at if number % 2 or last else before(past[number + 1].at)
        now = await answers(client, IDS, asked)
        for field, said in moment.answers.items():
            for key, value in said.items():
                assert now[field][key] == value, (number, ACTS[number - 1], field, key)


def test_each_act_of_the_history_is_seen_in_some_answer(past: list[Moment]) -> None:
    assert len(past) == len(ACTS) + 1
    for earlier, later in pairwise(past):
        assert earlier.at < later.at
        assert earlier.answers != later.answers


async def test_before_the_first_change_there_was_nothing(database: Graph, past: list[Moment]) -> None:
    found = await answers(Client(database), IDS, before(AT))
    assert {
        value for field in ("authority", "monitoringScope", "monitorsOf") for value in found[field].values()
    } == {None}
    network = found["state"].pop("network")
    assert network["state"] == {"code": "DE", "nimic": None}
    assert network["map"]["authorities"]["ids"] == network["map"]["bundles"] == []
    assert network["bund"] is None
    assert set(found["state"].values()) == {None}


async def test_a_date_is_the_end_of_that_day_and_today_is_the_present(
    database: Graph, past: list[Moment]
) -> None:
    client = Client(database)
    assert await answers(client, IDS, "2009-01-15") == past[0].answers
    assert (await answers(client, IDS, "2009-01-14"))["authority"]["bund"] is None
    today = datetime.now(UTC).date().isoformat()
    assert await answers(client, IDS, today) == await answers(client, IDS)
    zoned = datetime.fromisoformat(past[5].at).astimezone(UTC).replace(tzinfo=None).isoformat() + "+00:00"
    assert await answers(client, ["kreis"], zoned) == await answers(client, ["kreis"], past[5].at)


async def test_past_and_present_of_one_request_do_not_mix(database: Graph, past: list[Moment]) -> None:
    query = """query($then: DateTime) {
      then: authority(id: "kreis", asOf: $then) { ...Seats }
      scope: monitoringScope(monitor: "bayern", first: 100, asOf: $then) {
        edges { node { id } reasons { path { to { id region { code state { nimic { id } } } } } } }
      }
      now: authority(id: "kreis") { ...Seats }
    }
    fragment Seats on Authority {
      region { code } state { nimic { id type } }
      validatingCoordinator { id validatingCoordinator { id type } }
      areas { area { code } accessCoordinator { id state { nimic { id } } } }
    }"""
    data = await ask(database, query, then=past[0].at)
    bund = {"id": "bund", "type": "NIMIC"}
    seat = {"id": "regierung", "state": {"nimic": {"id": "bund"}}}
    assert data["then"] == {
        "region": {"code": "BY1"},
        "state": {"nimic": bund},
        "validatingCoordinator": {
            "id": "regierung",
            "validatingCoordinator": {"id": "bayern", "type": "SDIMIC"},
        },
        "areas": [
            {"area": {"code": "PQ"}, "accessCoordinator": {**seat, "id": "kammer"}},
            {"area": {"code": "SD"}, "accessCoordinator": seat},
        ],
    }
    steps = [
        step["to"] for edge in data["scope"]["edges"] for reason in edge["reasons"] for step in reason["path"]
    ]
    assert {"id": "kreis", "region": {"code": "BY1", "state": {"nimic": {"id": "bund"}}}} in steps
    amt = {"id": "amt", "type": "NIMIC"}
    assert data["now"] == {
        "region": {"code": "BY2"},
        "state": {"nimic": amt},
        "validatingCoordinator": {"id": "bayern", "validatingCoordinator": amt},
        "areas": [
            {"area": {"code": "SD"}, "accessCoordinator": {"id": "amt", "state": {"nimic": {"id": "amt"}}}}
        ],
    }


@pytest.mark.parametrize(
    "query",
    [
        'query($at: DateTime) { authority(id: "bund", asOf: $at) { id } }',
        'query($at: DateTime) { monitoringScope(monitor: "bund", first: 1, asOf: $at) { totalCount } }',
        'query($at: DateTime) { monitorsOf(authority: "stadt", asOf: $at) { authority { id } } }',
        'query($at: DateTime) { explainMonitoring(monitor: "bund", authority: "stadt", asOf: $at) { monitors } }',
        'query($at: DateTime) { network(state: "DE", asOf: $at) { revision } }',
        'query($at: DateTime! = "") { scopeDifference(monitor: "bund", from: $at, first: 1) { totalCount } }',
        'query($at: DateTime) { scopeDifference(monitor: "bund", from: "2009-01-14", to: $at, first: 1) { totalCount } }',
    ],
)
async def test_a_moment_that_cannot_be_asked_about_is_refused(
    database: Graph, past: list[Moment], query: str
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    for future in (tomorrow.isoformat(), tomorrow.date().isoformat(), "9999-12-31"):
        code, message = await refusal(database, query, at=future)
        assert code == "BAD_INPUT"
        assert f"is in the future: {future}" in message
    for no_moment in (
        "",
        "yesterday",
        "2009-02-30",
        "2009-01-15T09:00:00",
        "2009-01-15T25:00Z",
        "٢٠٠٩-01-15",
        "x" * 9999,
    ):
        code, message = await refusal(database, query, at=no_moment)
        assert code == "BAD_INPUT"
        assert "must be a time with its zone, as 2009-01-15T09:00:00Z, or a date, as 2009-01-15" in message
        assert len(message) < 250


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("actions", '{ authority(id: "stadt", asOf: "2009-01-15") { actions { action } } }'),
        ("revision", '{ authority(id: "stadt", asOf: "2009-01-15") { revision } }'),
        ("revision", '{ authority(id: "stadt", asOf: "2009-01-15") { registeredBy { areas { grantedBy { revision } } } } }'),
        ("revision", '{ monitorsOf(authority: "kammer", asOf: "2009-01-15") { authority { state { revision } } } }'),
        ("actions", '{ monitoringScope(monitor: "kammer", first: 1, asOf: "2009-01-15") { edges { node { actions { action } } } } }'),
        ("revision", '{ network(state: "DE", asOf: "2009-01-15") { state { nimic { revision } } } }'),
    ],
)  # fmt: skip
async def test_what_is_known_of_the_present_only_is_refused_of_the_past(
    database: Graph, past: list[Moment], field: str, query: str
) -> None:
    code, message = await refusal(database, query)
    assert (code, message) == (
        "BAD_INPUT",
        f"`{field}` is known of the present only: ask for it without `asOf`.",
    )
    assert await ask(database, query.replace(', asOf: "2009-01-15"', ""))


PAGE = """query($first: Int!, $after: String, $asOf: DateTime, $where: AuthorityFilter) {
  monitoringScope(monitor: "bund", first: $first, after: $after, asOf: $asOf, where: $where) {
    totalCount pageInfo { endCursor hasNextPage } edges { node { id } }
  }
}"""


async def test_pages_go_on_in_the_past_they_began_in(database: Graph, past: list[Moment]) -> None:
    found: list[str] = []
    after, more = None, True
    while more:
        page = (await ask(database, PAGE, first=4, after=after, asOf=past[0].at))["monitoringScope"]
        found += [edge["node"]["id"] for edge in page["edges"]]
        assert page["totalCount"] == len(past[0].scope("bund"))
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    whole = (await ask(database, PAGE, first=100, asOf=past[0].at))["monitoringScope"]["edges"]
    assert found == [edge["node"]["id"] for edge in whole]
    assert set(found) == past[0].scope("bund")
    for as_of in (None, past[1].at):
        code, message = await refusal(database, PAGE, first=4, after=after, asOf=as_of)
        assert code == "BAD_INPUT"
        assert message == (
            f"`after` is a cursor of the network as of {past[0].at}; this request asks for {as_of or 'now'}: go on with "
            "the moments of the first page."
        )
    query = PAGE.replace('"bund"', '"amt"')
    present = (await ask(database, query, first=4))["monitoringScope"]["pageInfo"]["endCursor"]
    code, message = await refusal(database, query, first=4, after=present, asOf=past[0].at)
    assert (code, "a cursor of the network as of now" in message) == ("BAD_INPUT", True)


# --- scopeDifference --------------------------------------------------------------------------------------------------

DIFFERENCE = """query($monitor: ID!, $since: DateTime!, $to: DateTime, $first: Int!, $after: String, $orderBy: AuthorityOrder! = NAME) {
  scopeDifference(monitor: $monitor, from: $since, to: $to, first: $first, after: $after, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { cursor entered node { id status } change { id at action authority { id } summary } }
  }
}"""


async def difference(graph: Graph, monitor: str, size: int = 100, **asked: str | None) -> dict[str, Any]:
    """Every page put together: by authority whether it entered, and its change."""
    edges: list[Any] = []
    after, more = None, True
    while more:
        page = (await ask(graph, DIFFERENCE, monitor=monitor, first=size, after=after, **asked))[
            "scopeDifference"
        ]
        edges += page["edges"]
        assert len(page["edges"]) <= size
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert page["totalCount"] == len(edges)
    ids = [edge["node"]["id"] for edge in edges]
    assert asked.get("orderBy") != "ID" or ids == sorted(ids)
    return dict(zip(ids, edges, strict=True))


def turned(past: list[Moment], monitor: str, authority: str, first: int, last: int) -> Moment:
    """The moment after `first` at which the authority last entered the scope or left it."""
    seen = [authority in moment.scope(monitor) for moment in past[: last + 1]]
    return next(past[n] for n in range(last, first, -1) if seen[n] != seen[n - 1])


@pytest.mark.rule(Rule.R43)
@pytest.mark.rule(Rule.R44)
@pytest.mark.rule(Rule.R45)
@pytest.mark.rule(Rule.R46)
async def test_who_entered_and_who_left_is_what_two_scopes_differ_in_and_the_change_is_the_one_that_did_it(
    database: Graph, past: list[Moment]
) -> None:
    rng, end = Random(5), len(past) - 1
    met = set()
    for monitor in IDS:
        scopes = [moment.scope(monitor) for moment in past]
        turns = [n for n in range(1, len(past)) if scopes[n] != scopes[n - 1]]
        steps = [(n - 1, n) for n in turns]
        leaps = [(min(two), max(two)) for two in (rng.sample(range(end + 1), 2) for _ in turns[:2])]
        for first, last in {(0, end), *steps, *leaps}:
            asked = {"since": past[first].at, "to": past[last].at, "orderBy": rng.choice(["ID", "NAME"])}
            found = await difference(database, monitor, rng.choice([3, 100]), **asked)
            entered = {id for id, edge in found.items() if edge["entered"]}
            assert entered == scopes[last] - scopes[first], (monitor, first, last)
            assert found.keys() - entered == scopes[first] - scopes[last], (monitor, first, last)
            for id, edge in found.items():
                made = past.index(turned(past, monitor, id, first, last))
                assert edge["change"]["id"] == past[made].change, (monitor, id, first, last)
                assert edge["change"]["action"] == ACTS[made - 1][1]
                assert edge["node"]["status"] == past[last].answers["authority"][id]["status"]
                told = {id: "it", monitor: "its monitor"}.get(edge["change"]["authority"]["id"])
                met.add((edge["change"]["action"], edge["entered"], told))
    assert {(action, entered) for action, entered, _ in met} >= {
        ("registerCompetentAuthority", True), ("grantAccess", True), ("replaceAccessCoordinatorEverywhere", False),
        ("linkAuthorities", True), ("unlinkAuthorities", False), ("withdrawAccess", False), ("replaceNimic", True),
        ("updateRegistrationData", True), ("updateRegistrationData", False), ("importNetwork", True),
    }  # fmt: skip
    assert {
        ("deactivateAuthority", False, "its monitor"),
        ("reactivateAuthority", True, "its monitor"),
    } <= met
    assert ("grantAccess", True, "its monitor") in met, "the SDIMIC that gave the registrar a role"


async def test_without_a_later_moment_it_is_the_present(database: Graph, past: list[Moment]) -> None:
    now, then = [await difference(database, "amt", since=past[0].at, to=to) for to in (None, past[-1].at)]
    assert {id: {**edge, "cursor": ""} for id, edge in now.items()} == {
        id: {**edge, "cursor": ""} for id, edge in then.items()
    }
    assert {id for id, edge in now.items() if edge["entered"]} == past[-1].scope("amt")


async def test_what_cannot_be_asked_of_a_difference_is_refused_and_nobody_is_null(
    database: Graph, past: list[Moment]
) -> None:
    asked: dict[str, Any] = {"monitor": "amt", "first": 1}
    for last in (past[3].at, past[2].at):
        code, message = await refusal(database, DIFFERENCE, **asked, since=past[3].at, to=last)
        assert (code, message.partition(":")[0]) == ("BAD_INPUT", "`from` must be earlier than `to`")
    span = {"since": past[0].at, "to": past[-1].at}
    page = (await ask(database, DIFFERENCE, **asked, **span))["scopeDifference"]
    assert page["pageInfo"]["hasNextPage"]
    other = {**span, "to": past[-2].at}
    code, message = await refusal(database, DIFFERENCE, **asked, **other, after=page["pageInfo"]["endCursor"])
    assert (code, f"as of {past[0].at} to {past[-1].at}" in message) == ("BAD_INPUT", True)
    code, _ = await refusal(database, DIFFERENCE, **{**asked, "first": 101}, **span)
    assert code == "BAD_INPUT"
    assert await ask(database, DIFFERENCE, **{**asked, "monitor": "nobody"}, **span) == {
        "scopeDifference": None
    }
