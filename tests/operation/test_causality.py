"""For how long a transaction waits for what it must come after: in a time that goes on only when there is nothing else to do."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from service.database.causality import FORGET_SECONDS, WAIT_SECONDS, Behind, Seen, bounded_wait
from tests.timeless import timeless

PROMISED_SECONDS = 1


async def takes_statements() -> bool:
    return True


async def is_silent() -> bool:
    await asyncio.Event().wait()
    return True


async def is_away() -> bool:
    return False


@timeless
async def test_a_wait_for_a_database_that_takes_statements_ends_after_a_second() -> None:
    with pytest.raises(Behind):
        async with bounded_wait(takes_statements) as wait:
            await asyncio.sleep(10)  # for a connection
            wait.begins()
            await asyncio.sleep(3600)
    assert asyncio.get_running_loop().time() == pytest.approx(10 + PROMISED_SECONDS)


@pytest.mark.parametrize("how", [is_silent, is_away])
@timeless
async def test_a_database_that_is_slow_or_away_is_not_behind(how: Callable[[], Awaitable[bool]]) -> None:
    async with bounded_wait(how) as wait:
        wait.begins()
        await asyncio.sleep(3600)


@timeless
async def test_one_that_is_slow_at_first_is_behind_once_it_takes_statements() -> None:
    async def is_slow() -> bool:
        await asyncio.sleep(20)
        return True

    with pytest.raises(Behind):
        async with bounded_wait(is_slow) as wait:
            wait.begins()
            await asyncio.sleep(3600)
    assert 20 < asyncio.get_running_loop().time() < 22


@timeless
async def test_a_transaction_that_has_begun_takes_its_time_and_so_does_the_next_one() -> None:
    async with bounded_wait(takes_statements) as wait:
        for _ in range(2):
            wait.begins()
            await asyncio.sleep(WAIT_SECONDS * 0.99)
            wait.is_over()
            await asyncio.sleep(3600)


@timeless
async def test_an_error_of_the_work_itself_is_not_taken_for_a_wait() -> None:
    with pytest.raises(TimeoutError):
        async with bounded_wait(takes_statements):
            raise TimeoutError


@timeless
async def test_what_was_seen_is_forgotten_only_when_no_transaction_has_ended_for_a_minute() -> None:
    seen = Seen()
    await asyncio.sleep(1000)
    seen.advance((), {"a"})
    seen.advance({"a"}, {"b"})
    assert seen.bookmarks == {"b"}
    await asyncio.sleep(FORGET_SECONDS - 1)
    seen.waited_in_vain()
    assert seen.bookmarks == {"b"}
    await asyncio.sleep(2)
    seen.waited_in_vain()
    assert seen.bookmarks == set()
