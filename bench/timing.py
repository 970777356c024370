"""How the benchmarks time: in turns, so that the machine's moods meet all that is compared."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

ROUNDS = 15


async def timed(work: Callable[[], Awaitable[Any]]) -> float:
    """Seconds of one run."""
    begun = time.perf_counter()
    await work()
    return time.perf_counter() - begun


async def side_by_side(*works: Callable[[], Awaitable[Any]]) -> list[float]:
    """The median milliseconds of each, run in turn so that the machine's moods meet all of them."""
    taken: list[list[float]] = [[] for _ in works]
    for round in range(ROUNDS + 3):
        for times, work in zip(taken, works, strict=True):
            seconds = await timed(work)
            if round >= 3:  # the first ones fill caches
                times.append(seconds * 1000)
    return [median(times) for times in taken]
