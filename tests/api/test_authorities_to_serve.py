"""`authoritiesToServe`: after a new DIMIC, who there needs it as Access or Request Coordinator (R71)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from service.database.graph import Graph
from service.model.identifiers import Role, Status
from service.rules.catalogue import Rule
from tests.api.asking import all_pages, ask, refusal, statements_of
from tests.api.random_territories import coordinator, covers, networks_with_territories
from tests.conftest import empty
from tests.networks import TestNetwork, access_row, read_network, write_network
from tests.scope.oracle import in_order
from tests.scope.random_networks import AREAS

QUERY = """
  query ($coordinator: ID!, $area: String!, $first: Int!, $after: String) {
    authoritiesToServe(coordinator: $coordinator, area: $area, first: $first, after: $after) {
      edges { cursor node { id } accessCoordinator { id } requestCoordinators { id } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
      totalCount
    }
  }
"""


def expected(network: TestNetwork, id: str, area: str) -> list[str]:
    """R71 and domain.md §6, Who covers what, in plain Python over the pure rules of coverage."""
    one = network.authorities[id]
    if one.status is not Status.ACTIVE or not coordinator(network, id).coordinates:
        return []
    found = []
    for other in network.authorities.values():
        access = network.access.get((other.id, area))
        if access is None or other.id == id or other.state != one.state or other.status is not Status.ACTIVE:
            continue
        serves = id == access.access_coordinator or id in access.request_coordinators
        if not serves and covers(network, id, other.id, area):
            found.append(other.id)
    return in_order(network, found, by_id=False)


async def to_serve(graph: Graph, coordinator: str, area: str, size: int = 100) -> list[str]:
    """`id: Access Coordinator / Request Coordinators` of each on all pages, as many as the total says."""
    edges, total = await all_pages(
        graph, QUERY, "authoritiesToServe", size, coordinator=coordinator, area=area
    )
    assert total == len(edges)
    return [
        f"{edge['node']['id']}: {(edge['accessCoordinator'] or {}).get('id')} / "
        + " ".join(one["id"] for one in edge["requestCoordinators"])
        for edge in edges
    ]


@given(network=networks_with_territories())
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@pytest.mark.rule(Rule.R71)
async def test_on_any_network_they_are_those_it_covers_and_does_not_serve(
    database: Graph, network: TestNetwork
) -> None:
    await empty(database)
    await write_network(database, network)
    for id in network.authorities:
        for area in AREAS:
            served = [(other, network.access[other, area]) for other in expected(network, id, area)]
            said = [
                f"{other}: {access.access_coordinator} / {' '.join(access.request_coordinators)}"
                for other, access in served
            ]
            assert await to_serve(database, id, area, size=2) == said, (id, area)


@pytest.fixture
def federal() -> TestNetwork:
    """A federal state to which a DIMIC for PQ in one Land comes late (S13), as do two authorities with access there."""
    network = read_network(Path(__file__).with_name("federal.yaml"))
    for id, grantor in (("town", "land"), ("village", "other-land"), ("closed-town", "land")):
        network.access[id, "PQ"] = access_row(id, "PQ", Role.CA, grantor, requests=[grantor, "bund"])
    return network


@pytest.mark.rule(Rule.R71)
async def test_a_new_dimic_is_told_whom_it_might_take_over_and_from_whom(
    graph: Graph, federal: TestNetwork
) -> None:
    await write_network(graph, federal)
    assert await to_serve(graph, "office", "PQ") == ["town: land / bund land"]
    federal.access["office", "PQ"] = replace(federal.access["office", "PQ"], territory=None)
    await empty(graph)
    await write_network(graph, federal)
    assert await to_serve(graph, "office", "PQ") == [
        "town: land / bund land",
        "village: other-land / bund other-land",
    ]


@pytest.mark.rule(Rule.R71)
async def test_whom_it_serves_by_one_relation_is_left_out(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    assert await to_serve(graph, "district", "SD") == []
    assert await to_serve(graph, "land", "SD") == ["office: district / district"]
    assert await to_serve(graph, "other-land", "SD") == ["village: ministry / ministry"]


async def test_who_coordinates_nothing_there_serves_nobody(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    for id, area in (("town", "SD"), ("closed-ministry", "SD"), ("district", "PQ")):
        assert await to_serve(graph, id, area) == []


async def test_what_cannot_be_answered_is_said(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    asked: dict[str, Any] = {"coordinator": "land", "area": "SD", "first": 10}
    for changed, said in (
        ({"area": "XX"}, "`area`: there is no legislative area XX; `legislativeAreas` lists them."),
        ({"first": 101}, "`first` must be between 1 and 100, not 101."),
        ({"after": "x"}, "`after` is not a cursor of this service"),
    ):
        code, message = await refusal(graph, QUERY, **(asked | changed))
        assert (code, said in message) == ("BAD_INPUT", True), message
    assert await ask(graph, QUERY, **(asked | {"coordinator": "nobody"})) == {"authoritiesToServe": None}


async def test_one_statement_answers_whatever_the_number_of_rows(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    ran = await statements_of(graph, QUERY, coordinator="bund", area="SD", first=100)
    assert ran == ["authorities_to_serve"]
