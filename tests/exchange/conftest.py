"""The service on the network of tests/api, which these tests only read."""

import asyncio
from collections.abc import Iterator

import pytest

from service.database.graph import Graph
from service.network_files import import_network
from tests.api.client import Api
from tests.api.conftest import serving
from tests.api.files import NETWORK, Files
from tests.conftest import empty


@pytest.fixture(scope="package")
def api(database: Graph, runner: asyncio.Runner) -> Iterator[Api]:
    """Imported once for all tests of this folder."""
    runner.run(empty(database))
    result = runner.run(import_network(database, NETWORK))
    assert not result.refused, result.entries
    with serving(database, runner) as one:
        yield one
    runner.run(empty(database))


@pytest.fixture(scope="session")
def files() -> Files:
    """The network files it was imported from."""
    return Files(NETWORK)
