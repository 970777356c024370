"""What every test can ask for."""

import asyncio
import inspect
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from service.database.graph import Graph, Writer
from service.storage.migrations import migrate
from tests.neo4j_server import Neo4jServer, running_neo4j

# `pytest --hypothesis-profile long` looks further, at other sequences every time (`make test-random`).
_COMMON = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=True)
settings.register_profile("few", _COMMON, derandomize=True, max_examples=10, stateful_step_count=30)
FEW = 10 * 30
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


def run_in(runner: asyncio.Runner, test: Coroutine[Any, Any, None]) -> None:
    """Run a test in the loop, and leave nothing of it there: one whose time is over still waits for what it hung on."""
    task: asyncio.Task[None] | None = None

    async def held() -> None:
        nonlocal task
        task = asyncio.ensure_future(test)
        await task

    try:
        runner.run(held())
    finally:
        if task is not None and not task.done():
            task.cancel()
            runner.run(_ended(task))


async def _ended(task: asyncio.Task[None]) -> None:
    await asyncio.wait([task], timeout=5)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run `async def test_…` in that loop; with hypothesis' @given, each of its examples."""
    test, runner = pyfuncitem.obj, pyfuncitem.config.stash[RUNNER]
    if hypothesis := getattr(test, "hypothesis", None):
        if inspect.iscoroutinefunction(example := hypothesis.inner_test):

            @wraps(example)
            def run(*args: Any, **kwargs: Any) -> None:
                run_in(runner, example(*args, **kwargs))

            hypothesis.inner_test = run
    elif inspect.iscoroutinefunction(test):
        names = inspect.signature(test).parameters
        run_in(runner, test(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True
    return None


@pytest.fixture(scope="session")
def runner(request: pytest.FixtureRequest) -> asyncio.Runner:
    """The loop of the session, for fixtures and for tests that do not await as a whole."""
    return request.config.stash[RUNNER]


# --- the time a test may take ---------------------------------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """End the process where a test of hypothesis hangs: it takes the limit's exception for a failure, and tries again.

    pytest-xdist tells which test ended its process, and starts another. A longer profile has more time, as it has more
    examples.
    """
    longest = float(config.getini("faulthandler_timeout"))
    times = settings().max_examples * settings().stateful_step_count // FEW
    for item in items:
        own = item.get_closest_marker("timeout")
        if hasattr(getattr(item, "obj", None), "hypothesis") or (own and own.kwargs.get("method")):
            seconds = float(own.args[0] if own else config.getini("timeout"))
            ends = pytest.mark.timeout(min(seconds * times, longest * 0.9), method="thread")
            item.add_marker(ends, append=False)


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
