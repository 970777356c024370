"""How long a request may work: not beyond its time, nor beyond the presence of who asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

LISTEN_SECONDS = 0.1
"""Work that ends within this is over before anyone who leaves is noticed."""


class TookTooLong(Exception):
    """The request was not answered within its time; its work has been ended."""


class ClientGone(Exception):
    """Who asked has closed the connection; the work has been ended."""


@asynccontextmanager
async def bounded(request: Request, seconds: float) -> AsyncIterator[None]:
    """End what is done within when its time is over or its client has gone; not what other tasks do for it.

    The body must have been read. Raises TookTooLong, ClientGone.
    """
    loop = asyncio.get_running_loop()
    listening: asyncio.Task[None] | None = None
    gone = False

    async def until_gone() -> None:
        nonlocal gone
        while (await request.receive())["type"] != "http.disconnect":
            pass
        gone = True
        limit.reschedule(loop.time())

    def listen() -> None:
        nonlocal listening
        listening = asyncio.create_task(until_gone())

    timer = loop.call_later(LISTEN_SECONDS, listen)
    try:
        async with asyncio.timeout(seconds) as limit:
            yield
    except TimeoutError:
        if not limit.expired():
            raise
        raise (ClientGone if gone else TookTooLong) from None
    finally:
        timer.cancel()
        if listening is not None:
            listening.cancel()
