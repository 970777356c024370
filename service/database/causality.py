"""What a transaction must come after, and for how long it waits for that.

Members of a cluster apply each other's transactions a little later. A bookmark, which the database gives with every
transaction that has ended, names all that was done before; a transaction that begins with it waits until its member has
come so far.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

from service.observability.request import RequestRecord

WAIT_SECONDS = 1.0
"""How long a transaction waits for what it must come after."""
DOUBT_SECONDS = 0.75
"""After which the database is asked for a statement that need not wait, so that a slow database is no late one."""
FORGET_SECONDS = 60
"""After so long without any transaction the present bookmarks are of a past that the database may have lost."""


class Behind(Exception):
    """The database answers, and has not reached what a transaction must come after."""


class Seen:
    """How far into its database this process has seen."""

    def __init__(self) -> None:
        self.bookmarks: frozenset[str] = frozenset()
        self._at = 0.0

    def advance(self, previous: Collection[str], new: Collection[str]) -> None:
        """A transaction that began after `previous` has ended: the new bookmarks stand for those too."""
        self.bookmarks = self.bookmarks.difference(previous).union(new)
        self._at = asyncio.get_running_loop().time()

    def waited_in_vain(self) -> None:
        """Forget it when no transaction has ended for a minute: a database restored to an earlier time never gets there."""
        if asyncio.get_running_loop().time() > self._at + FORGET_SECONDS:
            self.bookmarks = frozenset()


class Wait:
    """The wait of one transaction at a time for what it must come after."""

    def __init__(self, limit: asyncio.Timeout, takes_statements: Callable[[], Awaitable[bool]]) -> None:
        """Use `bounded_wait`."""
        self._limit = limit
        self._takes_statements = takes_statements
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None

    def begins(self) -> None:
        """The database is asked for a transaction that begins after something."""
        self.is_over()
        self._timer = asyncio.get_running_loop().call_later(DOUBT_SECONDS, self._ask)

    def is_over(self) -> None:
        """The transaction has begun, or is given up."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
            if not self._limit.expired():
                self._limit.reschedule(None)

    def _ask(self) -> None:
        self._asking = asyncio.create_task(self._end_when_behind())

    async def _end_when_behind(self) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + WAIT_SECONDS - DOUBT_SECONDS
        if await self._takes_statements():
            self._limit.reschedule(max(end, loop.time()))
        else:
            self._timer = loop.call_later(DOUBT_SECONDS, self._ask)


@asynccontextmanager
async def bounded_wait(takes_statements: Callable[[], Awaitable[bool]]) -> AsyncIterator[Wait]:
    """Around transactions, each of which waits for a second at most while the database takes statements. Raises Behind."""
    try:
        async with asyncio.timeout(None) as limit:
            wait = Wait(limit, takes_statements)
            try:
                yield wait
            finally:
                wait.is_over()
    except TimeoutError as error:
        if limit.expired():
            raise Behind from error
        raise


class After:
    """Has the transactions of one session come after all that its process and the caller of its request have seen.

    The database driver takes it for a bookmark manager.
    """

    def __init__(self, seen: Seen, wait: Wait, request: RequestRecord | None) -> None:
        self._seen = seen
        self._wait = wait
        self._request = request

    async def get_bookmarks(self) -> Collection[str]:
        """What the next transaction is to come after: the driver looks for a connection, or is about to begin."""
        found = self._seen.bookmarks.union((self._request and self._request.bookmarks) or ())
        if found:
            self._wait.begins()
        return found

    async def update_bookmarks(
        self, previous_bookmarks: Collection[str], new_bookmarks: Collection[str]
    ) -> None:
        """A transaction has ended."""
        self._seen.advance(previous_bookmarks, new_bookmarks)
        if (request := self._request) is not None and request.bookmarks is not None:
            request.bookmarks = request.bookmarks.difference(previous_bookmarks).union(new_bookmarks)
