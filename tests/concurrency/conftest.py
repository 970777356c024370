"""Clients of the service in several processes."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.concurrency.clients import Asking, connected, process
from tests.neo4j_server import Neo4jServer


@pytest.fixture(scope="session")
def clients(
    neo4j_server: Neo4jServer,
    database: object,  # migrated
    tmp_path_factory: pytest.TempPathFactory,
    runner: asyncio.Runner,
) -> Iterator[list[Asking]]:
    """Two processes of the service and two connections of this one, in turn."""
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("processes")
        addresses = [stack.enter_context(process(neo4j_server, folder / name)) for name in ("one", "two")]
        connection = connected(neo4j_server, addresses)
        clients = runner.run(connection.__aenter__())
        try:
            yield clients
        finally:
            runner.run(connection.__aexit__(None, None, None))
