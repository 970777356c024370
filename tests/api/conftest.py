"""One service for these tests, and one network that those that only read share."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from service.database.graph import Graph
from service.network_files import import_network
from service.serving.app import create_app
from service.settings import Settings
from tests.api.client import SECRETS, Api
from tests.api.files import NETWORK, Files
from tests.conftest import empty

Serving = Iterator[Api]


@contextmanager
def serving(graph: Graph, runner: asyncio.Runner, **settings: object) -> Serving:
    """The service on a graph, without a socket between."""
    app = create_app(Settings(token_secrets=SECRETS, data_dir=Path("unused"), **settings), graph)  # type: ignore[arg-type]
    lifespan = app.router.lifespan_context(app)
    runner.run(lifespan.__aenter__())
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service")
    try:
        yield Api(http, graph)
    finally:
        runner.run(http.aclose())
        runner.run(lifespan.__aexit__(None, None, None))


@pytest.fixture(scope="session")
def api(database: Graph, runner: asyncio.Runner) -> Serving:
    """The service on the graph of the session, whatever is in it."""
    with serving(database, runner) as one:
        yield one


@pytest.fixture(scope="module")
def network(database: Graph, runner: asyncio.Runner) -> Files:
    """The network of tests/api/network in the graph; who takes it changes nothing."""
    runner.run(empty(database))
    result = runner.run(import_network(database, NETWORK))
    assert not result.refused, result.entries
    return Files(NETWORK)
