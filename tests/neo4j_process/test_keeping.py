"""How the private Neo4j is looked after, in a time that no slow machine stretches: of it only what it does is played."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from service.neo4j_process import PrivateNeo4j
from service.neo4j_process.server import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, WELL_SECONDS
from service.serving import resources
from service.settings import Settings
from tests.timeless import timeless

START_SECONDS = 5


class Kept(PrivateNeo4j):
    """One that ends when it is told to, and comes back each time it is started."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir)
        self.runs = True
        self.fault: Exception | None = None
        self.back = asyncio.Event()
        self.stopped = False

    owned = True

    async def _is_of_use(self) -> bool:
        if self.fault is not None:
            raise self.fault
        return self.runs

    async def _start_again(self, stopping: asyncio.Event) -> bool:
        self.started = asyncio.get_running_loop().time()
        await asyncio.sleep(START_SECONDS)
        self.runs = True
        self.back.set()
        return True

    async def seconds_until_started(self) -> float:
        """End it now; how soon it was started again."""
        self.runs, killed = False, asyncio.get_running_loop().time()
        self.back.clear()
        await self.back.wait()
        return self.started - killed

    def stop(self) -> None:
        """Be stopped."""
        self.stopped = True


@asynccontextmanager
async def kept(folder: Path) -> AsyncIterator[Kept]:
    server, stopping = Kept(folder), asyncio.Event()
    keeping = asyncio.create_task(server.keep_running(stopping))
    try:
        yield server
    finally:
        stopping.set()
        await keeping


@timeless
async def test_one_that_was_well_for_a_minute_is_started_at_once_however_often_it_was_killed_before(
    tmp_path: Path,
) -> None:
    async with kept(tmp_path) as server:
        pauses = [await server.seconds_until_started() for _ in range(10)]
        assert pauses == sorted(pauses) and pauses[0] < 2 * FIRST_PAUSE_SECONDS + 0.1
        assert LONGEST_PAUSE_SECONDS <= pauses[-1] <= LONGEST_PAUSE_SECONDS + FIRST_PAUSE_SECONDS
        for _ in range(3):
            await asyncio.sleep(WELL_SECONDS + FIRST_PAUSE_SECONDS)
            assert await server.seconds_until_started() <= FIRST_PAUSE_SECONDS


@timeless
async def test_one_that_was_well_for_less_than_a_minute_is_given_a_pause(tmp_path: Path) -> None:
    async with kept(tmp_path) as server:
        for _ in range(10):
            await server.seconds_until_started()
        await asyncio.sleep(WELL_SECONDS - 3 * FIRST_PAUSE_SECONDS)
        assert await server.seconds_until_started() >= LONGEST_PAUSE_SECONDS


def test_an_error_that_nobody_foresaw_is_logged_and_it_is_looked_after_further(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)

    @timeless
    async def survive() -> None:
        async with kept(tmp_path) as server:
            server.fault = RuntimeError("can't start new thread")
            await asyncio.sleep(20)
            server.fault = None
            assert await server.seconds_until_started() <= 2 * LONGEST_PAUSE_SECONDS

    survive()
    assert 1 < len(caplog.records) < 10
    for record in caplog.records:
        assert record.exc_info is not None and isinstance(record.exc_info[1], RuntimeError)


async def test_neo4j_is_stopped_however_the_task_that_keeps_it_has_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Kept(tmp_path)
    server.uri = "bolt://127.0.0.1:1"
    ended = asyncio.Event()

    async def fail(stopping: asyncio.Event) -> None:
        ended.set()
        raise RuntimeError("nobody foresaw it")

    monkeypatch.setattr(server, "keep_running", fail)
    monkeypatch.setattr(resources, "attach_or_start", lambda *_, **__: server)
    async with resources.opened(Settings(data_dir=tmp_path)):
        await ended.wait()
    assert server.stopped
