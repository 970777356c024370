"""Heavy work goes on beside the event loop: few at once, and not for a request that has ended."""

import asyncio
import gc
import random
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress

import pytest

from service.work import heavy
from service.work.heavy import LIGHT, MOST_AT_ONCE, off_the_loop
from tests.operation.held_work import HEAVY, Endless, Held, Stubborn


def at_work(work: Callable[[], object]) -> "asyncio.Task[object]":
    return asyncio.create_task(off_the_loop(HEAVY, work))


async def cancelled(*tasks: "asyncio.Task[object]") -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        assert isinstance(outcome, asyncio.CancelledError)


async def test_the_loop_goes_on_while_heavy_work_is_at_work() -> None:
    held = Held()
    task = at_work(held)
    async with asyncio.timeout(60):
        await held.begun.wait()
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not task.done()
        held.let_go.set()
        assert await task != threading.get_ident()


async def test_light_work_is_done_at_once_in_the_thread_of_the_loop() -> None:
    assert await off_the_loop(LIGHT, threading.get_ident) == threading.get_ident()


async def test_what_heavy_work_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        await off_the_loop(HEAVY, lambda: 1 // 0)


async def test_only_so_many_are_at_work_at_once_and_the_others_wait_for_their_turn() -> None:
    first, last = [Held() for _ in range(MOST_AT_ONCE)], Held()
    tasks = [at_work(each) for each in (*first, last)]
    async with asyncio.timeout(60):
        for each in first:
            await each.begun.wait()
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not last.begun.is_set()
        first[0].let_go.set()
        await last.begun.wait()
        for each in (*first, last):
            each.let_go.set()
        await asyncio.gather(*tasks)


async def test_work_ends_when_the_task_that_waits_for_it_is_cancelled() -> None:
    endless = Endless()
    task = at_work(endless)
    async with asyncio.timeout(60):
        await endless.begun.wait()
        await cancelled(task)
        await endless.ended.wait()


async def test_work_ends_with_the_time_of_its_request() -> None:
    endless = Endless()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await off_the_loop(HEAVY, endless)
    async with asyncio.timeout(60):
        await endless.ended.wait()


async def test_work_that_waits_for_its_turn_is_not_begun_when_it_is_cancelled() -> None:
    first, last = [Held() for _ in range(MOST_AT_ONCE)], Held()
    tasks = [at_work(each) for each in first]
    waiting = at_work(last)
    async with asyncio.timeout(60):
        for each in first:
            await each.begun.wait()
        await cancelled(waiting)
        for each in first:
            each.let_go.set()
        await asyncio.gather(*tasks)
        await asyncio.gather(*(off_the_loop(HEAVY, int) for _ in range(MOST_AT_ONCE)))
        assert not last.begun.is_set()


async def test_the_place_of_cancelled_work_is_free_and_who_waits_goes_on_only_when_it_has_ended() -> None:
    cannot_end = [Stubborn() for _ in range(MOST_AT_ONCE)]
    tasks = [at_work(each) for each in cannot_end]
    async with asyncio.timeout(60):
        for each in cannot_end:
            await each.begun.wait()
        for cancelled_one in tasks:
            cancelled_one.cancel()
        next_one = Held()
        task = at_work(next_one)
        for _ in range(1000):
            await asyncio.sleep(0)
        assert not next_one.begun.is_set()
        assert not any(each.done() for each in tasks)
        for each in cannot_end:
            each.let_go.set()
        await next_one.begun.wait()
        next_one.let_go.set()
        await task
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(outcome, asyncio.CancelledError)


async def test_an_end_that_comes_too_late_never_meets_the_work_that_comes_next() -> None:
    chance = random.Random(9)

    async def ended_at_any_moment() -> None:
        task = at_work(lambda: sum(range(chance.randrange(2000))))
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async with asyncio.timeout(60):
        for _ in range(500):
            await asyncio.gather(*(ended_at_any_moment() for _ in range(MOST_AT_ONCE)))
            assert await off_the_loop(HEAVY, sum, range(100)) == 4950


TRACED = """
import asyncio, sys
from contextlib import suppress
from service.work import heavy
from service.work.heavy import LIGHT, off_the_loop

async def main():
    await off_the_loop(LIGHT + 1, int)
    for pause in (0, 0.001, 0.01):
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await off_the_loop(LIGHT + 1, sum, range(10**7))
    await off_the_loop(LIGHT + 1, int)

asyncio.run(main())
sys.setprofile(lambda *_: None)
(lambda: None)()
print("traced")
"""


def test_a_debugger_or_profiler_works_after_heavy_work_that_ended_and_that_was_ended() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TRACED], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "traced\n"


COLLECTIONS = """
import asyncio, gc
from service.work.heavy import off_the_loop, take_short_turns

full = 0

def count(phase, info):
    global full
    full += phase == "start" and info["generation"] == 2

def work():
    return [[] for _ in range(8_000_000)]

take_short_turns()
gc.callbacks.append(count)
asyncio.run(off_the_loop(8_000_000, work))
print(full)
"""


def test_python_looks_through_no_millions_of_objects_while_heavy_work_makes_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLLECTIONS], capture_output=True, text=True, check=True, timeout=60
    )
    assert int(done.stdout) == 0


class Circle:
    """Something that only the collector of garbage can free."""

    def __init__(self) -> None:
        self.own = self


async def test_circles_of_garbage_are_freed_when_there_is_no_heavy_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(heavy, "QUIET_SECONDS", 0.01)
    gc.disable()
    try:
        freed = asyncio.Event()
        loop = asyncio.get_running_loop()
        weakref.finalize(Circle(), lambda: loop.call_soon_threadsafe(freed.set))
        collecting = asyncio.create_task(heavy.collect_while_idle())
        try:
            await freed.wait()
        finally:
            collecting.cancel()
    finally:
        gc.enable()


async def test_no_garbage_is_looked_for_beside_heavy_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy, "QUIET_SECONDS", 0.01)
    looked: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda: looked.append(1))
    begun, go_on = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go_on.wait()

    working = asyncio.create_task(heavy.off_the_loop(1000, work))
    await asyncio.to_thread(begun.wait)
    collecting = asyncio.create_task(heavy.collect_while_idle())
    try:
        for _ in range(20):
            await asyncio.sleep(heavy.QUIET_SECONDS)
        assert not looked
        go_on.set()
        await working
        while not looked:  # noqa: ASYNC110  # nothing tells of it
            await asyncio.sleep(heavy.QUIET_SECONDS)
    finally:
        go_on.set()
        collecting.cancel()
