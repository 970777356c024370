"""On any network that became any other, the statements answer of the past what R43–R46 said then."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.database.graph import Graph
from service.model.identifiers import AuthorityId, ChangeId, Instant
from service.rules.catalogue import Rule
from service.rules.monitoring import turned
from service.statements import authorities, monitoring
from tests.conftest import empty
from tests.networks import AT, TestNetwork, rewrite_network, write_network
from tests.scope.answers import ALL, explanations, monitors, scopes
from tests.scope.oracle import in_order, passes, who_monitors_whom
from tests.scope.random_networks import networks_and_what_became_of_them
from tests.scope.test_random_networks import a_few, one_filter

pytestmark = pytest.mark.timeout(1200)

spans = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda span: span[0] < span[1])


@given(periods=st.lists(spans, min_size=1, max_size=5), end=st.integers(0, 9))
def test_an_authority_entered_or_left_when_the_first_of_the_last_unbroken_moments_was(
    periods: list[tuple[int, int]], end: int
) -> None:
    inside = [any(since <= moment < until for since, until in periods) for moment in range(end + 1)]
    assume(any(inside))
    changed = [moment for moment in range(end + 1) if moment == 0 or inside[moment] != inside[moment - 1]]
    instants = [[Instant(str(since)), Instant(str(until))] for since, until in periods]
    assert turned(instants, Instant(str(end))) == str(changed[-1])


LATER = Instant("2010-06-01T12:00:00.000000Z")
JUST_BEFORE = Instant("2010-06-01T11:59:59.999999Z")


@given(
    networks=networks_and_what_became_of_them(),
    cases=st.lists(st.tuples(one_filter, st.booleans()), min_size=3, max_size=3),
)
@settings(a_few, max_examples=6)
@pytest.mark.rule(Rule.R43)
@pytest.mark.rule(Rule.R44)
@pytest.mark.rule(Rule.R45)
@pytest.mark.rule(Rule.R46)
@pytest.mark.rule(Rule.R60)
@pytest.mark.rule(Rule.R61)
async def test_before_and_after_everything_changed_the_rules_give_the_reasons(
    database: Graph,
    networks: tuple[TestNetwork, TestNetwork],
    cases: list[tuple[authorities.Where, bool]],
) -> None:
    was, is_ = networks
    await empty(database)
    await write_network(database, was)
    await rewrite_network(database, was, is_, at=LATER, change=ChangeId("later"))
    for network, moment in ((was, AT), (was, JUST_BEFORE), (is_, LATER), (is_, None)):
        expected = who_monitors_whom(network)
        assert await scopes(database, is_, moment) == expected
        assert await monitors(database, is_, moment) == expected
    why, _ = await explanations(database, was, AT)
    assert why == who_monitors_whom(was)
    for where, by_id in cases:
        passing = [id for id in was.authorities if passes(was, id, where)]
        for monitor in list(was.authorities)[-3:]:
            page = await database_page(database, monitor, where, by_id)
            seen = why.get(monitor, {})
            assert page == [id for id in in_order(was, passing, by_id) if id in seen], where
    await assert_differences(database, was, is_)


async def database_page(graph: Graph, monitor: str, where: authorities.Where, by_id: bool) -> list[str]:
    """The ids of a filtered scope of the earlier network, in order."""
    page = await graph.read(
        monitoring.monitoring_scope,
        monitor=AuthorityId(monitor),
        where=where,
        by_id=by_id,
        after="",
        limit=ALL,
        with_total=True,
        moment=AT,
    )
    assert page["total"] == len(page["rows"])
    return [row["id"] for row in page["rows"]]


async def assert_differences(graph: Graph, was: TestNetwork, is_: TestNetwork) -> None:
    """Of every monitor: who entered and who left are what the scopes differ in."""
    before, after = who_monitors_whom(was), who_monitors_whom(is_)
    for monitor in was.authorities:
        found = await graph.read(
            monitoring.scope_difference,
            monitor=AuthorityId(monitor),
            begin=AT,
            end=LATER,
            by_id=True,
            after="",
            limit=ALL,
            with_total=True,
        )
        assert found is not None
        assert found["total"] == len(found["rows"])
        seen, sees = before.get(monitor, {}).keys(), after.get(monitor, {}).keys()
        assert {row["id"]: row["entered"] for row in found["rows"]} == {id: id in sees for id in seen ^ sees}
