"""One private Neo4j for the commands, which attach to it, and connections to look into it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.database.graph import Graph
from service.neo4j_process import PrivateNeo4j
from service.network_files import import_network
from service.storage.migrations import migrate
from tests.conftest import empty
from tests.network_files.folders import write_folder


@pytest.fixture(scope="package")
def neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateNeo4j]:
    """Owned by this process; commands with its data directory attach to it."""
    with PrivateNeo4j(tmp_path_factory.mktemp("data"), heap="512m") as server:
        yield server


@pytest.fixture(scope="package")
def connection(neo4j: PrivateNeo4j, runner: asyncio.Runner) -> Iterator[Graph]:
    """The graph that the commands work on."""
    connecting = Graph.connect(neo4j.uri, neo4j.auth)
    graph = runner.run(connecting.__aenter__())
    try:
        runner.run(migrate(graph))
        yield graph
    finally:
        runner.run(connecting.__aexit__(None, None, None))


@pytest.fixture
def data_dir(neo4j: PrivateNeo4j, connection: Graph, runner: asyncio.Runner) -> Path:
    """The data directory of that Neo4j, with nothing in its graph."""
    runner.run(empty(connection))
    return neo4j.data_dir


@pytest.fixture
def with_network(data_dir: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path) -> Path:
    """The same with the network of tests/network_files in the graph."""
    result = runner.run(import_network(connection, write_folder(tmp_path / "imported")))
    assert not result.refused
    return data_dir
