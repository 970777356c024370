"""How soon a lost database is noticed, and its return: in a time that goes on only when there is nothing else to do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, ParamSpec

import pytest

from service.pulse import Pulse, Silent
from service.settings import Settings

P = ParamSpec("P")

PATIENCE_SECONDS = Settings.model_fields["database_patience_seconds"].default
UNAVAILABLE_SECONDS, BACK_SECONDS = 1, 2
"""What is promised."""


class Timeless(asyncio.SelectorEventLoop):
    """A loop that never waits for its clock: the clock goes on to what is due next."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        due = [it.when() for it in self._scheduled if not it.cancelled()]  # type: ignore[attr-defined]
        if not self._ready and due:  # type: ignore[attr-defined]
            self.now = max(self.now, min(due))
        super()._run_once()  # type: ignore[misc]


class Database:
    """One that greets and takes statements as it is told to."""

    def __init__(self) -> None:
        self.frozen = False
        self.gone = False
        self.broken = False
        self.unreachable = False
        self.unaskable = False
        self.greeted = 0
        self.hears = True
        self.told: list[bool] = []
        self.back = asyncio.Event()

    async def greets(self) -> bool:
        self.greeted += 1
        if self.frozen:
            await asyncio.Event().wait()
        if self.unreachable:
            raise ValueError("a port that is none")
        return not self.gone

    async def takes_statements(self) -> bool:
        if self.unaskable:
            raise ValueError("a name that cannot be looked up")
        return await self.greets() and not self.broken

    async def tell(self, answers: bool) -> None:
        self.told.append(answers)
        if answers:
            self.back.set()
        if not self.hears:
            raise OSError("no room")


@asynccontextmanager
async def watching(database: Database) -> AsyncIterator[Pulse]:
    pulse = Pulse(database.greets, database.takes_statements, PATIENCE_SECONDS, database.tell)
    try:
        yield pulse
    finally:
        await pulse.close()


async def work(pulse: Pulse, seconds: float) -> None:
    async with pulse.watched():
        await asyncio.sleep(seconds)


async def seconds_until_silent(pulse: Pulse) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(Silent):
        await work(pulse, 3600)
    return loop.time() - began


def timeless(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run it in such a loop of its own."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=Timeless) as runner:
            runner.run(test(*args, **kwargs))

    return run


WAYS = pytest.mark.parametrize("how", ["frozen", "gone", "broken", "unreachable", "unaskable"])


@WAYS
@timeless
async def test_all_that_waits_for_a_lost_database_ends_within_a_second_and_what_comes_then_at_once(
    how: str,
) -> None:
    database = Database()
    async with watching(database) as pulse:
        await work(pulse, 0.1)
        setattr(database, how, True)
        waits: list[Awaitable[float]] = [seconds_until_silent(pulse) for _ in range(20)]
        assert max(await asyncio.gather(*waits)) <= UNAVAILABLE_SECONDS
        assert await seconds_until_silent(pulse) == 0
        assert database.told == [False]


@WAYS
@timeless
async def test_work_is_done_again_within_two_seconds_of_its_return(how: str) -> None:
    database, loop = Database(), asyncio.get_running_loop()
    async with watching(database) as pulse:
        setattr(database, how, True)
        await seconds_until_silent(pulse)
        await asyncio.sleep(1000)
        setattr(database, how, False)
        back = loop.time()
        await database.back.wait()
        await work(pulse, 0.01)
        assert loop.time() - back <= BACK_SECONDS
        assert database.told == [False, True]


@WAYS
@timeless
async def test_nor_does_it_matter_that_who_is_told_of_it_fails(how: str) -> None:
    database = Database()
    database.hears = False
    async with watching(database) as pulse:
        for _ in range(2):
            setattr(database, how, True)
            await seconds_until_silent(pulse)
            setattr(database, how, False)
            await asyncio.sleep(BACK_SECONDS)
            await work(pulse, 0.01)
        assert database.told == [False, True] * 2


@timeless
async def test_slow_work_of_a_database_that_is_alive_goes_on_and_short_work_asks_nothing() -> None:
    database = Database()
    async with watching(database) as pulse:
        for _ in range(100):
            await work(pulse, 0.1)
        assert database.greeted == 0
        await asyncio.gather(*(work(pulse, 60) for _ in range(20)))
        assert database.told == []
