"""Whether the database answers, asked only when in doubt, so that nobody waits long for one that is gone or frozen.

Work that has waited for a while puts the database in doubt. It is then greeted, beside all work; when it does not greet
back within the rest of the patience, or takes no statement, all that waits ends with Silent, and new work ends so at
once, until it does both. A slow statement is no reason for doubt to last, nor is a database that has much to do: it
still greets at once. While work is short nothing is asked, and the cost is one timer.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

log = logging.getLogger(__name__)

DOUBT = 3 / 8
"""The share of the patience after which waiting work puts the database in doubt; the rest is for its greeting."""
STATEMENT_SECONDS = 3
"""How long a database that greets may take for the least statement."""
LATE_SECONDS, MOST_TRIES = 0.05, 3
"""A loop that comes so late to the end of a wait is held up itself: the wait is then repeated."""
PAUSE_SECONDS = 0.2
"""Between questions while the database is silent."""


class Silent(Exception):
    """The database did not answer within the patience, or has not answered since."""


class Pulse:
    """Watches over work on one database."""

    def __init__(
        self,
        greets: Callable[[], Awaitable[bool]],
        takes_statements: Callable[[], Awaitable[bool]],
        patience_seconds: float,
        tell: Callable[[bool], Awaitable[None]],
    ) -> None:
        """`tell` is told when the database falls silent (False), and before new work when it answers again (True)."""
        self._greets = greets
        self._takes_statements = takes_statements
        self._tell = tell
        self._doubt_seconds = patience_seconds * DOUBT
        self._greeting_seconds = patience_seconds * (1 - DOUBT)
        self._silent = False
        self._waiting: dict[asyncio.Timeout, float] = {}  # the longest first
        self._heard = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Work on the database for as long as it answers. Raises Silent."""
        if self._silent:
            raise Silent
        try:
            async with asyncio.timeout(None) as limit:
                self._waiting[limit] = asyncio.get_running_loop().time()
                self._look_later()
                try:
                    yield
                finally:
                    del self._waiting[limit]
        except TimeoutError as error:
            if limit.expired():
                raise Silent from error
            raise

    async def close(self) -> None:
        """Ask no more."""
        if self._timer is not None:
            self._timer.cancel()
        if self._asking is not None:
            self._asking.cancel()
            with suppress(asyncio.CancelledError):
                await self._asking

    def _look_later(self) -> None:
        if self._timer is None and self._asking is None and self._waiting:
            since = max(next(iter(self._waiting.values())), self._heard)
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(since + self._doubt_seconds, self._look)

    def _look(self) -> None:
        self._timer = None
        now = asyncio.get_running_loop().time()
        # Added up as where the timer was set: by rounding it might else seem early, again and again.
        if self._waiting and now >= next(iter(self._waiting.values())) + self._doubt_seconds:
            self._asking = asyncio.create_task(self._ask_until_answered())
        else:
            self._look_later()

    async def _ask_until_answered(self) -> None:
        while not await self._is_answered():
            if not self._silent:
                log.warning("the database does not answer")
                self._silent = True
                await self._say(False)
            now = asyncio.get_running_loop().time()
            for limit in self._waiting:
                if not limit.expired():
                    limit.reschedule(now)
            await asyncio.sleep(PAUSE_SECONDS)
        if self._silent:
            log.warning("the database answers again")
            await self._say(True)
            self._silent = False
        self._heard = asyncio.get_running_loop().time()
        self._asking = None
        self._look_later()

    async def _say(self, answers: bool) -> None:
        """Tell; who fails to hear it does not end the watch."""
        try:
            await self._tell(answers)
        except Exception:
            log.exception("that the database answers, or does not, was not heard")

    async def _is_answered(self) -> bool:
        """Whether it greets, again and again, until it has taken a statement."""
        statement: asyncio.Task[bool] | None = None
        try:
            while await self._within(self._greeting_seconds, self._greets):
                statement = statement or asyncio.create_task(
                    self._within(STATEMENT_SECONDS, self._takes_statements)
                )
                if (await asyncio.wait({statement}, timeout=self._doubt_seconds))[0]:
                    return statement.result()
            return False
        finally:
            if statement is not None:
                statement.cancel()

    async def _within(self, seconds: float, ask: Callable[[], Awaitable[bool]]) -> bool:
        """Whether the answer is yes and comes in time. Who cannot ask has no answer, for whatever reason."""
        loop = asyncio.get_running_loop()
        for _ in range(MOST_TRIES):
            end = loop.time() + seconds
            try:
                async with asyncio.timeout_at(end):
                    return await ask()
            except TimeoutError:
                # A loop that was held up itself may not have heard the answer.
                if loop.time() < end + LATE_SECONDS:
                    return False
            except Exception:
                if not self._silent:  # once is enough
                    log.warning("the database cannot be asked", exc_info=True)
                return False
        return False
