"""`eligibleCoordinators`: who may newly hold a relation, as the rules of coverage say it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from service.database.graph import Graph
from service.model.identifiers import AuthorityType, Role, Status
from service.rules.catalogue import Rule
from tests.api.asking import all_pages, ask, refusal, statements_of
from tests.api.random_territories import coordinator, covers, networks_with_territories
from tests.conftest import empty
from tests.networks import TestNetwork, read_network, write_network
from tests.scope.oracle import in_order
from tests.scope.random_networks import AREAS

QUERY = """
  query ($authority: ID!, $relation: CoordinatingRelation!, $area: String, $search: String, $first: Int!, $after: String) {
    eligibleCoordinators(
      authority: $authority, relation: $relation, area: $area, search: $search, first: $first, after: $after
    ) {
      edges { node { id } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
      totalCount
    }
  }
"""
CHOICES: list[tuple[str, str | None]] = [
    ("VALIDATES", None),
    *((relation, area) for relation in ("GRANTS_ACCESS", "COORDINATES_REQUESTS") for area in AREAS),
]
EVERY_CHOICE = "query ($authority: ID!) {" + "".join(
    f"\n  _{number}: eligibleCoordinators(authority: $authority, relation: {relation}, first: 100"
    f"{f', area: {chr(34)}{area}{chr(34)}' if area else ''}) {{ edges {{ node {{ id }} }} totalCount }}"
    for number, (relation, area) in enumerate(CHOICES)
) + "\n}"  # fmt: skip


def may_hold(network: TestNetwork, id: str, authority: str, relation: str, area: str | None) -> bool:
    """domain.md §6, Who covers what, in plain Python over the pure rules of coverage."""
    one, other = network.authorities[id], network.authorities[authority]
    if id == authority or one.state != other.state:
        return False
    if Status.INACTIVE in (one.status, other.status) or other.type is AuthorityType.NIMIC:
        return False
    if not coordinator(network, id).coordinates or not covers(network, id, authority, area):
        return False
    if relation == "VALIDATES":
        above, at = set(), one.validating_coordinator
        while at is not None and at not in above:
            above.add(at)
            at = network.authorities[at].validating_coordinator
        if authority in above or other.validating_coordinator == id:
            return False
        return other.type is not AuthorityType.SDIMIC or one.type is AuthorityType.NIMIC
    access = network.access.get((authority, str(area)))
    if access is None:
        return True
    if relation == "COORDINATES_REQUESTS":
        return id not in access.request_coordinators
    by_type = one.type in (AuthorityType.NIMIC, AuthorityType.SDIMIC)
    return access.access_coordinator != id and (access.role is Role.CA or by_type)


@given(network=networks_with_territories())
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@pytest.mark.rule(Rule.R25)
@pytest.mark.rule(Rule.R77)
@pytest.mark.rule(Rule.R78)
@pytest.mark.rule(Rule.R81)
async def test_on_any_network_they_are_those_whom_the_rules_of_coverage_allow(
    database: Graph, network: TestNetwork
) -> None:
    await empty(database)
    await write_network(database, network)
    for authority in network.authorities:
        answers = (await ask(database, EVERY_CHOICE, authority=authority)).values()
        for (relation, area), answer in zip(CHOICES, answers, strict=True):
            allowed = [id for id in network.authorities if may_hold(network, id, authority, relation, area)]
            expected = in_order(network, allowed, by_id=False)
            found = [edge["node"]["id"] for edge in answer["edges"]]
            assert (found, answer["totalCount"]) == (expected, len(expected)), (authority, relation, area)


@pytest.fixture
def federal() -> TestNetwork:
    """A federal state, the same for every test here."""
    return read_network(Path(__file__).with_name("federal.yaml"))


async def eligible(
    graph: Graph, authority: str, relation: str, area: str | None = None, **more: Any
) -> list[str]:
    """The ids on all pages, of which there are as many as the total says."""
    asked = {"authority": authority, "relation": relation, "area": area, **more}
    edges, total = await all_pages(graph, QUERY, "eligibleCoordinators", **({"size": 100} | asked))
    assert total == len(edges)
    return [edge["node"]["id"] for edge in edges]


@pytest.mark.rule(Rule.R81)
async def test_the_nimic_alone_validates_an_sdimic(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    assert await eligible(graph, "other-land", "VALIDATES") == ["bund"]


@pytest.mark.rule(Rule.R79)
async def test_who_holds_the_relation_already_is_not_named(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    assert await eligible(graph, "land", "VALIDATES") == []
    assert await eligible(graph, "town", "GRANTS_ACCESS", "SD") == ["bund", "land", "ministry"]
    assert await eligible(graph, "town", "COORDINATES_REQUESTS", "SD") == ["bund", "ministry"]


@pytest.mark.rule(Rule.R81)
async def test_a_dimic_is_given_access_by_the_nimic_or_the_sdimic_of_its_region(
    graph: Graph, federal: TestNetwork
) -> None:
    await write_network(graph, federal)
    assert await eligible(graph, "district", "GRANTS_ACCESS", "SD") == ["bund"]
    assert await eligible(graph, "ministry", "GRANTS_ACCESS", "SD") == []
    assert await eligible(graph, "district", "COORDINATES_REQUESTS", "SD") == ["bund", "ministry"]


@pytest.mark.rule(Rule.R78)
async def test_nobody_validates_by_whom_it_is_validated(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    assert await eligible(graph, "district", "VALIDATES") == ["bund", "ministry"]
    assert await eligible(graph, "town", "VALIDATES") == ["bund", "land", "ministry", "office"]


@pytest.mark.rule(Rule.R81)
async def test_a_dimic_reaches_as_far_as_its_areas_and_their_territories(
    graph: Graph, federal: TestNetwork
) -> None:
    await write_network(graph, federal)
    assert await eligible(graph, "village", "COORDINATES_REQUESTS", "SD") == ["bund", "other-land"]
    assert await eligible(graph, "town", "COORDINATES_REQUESTS", "PQ") == ["bund", "land", "office"]


@pytest.mark.rule(Rule.R82)
@pytest.mark.rule(Rule.R77)
async def test_a_nimic_and_whoever_is_deactivated_are_coordinated_by_nobody_new(
    graph: Graph, federal: TestNetwork
) -> None:
    await write_network(graph, federal)
    for authority in ("bund", "closed-town"):
        assert await eligible(graph, authority, "VALIDATES") == []
        assert await eligible(graph, authority, "COORDINATES_REQUESTS", "SD") == []


async def test_they_come_in_the_order_of_their_names_page_by_page_and_are_searched_by_them(
    graph: Graph, federal: TestNetwork
) -> None:
    for id, name in (
        ("bund", "Zentrale"),
        ("land", "Ärzteamt"),
        ("ministry", "Ypourgeio"),
        ("office", "Υπουργείο"),
    ):
        federal.authorities[id] = replace(federal.authorities[id], name=name)
    await write_network(graph, federal)
    assert await eligible(graph, "town", "VALIDATES") == ["land", "ministry", "bund", "office"]
    assert await eligible(graph, "town", "VALIDATES", size=1) == ["land", "ministry", "bund", "office"]
    assert await eligible(graph, "town", "VALIDATES", search="ARZTE") == ["land"]
    assert await eligible(graph, "town", "VALIDATES", search="rgeio") == ["ministry", "office"]
    assert await eligible(graph, "town", "VALIDATES", search="  ") == ["land", "ministry", "bund", "office"]
    assert await eligible(graph, "town", "VALIDATES", search="nobody") == []


async def test_what_cannot_be_answered_is_said(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    asked: dict[str, Any] = {"authority": "town", "relation": "GRANTS_ACCESS", "area": "SD", "first": 10}
    for changed, said in (
        ({"area": None}, "`area`: name the legislative area, GRANTS_ACCESS is a relation of one."),
        ({"relation": "COORDINATES_REQUESTS", "area": None}, "COORDINATES_REQUESTS is a relation of one."),
        ({"relation": "VALIDATES"}, "`area`: leave it out, VALIDATES is a relation of all areas."),
        ({"area": "XX"}, "`area`: there is no legislative area XX; `legislativeAreas` lists them."),
        ({"first": 0}, "`first` must be between 1 and 100, not 0."),
        ({"after": "x"}, "`after` is not a cursor of this service"),
    ):
        code, message = await refusal(graph, QUERY, **(asked | changed))
        assert (code, said in message) == ("BAD_INPUT", True), message
    unknown = asked | {"authority": "nobody"}
    assert await ask(graph, QUERY, **unknown) == {"eligibleCoordinators": None}


async def test_one_statement_answers_whatever_the_number_of_rows(graph: Graph, federal: TestNetwork) -> None:
    await write_network(graph, federal)
    for relation, area in (("VALIDATES", None), ("COORDINATES_REQUESTS", "SD")):
        ran = await statements_of(graph, QUERY, authority="town", relation=relation, area=area, first=100)
        assert ran == ["eligible_coordinators"]
