"""What the supervisor of several workers does where they do not: with workers that are none, as what they do is no matter."""

import asyncio
import errno
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from service.serving import workers
from service.serving.command import listen
from service.serving.workers import supervise
from service.settings import Settings


class Worker:
    """One that works until the test ends it."""

    pid, returncode = 1, None

    def __init__(self) -> None:
        self.asked_to_end = asyncio.Event()
        self.ended = asyncio.Event()

    async def wait(self) -> None:
        await self.ended.wait()

    def terminate(self) -> None:
        self.asked_to_end.set()


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with listen(Settings(port=0, data_dir=Path("unused"))) as taken:
        yield taken


@asynccontextmanager
async def supervising(
    monkeypatch: pytest.MonkeyPatch,
    listening: socket.socket,
    start: Callable[[], Worker],
    greet: Callable[[], None] = lambda: None,
) -> AsyncIterator[asyncio.Event]:
    """Two places of workers that `start` makes; gives what stops it."""

    async def started(*command: object, **options: object) -> Worker:
        return start()

    monkeypatch.setattr(asyncio, "create_subprocess_exec", started)
    stopping = asyncio.Event()
    supervision = asyncio.create_task(supervise(2, 60, listening, stopping, greet))
    try:
        async with asyncio.timeout(60):
            yield stopping
            stopping.set()
            await supervision
    finally:
        supervision.cancel()


async def is_refused(address: tuple[str, int]) -> None:
    """Sooner or later."""
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection(*address)
            except ConnectionRefusedError:
                return
            except ConnectionResetError:  # it was closed just then
                continue
            writer.close()
            await asyncio.sleep(0.01)


async def test_it_takes_no_connections_while_the_workers_end(
    monkeypatch: pytest.MonkeyPatch, listening: socket.socket
) -> None:
    working: list[Worker] = []
    both = asyncio.Event()

    def start() -> Worker:
        working.append(Worker())
        if len(working) == 2:
            both.set()
        return working[-1]

    address = listening.getsockname()
    async with supervising(monkeypatch, listening, start) as stopping:
        _, writer = await asyncio.open_connection(*address)
        writer.close()
        await both.wait()
        stopping.set()
        for worker in working:
            await worker.asked_to_end.wait()
        await is_refused(address)
        for worker in working:
            worker.ended.set()


async def test_it_takes_no_connections_when_it_cannot_say_that_it_serves(
    monkeypatch: pytest.MonkeyPatch, listening: socket.socket
) -> None:
    def fail() -> None:
        raise BrokenPipeError

    address = listening.getsockname()
    with pytest.raises(BrokenPipeError):
        async with supervising(monkeypatch, listening, Worker, fail):
            await is_refused(address)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)), os.strerror(errno.EAGAIN)),
        (OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), os.strerror(errno.ENOMEM)),
        (RuntimeError("can't start new thread"), "can't start new thread"),
    ],
    ids=["no process", "no memory", "no thread"],
)
async def test_a_worker_that_cannot_be_started_is_tried_again_ever_more_rarely_and_the_others_work_on(
    monkeypatch: pytest.MonkeyPatch,
    listening: socket.socket,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    why: str,
) -> None:
    monkeypatch.setattr(workers, "FIRST_PAUSE_SECONDS", 0.01)
    caplog.set_level(logging.ERROR)
    working: list[Worker] = []
    both = asyncio.Event()
    tries = 0

    def start() -> Worker:
        nonlocal tries
        tries += 1
        if 1 < tries <= 4:
            raise error
        working.append(Worker())
        if len(working) == 2:
            both.set()
        return working[-1]

    async with supervising(monkeypatch, listening, start) as stopping:
        await both.wait()
        assert not working[0].asked_to_end.is_set()
        stopping.set()
        for worker in working:
            worker.ended.set()
    assert [record.getMessage() for record in caplog.records] == [
        f"no worker could be started ({why}); another try in {seconds} s" for seconds in (0.01, 0.02, 0.04)
    ]
