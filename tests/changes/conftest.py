"""A network for changes: a federal state with two regions, thematic and regional DIMICs, and its authorities."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.audit import audit
from service.database.graph import Graph
from tests.changes.client import Client
from tests.networks import read_network, write_network

NETWORK = Path(__file__).parent / "network.yaml"


@pytest.fixture
def client(graph: Graph, runner: asyncio.Runner, request: pytest.FixtureRequest) -> Iterator[Client]:
    """A client of the service on the network of network.yaml.

    What the test leaves behind is sound, and what it is marked to show it has met.
    """
    runner.run(write_network(graph, read_network(NETWORK)))
    client = Client(graph)
    yield client
    if client.made:
        assert runner.run(audit(graph)) == []
    _showed_what_it_is_marked_with(request.node, client)


def _showed_what_it_is_marked_with(test: pytest.Item, client: Client) -> None:
    """A test marked to allow has met a change that was made, one marked to refuse a refusal by that rule, or `by` another."""
    marks = list(test.iter_markers("rule"))
    if any("allows" in mark.args for mark in marks):
        assert client.made, "is marked to show what a rule allows, and nothing was made"
    said = {mark.kwargs.get("by", mark.args[0]) for mark in marks if "refuses" in mark.args}
    assert said <= client.refused_by, (
        f"is marked to show refusals that were not met: {said - client.refused_by}"
    )
