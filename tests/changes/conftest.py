"""A network for changes: a federal state with two regions, thematic and regional DIMICs, and its authorities."""

import asyncio
from pathlib import Path

import pytest

from service.graph import Graph
from tests.changes.client import Client
from tests.networks import read_network, write_network

NETWORK = Path(__file__).parent / "network.yaml"


@pytest.fixture
def client(graph: Graph, runner: asyncio.Runner) -> Client:
    """A client of the service on the network of network.yaml."""
    runner.run(write_network(graph, read_network(NETWORK)))
    return Client(graph)
