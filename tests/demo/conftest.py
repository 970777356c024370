"""The demonstration network in the graph and as its files say it, and the service on it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from demo.tables import NETWORK
from service.database.graph import Graph
from service.model.network import Network
from service.network_files import ImportResult, import_network
from service.statements.network import network_states
from service.storage.load import load_network
from tests.api.client import Api
from tests.api.conftest import serving
from tests.changes.client import Client
from tests.conftest import empty
from tests.demo.files import NetworkFiles
from tests.graph import forgotten_plans, rows


@dataclass(frozen=True)
class Demonstration:
    """The graph that holds the demonstration network, what its import said, the network as it stands there, and its files."""

    graph: Graph
    result: ImportResult
    network: Network
    files: NetworkFiles

    @property
    def client(self) -> Client:
        """Asks as any authority of it."""
        return Client(self.graph)


@pytest.fixture(scope="package")
def demo(database: Graph, runner: asyncio.Runner) -> Iterator[Demonstration]:
    """Imported once for all tests of this folder, which only read."""
    runner.run(empty(database))
    result = runner.run(import_network(database, NETWORK))
    runner.run(forgotten_plans(database))
    states = runner.run(database.read(network_states))
    network = runner.run(load_network(database, [row["code"] for row in states]))
    imported = runner.run(rows(database, "MATCH (s:MemberState) RETURN s.code AS state, s.at AS at"))
    files = NetworkFiles(NETWORK, {row["state"]: row["at"] for row in imported})
    yield Demonstration(database, result, network, files)
    runner.run(empty(database))


@pytest.fixture(scope="package")
def api(demo: Demonstration, runner: asyncio.Runner) -> Iterator[Api]:
    """The service on it, without a socket between."""
    with serving(demo.graph, runner) as one:
        yield one
