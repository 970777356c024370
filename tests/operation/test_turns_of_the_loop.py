"""However large a state or an input is, no turn of the event loop works through it: what grows is done beside the loop."""

import asyncio
import re
import sys
from asyncio.events import Handle
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest

from bench.accepted import Place, accepted, heavy_requests, place_of
from bench.networks import write_network
from service.database.graph import Graph
from service.http import tokens
from service.model.identifiers import Actor, AuthorityId
from service.network_files import import_network
from service.network_files.merging import judge
from service.serving.app import create_app
from service.settings import Settings
from tests.conftest import empty
from tests.graph import forgotten_plans
from tests.neo4j_server import Neo4jServer
from tests.operation.held_work import HEAVY, Endless, Held
from tests.operation.process import SECRETS

SIZES = 100, 200
"""Authorities of a small and a large network; one coordinator looks after three quarters of each."""
LINES_OF_EACH = 3
"""A turn that only collects what it hands on may pass over each thing so often."""
NOT_COUNTED = ("/graphql/", "/api/admission/", "/strawberry/", "/tests/", "/httpx/", "/anyio/")
"""What works through a document, whose size is limited, and what asks."""


class Turns:
    """The lines that ran in the longest turn of the loop, by function."""

    def __init__(self) -> None:
        self.longest: Counter[str] = Counter()
        self._now: Counter[str] = Counter()

    def ended(self) -> None:
        """A turn is over."""
        if self._now.total() > self.longest.total():
            self.longest = self._now
        self._now = Counter()

    def trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        """For sys.settrace, which looks at this thread alone: that of the loop."""
        if any(part in frame.f_code.co_filename for part in NOT_COUNTED):
            return None
        if event == "line":
            self._now[f"{Path(frame.f_code.co_filename).name}:{frame.f_code.co_qualname}"] += 1
        return self.trace


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    turns, run = Turns(), Handle._run

    def counting(handle: Handle) -> None:
        run(handle)
        turns.ended()

    with monkeypatch.context() as patched:
        patched.setattr(Handle, "_run", counting)
        sys.settrace(turns.trace)
        try:
            yield turns
        finally:
            sys.settrace(None)


@asynccontextmanager
async def service(graph: Graph, nimic: str, seconds: float = 60) -> AsyncIterator[httpx.AsyncClient]:
    chosen = Settings(
        token_secrets=SECRETS, data_dir=Path("unused"), warm_up=False, request_timeout_seconds=seconds
    )
    app = create_app(chosen, graph)
    bearer = Actor(AuthorityId(nimic), operator=False)
    token = tokens.issue(tokens.parse_secrets(SECRETS), bearer, datetime.now(UTC))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://service", headers=headers) as http,
    ):
        yield http


async def longest_turns(
    graph: Graph, folder: Path, size: int, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Counter[str]]:
    """The longest turn of the loop in each heavy request, by what the request is."""
    await empty(graph)
    write_network(folder, size, central=size * 3 // 4)
    assert not (await import_network(graph, folder)).refused
    await forgotten_plans(graph)
    place = await graph.read(place_of)
    found = {}
    async with service(graph, place.nimic, seconds=600) as http:
        for what, heavy in heavy_requests(http, place, size).items():
            accepted(await heavy())  # what is parsed and compiled is known then
            with counted(monkeypatch) as turns:
                response = await asyncio.ensure_future(heavy())
            accepted(response)
            found[re.sub(r"[\d,]+", "N", what)] = turns.longest
    return found


async def test_no_turn_of_the_loop_grows_with_what_a_heavy_request_works_through(
    emptied: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its own, with an hour for a transaction: traced, a request takes long between its statements.
    async with Graph.connect(emptied.uri, emptied.auth) as graph:
        small, large = [await longest_turns(graph, tmp_path / str(size), size, monkeypatch) for size in SIZES]
    added = (SIZES[1] - SIZES[0]) * 3 // 4
    too_long = {
        what: (lines - small[what]).most_common(3)
        for what, lines in large.items()
        if lines.total() - small[what].total() > LINES_OF_EACH * added
    }
    assert not too_long


async def small(graph: Graph, folder: Path) -> Place:
    write_network(folder, 100)
    assert not (await import_network(graph, folder)).refused
    return await graph.read(place_of)


async def test_others_are_answered_while_an_import_is_judged(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, held = await small(graph, tmp_path), Held()

    def judged(*args: Any) -> Any:
        held()
        return judge(*args)

    monkeypatch.setattr("service.network_files.judge", judged)
    async with service(graph, place.nimic) as http, asyncio.timeout(60):
        tried = next(iter(heavy_requests(http, place, HEAVY).values()))
        asking = asyncio.ensure_future(tried())
        await held.begun.wait()
        for _ in range(20):
            assert (await http.get("/health/live")).is_success
        assert not asking.done()
        held.let_go.set()
        accepted(await asking)


async def test_an_import_is_judged_no_longer_than_its_request_may_work(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, endless = await small(graph, tmp_path), Endless()
    monkeypatch.setattr("service.network_files.judge", lambda *_: endless())
    async with service(graph, place.nimic, seconds=5) as http, asyncio.timeout(120):
        tried = next(iter(heavy_requests(http, place, HEAVY).values()))
        response = await tried()
        assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert response.json()["errors"][0]["extensions"]["code"] == "TIMEOUT"
        await endless.ended.wait()
