"""How long a request may work: not beyond its time, nor beyond the presence of who asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.requests import Request

LISTEN_SECONDS = 0.1
"""Work that ends within this is over before anyone who leaves is noticed."""


class TookTooLong(Exception):
    """The request was not answered within its time; its work has been ended."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it took longer than {seconds:g} s")


class ClientGone(Exception):
    """Who asked has closed the connection; the work has been ended."""


@asynccontextmanager
async def bounded(
    request: Request, seconds: float, end: Callable[[Exception], None] | None = None
) -> AsyncIterator[None]:
    """End what is done within when its time is over or its client has gone; not what other tasks do for it.

    `end` is how, where something of it may be answered: it is given the reason, instead of raising it. The body must have
    been read. Raises TookTooLong, ClientGone.
    """
    loop = asyncio.get_running_loop()
    listening: asyncio.Task[None] | None = None
    over: Exception | None = None

    def is_over(reason: Exception) -> None:
        nonlocal over
        over = reason
        if end:
            end(reason)
        else:
            limit.reschedule(loop.time())

    async def until_gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        is_over(ClientGone())

    def listen() -> None:
        nonlocal listening
        listening = asyncio.create_task(until_gone())

    timers = (
        loop.call_later(LISTEN_SECONDS, listen),
        loop.call_later(seconds, is_over, TookTooLong(seconds)),
    )
    try:
        async with asyncio.timeout(None) as limit:
            yield
    except TimeoutError:
        if over is None or not limit.expired():
            raise
        raise over from None
    finally:
        for timer in timers:
            timer.cancel()
        if listening is not None:
            listening.cancel()
