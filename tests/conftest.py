"""What every test can ask for."""

import asyncio
import inspect
import os
from collections.abc import Awaitable, Callable, Iterator
from functools import wraps
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from service.graph import Graph, Writer
from service.migrations import migrate
from tests.neo4j_server import Neo4jServer, running_neo4j

# `pytest --hypothesis-profile long` looks further, at other sequences every time (`make test-random`).
_COMMON = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)
settings.register_profile("few", _COMMON, derandomize=True, max_examples=10, stateful_step_count=30)
settings.register_profile("long", _COMMON, max_examples=200, stateful_step_count=60)
settings.load_profile("few")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--neo4j",
        default="private",
        metavar="private|container|URI",
        help="the Neo4j to test on: a private one (default), the official image through Docker, or "
        "bolt://user:password@host:port, which is WIPED",
    )


@pytest.fixture(scope="session")
def neo4j_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Neo4jServer]:
    """One Neo4j for the session, or for each process of pytest-xdist; tests share it and wipe what they wrote."""
    choice = request.config.getoption("--neo4j")
    if "://" in choice and os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1") != "1":
        raise pytest.UsageError(
            "several processes would wipe what the others wrote in that database: add `-n 0`"
        )
    with running_neo4j(choice, tmp_path_factory.mktemp("neo4j")) as server:
        yield server


# --- tests that await ---------------------------------------------------------------------------------------------

RUNNER = pytest.StashKey[asyncio.Runner]()


def pytest_configure(config: pytest.Config) -> None:
    """One event loop for the session: the driver's connections belong to the loop that opened them."""
    config.stash[RUNNER] = asyncio.Runner()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[RUNNER].close()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run `async def test_…` in that loop; with hypothesis' @given, each of its examples."""
    test, runner = pyfuncitem.obj, pyfuncitem.config.stash[RUNNER]
    if hypothesis := getattr(test, "hypothesis", None):
        if inspect.iscoroutinefunction(example := hypothesis.inner_test):

            @wraps(example)
            def run(*args: Any, **kwargs: Any) -> None:
                runner.run(example(*args, **kwargs))

            hypothesis.inner_test = run
    elif inspect.iscoroutinefunction(test):
        names = inspect.signature(test).parameters
        runner.run(test(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True
    return None


@pytest.fixture(scope="session")
def runner(request: pytest.FixtureRequest) -> asyncio.Runner:
    """The loop of the session, for fixtures and for tests that do not await as a whole."""
    return request.config.stash[RUNNER]


# --- the graph ----------------------------------------------------------------------------------------------------


async def empty(graph: Graph) -> None:
    """Take everything out of the graph but the record of its schema, in batches its heap bears."""

    async def some(tx: Writer) -> int:
        text = "MATCH (n) WHERE NOT n:Migration WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS deleted"
        (row,) = await tx.rows("of a test", text, {})
        return int(row["deleted"])

    while await graph.write(some):
        pass


@pytest.fixture(scope="session")
def database(neo4j_server: Neo4jServer, runner: asyncio.Runner) -> Iterator[Graph]:
    """The graph with its schema, shared by the session: who uses it directly empties it himself."""
    connection = Graph.connect(neo4j_server.uri, neo4j_server.auth)
    graph = runner.run(connection.__aenter__())
    try:
        runner.run(migrate(graph))
        yield graph
    finally:
        runner.run(connection.__aexit__(None, None, None))


@pytest.fixture
def wipe(database: Graph) -> Callable[[], Awaitable[None]]:
    """Empties the graph, in the midst of a test."""
    return lambda: empty(database)


@pytest.fixture
def graph(database: Graph, runner: asyncio.Runner) -> Graph:
    """The graph with its schema and nothing in it."""
    runner.run(empty(database))
    return database


@pytest.fixture
def emptied(neo4j_server: Neo4jServer, graph: Graph) -> Neo4jServer:
    """The Neo4j of the session with its schema and nothing in it, for services that are processes of their own."""
    return neo4j_server
