"""The worked examples of the guidance and the rules of monitoring, each a small network beside this file."""

from pathlib import Path
from typing import Any

import pytest

from service.database.graph import Graph
from service.model.identifiers import AuthorityId, Instant
from service.network_files import import_network
from service.rules.catalogue import Rule
from service.statements import authorities
from tests.networks import AT, read_network, to_files, write_network
from tests.scope.answers import ALL, NO_FILTER, explanations, monitors, scopes

NETWORKS = sorted(Path(__file__).parent.glob("*.yaml"))
each_network = pytest.mark.parametrize("path", NETWORKS, ids=lambda path: path.stem)
SOUND = [path for path in NETWORKS if path.name.startswith("s")]
"""The worked examples keep every rule; the networks of the rules of monitoring begin in the midst of things."""


@each_network
@pytest.mark.rule(Rule.R43)
@pytest.mark.rule(Rule.R44)
@pytest.mark.rule(Rule.R45)
@pytest.mark.rule(Rule.R46)
async def test_scopes_monitors_and_explanations_are_those_of_the_guidance(graph: Graph, path: Path) -> None:
    network = read_network(path)
    await write_network(graph, network)
    assert await scopes(graph, network) == network.monitoring
    assert await monitors(graph, network) == network.monitoring
    why, why_not = await explanations(graph, network)
    assert why == network.monitoring
    for monitor, expected in network.missing.items():
        assert {authority: why_not[monitor][authority] for authority in expected} == expected


@each_network
async def test_as_of_the_last_change_it_is_as_it_stands_and_before_the_first_nothing_is(
    graph: Graph, path: Path
) -> None:
    network = read_network(path)
    await write_network(graph, network)
    assert await scopes(graph, network, AT) == network.monitoring
    assert await monitors(graph, network, AT) == network.monitoring
    assert await explanations(graph, network, AT) == await explanations(graph, network)
    before = Instant("2009-01-15T08:59:59.999999Z")
    assert await scopes(graph, network, before) == await monitors(graph, network, before) == {}


@each_network
@pytest.mark.rule(Rule.R61)
async def test_seats_and_default_lists_are_those_of_the_guidance(graph: Graph, path: Path) -> None:
    network = read_network(path)
    await write_network(graph, network)
    found = await graph.read(authorities.authorities_by_id, ids=[AuthorityId(id) for id in network.seats])
    assert {row["id"]: seats_of(row) for row in found["authorities"]} == network.seats
    for coordinator, expected in network.coordinated.items():
        page = await graph.read(
            authorities.authorities_page,
            where=NO_FILTER | {"coordinated_by": coordinator},
            by_id=True,
            after="",
            limit=ALL,
            with_total=True,
        )
        assert (page["ids"], page["total"]) == (expected, len(expected))


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
async def test_as_network_files_it_is_sound_and_gives_the_same_scopes(
    graph: Graph, tmp_path: Path, path: Path
) -> None:
    network = read_network(path)
    result = await import_network(graph, to_files(network, tmp_path))
    assert not result.refused, result.entries
    assert await scopes(graph, network) == network.monitoring


def seats_of(row: authorities.AuthorityRow) -> dict[str, Any]:
    """An authority as the YAML says it."""
    areas: dict[str, Any] = {
        area["area"]: [
            area["role"],
            area["access_coordinator"],
            [coordinator["coordinator"] for coordinator in area["request_coordinators"]],
        ]
        for area in row["areas"]
    }
    return {"type": row["type"], "validating": row["validating_coordinator"], **areas}
