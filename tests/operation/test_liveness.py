"""How soon a lost database is noticed, and its return: in a time that goes on only when there is nothing else to do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import pytest

from service.database.liveness import Liveness, Silent
from service.settings import PATIENCE_SECONDS
from tests.timeless import Timeless, timeless

DOUBT_SECONDS, GREETING_SECONDS, BACK_SECONDS = 1, 3, 2
"""What is promised: nothing is asked before the first; without a greeting it is silent after the second more."""


class Database:
    """One that greets and takes statements as it is told to."""

    def __init__(self) -> None:
        self.frozen = False
        self.gone = False
        self.unreachable = False
        self.broken = False
        self.unaskable = False
        self.stalled = False
        self.greeting_seconds = self.statement_seconds = 0.0
        self.greeted = 0
        self.hears = True
        self.told: list[bool] = []
        self.back = asyncio.Event()

    async def greets(self) -> bool:
        self.greeted += 1
        await asyncio.sleep(self.greeting_seconds)
        while self.frozen:  # noqa: ASYNC110  # in this time it costs nothing
            await asyncio.sleep(0.01)
        if self.unreachable:
            raise ValueError("a port that is none")
        return not self.gone

    async def takes_statements(self) -> bool:
        if self.unaskable:
            raise ValueError("a name that cannot be looked up")
        await asyncio.sleep(self.statement_seconds)
        while self.stalled:  # noqa: ASYNC110  # in this time it costs nothing
            await asyncio.sleep(0.01)
        return await self.greets() and not self.broken

    async def tell(self, answers: bool) -> None:
        self.told.append(answers)
        if answers:
            self.back.set()
        if not self.hears:
            raise OSError("no room")


@asynccontextmanager
async def watching(database: Database) -> AsyncIterator[Liveness]:
    liveness = Liveness(database.greets, database.takes_statements, PATIENCE_SECONDS, database.tell)
    try:
        yield liveness
    finally:
        await liveness.close()


async def work(liveness: Liveness, seconds: float) -> None:
    """One statement of so long."""
    async with liveness.watched():
        await asyncio.sleep(seconds)
        liveness.finished()


async def seconds_until_silent(liveness: Liveness) -> float:
    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(Silent):
        await work(liveness, 3600)
    return loop.time() - began


SILENT_SECONDS = {
    "frozen": DOUBT_SECONDS + GREETING_SECONDS,
    "gone": DOUBT_SECONDS + GREETING_SECONDS,
    "unreachable": DOUBT_SECONDS + GREETING_SECONDS,
    "broken": PATIENCE_SECONDS,
    "unaskable": PATIENCE_SECONDS,
    "stalled": PATIENCE_SECONDS,
}
"""By when each way to be lost is noticed; a look comes after it."""
LOOK_SECONDS = 0.2
WAYS = pytest.mark.parametrize("how", SILENT_SECONDS)


@WAYS
@timeless
async def test_all_that_waits_for_a_lost_database_ends_when_it_is_silent_and_what_comes_then_at_once(
    how: str,
) -> None:
    """Without a greeting for 3 s, or without a finished statement for 10 s, and not before."""
    database = Database()
    async with watching(database) as liveness:
        await work(liveness, 0.1)
        setattr(database, how, True)
        waits: list[Awaitable[float]] = [seconds_until_silent(liveness) for _ in range(20)]
        waited = await asyncio.gather(*waits)
        assert SILENT_SECONDS[how] - LOOK_SECONDS <= min(waited)
        assert max(waited) <= SILENT_SECONDS[how] + LOOK_SECONDS
        assert await seconds_until_silent(liveness) == 0
        assert database.told == [False]


@WAYS
@timeless
async def test_work_is_done_again_within_two_seconds_of_its_return(how: str) -> None:
    database, loop = Database(), asyncio.get_running_loop()
    async with watching(database) as liveness:
        setattr(database, how, True)
        await seconds_until_silent(liveness)
        await asyncio.sleep(30)
        setattr(database, how, False)
        back = loop.time()
        await database.back.wait()
        await work(liveness, 0.01)
        assert loop.time() - back <= BACK_SECONDS
        assert database.told == [False, True]


@WAYS
@timeless
async def test_it_watches_on_when_a_listener_fails(how: str) -> None:
    database = Database()
    database.hears = False
    async with watching(database) as liveness:
        for _ in range(2):
            setattr(database, how, True)
            await seconds_until_silent(liveness)
            setattr(database, how, False)
            await asyncio.sleep(BACK_SECONDS)
            await work(liveness, 0.01)
        assert database.told == [False, True] * 2


@timeless
async def test_slow_work_of_a_database_that_is_alive_goes_on_and_short_work_asks_nothing() -> None:
    database = Database()
    async with watching(database) as liveness:
        for _ in range(100):
            await work(liveness, 0.9)
        assert database.greeted == 0
        await asyncio.gather(*(work(liveness, 60) for _ in range(20)))
        assert database.told == []


@timeless
async def test_a_slow_statement_is_no_sign_while_others_finish() -> None:
    """Though the database would give no greeting: nobody asks for one."""
    database = Database()
    database.frozen = True

    async def short_ones() -> None:
        for _ in range(200):
            await work(liveness, 0.5)

    async with watching(database) as liveness:
        await asyncio.gather(work(liveness, 100), short_ones())
        assert (database.greeted, database.told) == (0, [])


@timeless
async def test_a_database_that_is_slow_to_greet_and_slower_to_finish_is_not_silent() -> None:
    database = Database()
    database.greeting_seconds = GREETING_SECONDS - LOOK_SECONDS
    database.statement_seconds = PATIENCE_SECONDS - DOUBT_SECONDS - 2 * GREETING_SECONDS
    async with watching(database) as liveness:
        await asyncio.gather(*(work(liveness, 600) for _ in range(20)))
        assert database.greeted > 100
        assert database.told == []


@pytest.mark.parametrize("how", ["frozen", "stalled"])
@timeless
async def test_the_time_in_which_this_process_does_not_run_does_not_count(how: str) -> None:
    """It could hear no answer: the machine has other things to do, or was asleep."""
    database, loop = Database(), asyncio.get_running_loop()
    assert isinstance(loop, Timeless)
    async with watching(database) as liveness:
        waiting = asyncio.create_task(work(liveness, 3600))
        for _ in range(20):
            setattr(database, how, True)
            await asyncio.sleep(DOUBT_SECONDS + LOOK_SECONDS)
            loop.now += 100
            await asyncio.sleep(0)
            setattr(database, how, False)
            await asyncio.sleep(DOUBT_SECONDS)
        assert database.told == []
        await waiting


@pytest.mark.parametrize("how", ["gone", "broken"])
@timeless
async def test_it_is_noticed_also_where_work_fails_at_once_and_nothing_waits(how: str) -> None:
    """As where the disk is full: every transaction is refused."""
    database, loop = Database(), asyncio.get_running_loop()
    setattr(database, how, True)

    async def fail() -> None:
        async with liveness.watched():
            raise RuntimeError("no transaction can be begun")

    async with watching(database) as liveness:
        with pytest.raises(RuntimeError):
            await fail()
        await asyncio.sleep(SILENT_SECONDS[how] + LOOK_SECONDS)
        assert database.told == [False]
        assert await seconds_until_silent(liveness) == 0
        setattr(database, how, False)
        back = loop.time()
        await database.back.wait()
        assert loop.time() - back <= BACK_SECONDS
