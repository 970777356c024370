"""On any network, the statements answer what R43–R46 say, in every direction and on every page."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.database.graph import Graph
from service.model.identifiers import AuthorityId, AuthorityType, Role, Status
from service.rules.catalogue import Rule
from service.statements import authorities, monitoring
from tests.conftest import empty
from tests.networks import TestNetwork, authority_row, write_network
from tests.scope.answers import NO_FILTER, explanations, monitors, scopes
from tests.scope.oracle import in_order, passes, who_monitors_whom
from tests.scope.random_networks import AREAS, KEYWORDS, STATES, networks

pytestmark = pytest.mark.timeout(1200)

a_few = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Enough to meet every branch of the rules, few enough for seconds; the same ones every time."""

ids = st.sampled_from([f"de{number}" for number in range(7)])
filters = st.fixed_dictionaries(
    {
        "state": st.sampled_from([None, *STATES]),
        "region": st.sampled_from([None, "DE0", "DE1"]),
        "area": st.sampled_from([None, *AREAS]),
        "type": st.sampled_from([None, "NIMIC", "SDIMIC", "DIMIC", "CA"]),
        "role": st.sampled_from([None, *Role]),
        "role_area": st.sampled_from([None, *AREAS]),
        "keyword": st.sampled_from([None, *KEYWORDS]),
        "search": st.sampled_from([None, [["am"]], [["amt"]], [["strasse"], ["amt"]]]),
        "coordinated_by": st.none() | ids,
        "status": st.sampled_from([None, *Status]),
    }
)
one_filter = st.builds(
    lambda where, kept: {name: value if name in kept else None for name, value in where.items()},
    filters,
    st.sets(st.sampled_from(sorted(NO_FILTER)), max_size=2),
)
"""Two filters at most: more leave nothing of a small network."""


@given(network=networks())
@a_few
@pytest.mark.rule(Rule.R43)
@pytest.mark.rule(Rule.R44)
@pytest.mark.rule(Rule.R45)
@pytest.mark.rule(Rule.R46)
async def test_every_pair_is_monitored_for_the_reasons_the_rules_give(
    database: Graph, network: TestNetwork
) -> None:
    await empty(database)
    await write_network(database, network)
    expected = who_monitors_whom(network)
    assert await scopes(database, network) == expected
    assert await monitors(database, network) == expected
    why, _ = await explanations(database, network)
    assert why == expected


async def authority_pages(
    graph: Graph, where: authorities.Where, by_id: bool, limit: int = 2
) -> tuple[list[str], int | None]:
    """All pages of authorities put together, and the total that the first one gave."""
    found: list[str] = []
    after, total = "", None
    while True:
        page = await graph.read(
            authorities.authorities_page,
            where=where,
            by_id=by_id,
            after=after,
            limit=limit,
            with_total=after == "",
        )
        assert (page["total"] is None) == (after != "")
        total = page["total"] if after == "" else total
        if not page["ids"]:
            return found, total
        found += page["ids"]
        after = page["keys"][-1]


async def scope_pages(
    graph: Graph, monitor: str, where: authorities.Where, by_id: bool
) -> tuple[list[str], int | None]:
    """All pages of a scope put together, and the total that the first one gave."""
    found: list[str] = []
    after, total = "", None
    while True:
        page = await graph.read(
            monitoring.monitoring_scope,
            monitor=AuthorityId(monitor),
            where=where,
            by_id=by_id,
            after=after,
            limit=2,
            with_total=after == "",
        )
        assert (page["total"] is None) == (after != "")
        total = page["total"] if after == "" else total
        if not page["rows"]:
            return found, total
        assert all(row["reasons"] for row in page["rows"])
        found += [row["id"] for row in page["rows"]]
        after = page["rows"][-1]["key"]


@given(network=networks(), cases=st.lists(st.tuples(one_filter, st.booleans()), min_size=6, max_size=6))
@a_few
@pytest.mark.rule(Rule.R60)
@pytest.mark.rule(Rule.R61)
async def test_pages_put_together_are_the_filtered_whole_in_order(
    database: Graph, network: TestNetwork, cases: list[tuple[authorities.Where, bool]]
) -> None:
    await empty(database)
    await write_network(database, network)
    seen = who_monitors_whom(network)
    for where, by_id in cases:
        wanted = in_order(network, [id for id in network.authorities if passes(network, id, where)], by_id)
        assert await authority_pages(database, where, by_id) == (wanted, len(wanted)), where
        for monitor in list(network.authorities)[-3:]:
            of_scope = [id for id in wanted if id in seen.get(monitor, {})]
            assert await scope_pages(database, monitor, where, by_id) == (of_scope, len(of_scope)), where


@pytest.mark.parametrize("by_id", [True, False])
async def test_pages_stay_whole_when_authorities_come_between(graph: Graph, by_id: bool) -> None:
    network, late = TestNetwork(), TestNetwork()
    for number in range(6):
        id = f"de{number}"
        network.authorities[id] = authority_row(id, "DE", AuthorityType.CA, name=f"Amt {number}")
    await write_network(graph, network)
    page: Any = {"where": NO_FILTER, "by_id": by_id, "limit": 3, "with_total": True}
    first = await graph.read(authorities.authorities_page, **page, after="")
    for id, name in (("de00", "Amt 00"), ("de33", "Amt 33")):
        late.authorities[id] = authority_row(id, "DE", AuthorityType.CA, name=name)
    await write_network(graph, late)
    second = await graph.read(authorities.authorities_page, **page, after=first["keys"][-1])
    assert (first["ids"], first["total"]) == (["de0", "de1", "de2"], 6)
    assert (second["ids"], second["total"]) == (["de3", "de33", "de4"], 8)
