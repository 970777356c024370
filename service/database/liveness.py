"""Whether the database answers, asked only when in doubt, so that nobody waits long for one that is gone or frozen.

The database is in doubt when it has been asked something and no statement of anybody has finished for a while. It is then
greeted, and asked for the least statement, beside all work. It is silent when it gives no greeting for a share of the
patience, or when it greets but no statement finishes, the least one included, for all of it. All that waits then ends
with Silent, and new work ends so at once, until a statement finishes. A slow statement makes no silent database while
others finish, and neither does a machine that has too much to do: the time in which this process does not run does not
count. While statements finish nothing is asked, and the cost is one timer.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

log = logging.getLogger(__name__)

DOUBT, GREETING = 1 / 10, 3 / 10
"""Shares of the patience: without a finished statement until the database is in doubt, then without a greeting."""
LOOK_SECONDS = 0.1
"""How often is looked, while in doubt, whether a statement has finished."""
PAUSE_SECONDS = 0.2
"""Between two greetings, and after a statement that failed."""


class Silent(Exception):
    """The database did not answer within the patience, or has not answered since."""


class Liveness:
    """Watches over work on one database."""

    def __init__(
        self,
        greets: Callable[[], Awaitable[bool]],
        takes_statements: Callable[[], Awaitable[bool]],
        patience_seconds: float,
        tell: Callable[[bool], Awaitable[None]],
    ) -> None:
        """`tell` is called when the database falls silent (False), and before new work when it answers again (True)."""
        self._greets = greets
        self._takes_statements = takes_statements
        self._tell = tell
        self._doubt_seconds = patience_seconds * DOUBT
        self._greeting_seconds = patience_seconds * GREETING
        self._patience_seconds = patience_seconds
        self._silent = False
        self._waiting: set[asyncio.Timeout] = set()
        self._asked: float | None = None
        """Since when the database has been asked something and no statement has finished."""
        self._finished = 0
        self._ungreeted_seconds = 0.0
        self._unaskable = False
        self._timer: asyncio.TimerHandle | None = None
        self._asking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """Work on the database for as long as it answers. Raises Silent."""
        if self._silent:
            raise Silent
        finished = self._finished
        try:
            async with asyncio.timeout(None) as limit:
                self._waiting.add(limit)
                if self._asked is None:
                    self._asked = asyncio.get_running_loop().time()
                self._look_later()
                try:
                    yield
                finally:
                    self._waiting.remove(limit)
                    # Else it failed, and so may all others: the doubt outlasts it.
                    if not self._waiting and self._finished > finished:
                        self._asked = None
        except TimeoutError as error:
            if limit.expired():
                raise Silent from error
            raise

    def finished(self) -> None:
        """Hear that the database has finished a statement, whose ever it was."""
        self._finished += 1
        if self._asked is not None:
            self._asked = asyncio.get_running_loop().time()

    async def close(self) -> None:
        """Ask no more."""
        if self._timer is not None:
            self._timer.cancel()
        if self._asking is not None:
            self._asking.cancel()
            with suppress(asyncio.CancelledError):
                await self._asking

    def _look_later(self) -> None:
        if self._timer is None and self._asking is None and self._asked is not None:
            self._timer = asyncio.get_running_loop().call_at(self._asked + self._doubt_seconds, self._look)

    def _look(self) -> None:
        self._timer = None
        # Added up as where the timer was set: by rounding it might else seem early, again and again.
        if self._asked is not None and asyncio.get_running_loop().time() >= self._asked + self._doubt_seconds:
            self._asking = asyncio.create_task(self._ask_until_answered())
        else:
            self._look_later()

    async def _ask_until_answered(self) -> None:
        unanswered_seconds = self._doubt_seconds
        while not await self._is_answered(unanswered_seconds):
            if not self._silent:
                log.warning("the database does not answer")
                self._silent = True
                await self._say(False)
            now = asyncio.get_running_loop().time()
            for limit in self._waiting:
                if not limit.expired():
                    limit.reschedule(now)
            unanswered_seconds = 0
        if self._silent:
            log.warning("the database answers again")
            await self._say(True)
            self._silent = False
        self._asked = asyncio.get_running_loop().time() if self._waiting else None
        self._unaskable = False
        self._asking = None
        self._look_later()

    async def _say(self, answers: bool) -> None:
        """Tell; who fails to hear it does not end the watch."""
        try:
            await self._tell(answers)
        except Exception:
            log.exception("that the database answers, or does not, was not heard")

    async def _is_answered(self, unanswered_seconds: float) -> bool:
        """Whether a statement finishes before the database is silent; none has for `unanswered_seconds`."""
        loop, finished = asyncio.get_running_loop(), self._finished
        self._ungreeted_seconds, looked = 0.0, loop.time()
        greeted = asyncio.Event()
        asking = [
            asyncio.create_task(self._greet_on(greeted)),
            asyncio.create_task(self._ask_for_a_statement(greeted)),
        ]
        try:
            while self._finished == finished:
                if self._ungreeted_seconds >= self._greeting_seconds:
                    return False
                if unanswered_seconds >= self._patience_seconds:
                    return False
                await asyncio.sleep(LOOK_SECONDS)
                # Where it is more this process did not run itself, and could not hear what came.
                passed = min(loop.time() - looked, 2 * LOOK_SECONDS)
                looked = loop.time()
                self._ungreeted_seconds += passed
                unanswered_seconds += passed
            return True
        finally:
            for each in asking:
                each.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    async def _greet_on(self, greeted: asyncio.Event) -> None:
        while True:
            if not await self._is_yes(self._greets):
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            greeted.set()
            self._ungreeted_seconds = 0.0
            await asyncio.sleep(PAUSE_SECONDS)
            self._ungreeted_seconds = 0.0  # nor does it count when nobody asks

    async def _ask_for_a_statement(self, greeted: asyncio.Event) -> None:
        await greeted.wait()
        while not await self._is_yes(self._takes_statements):  # noqa: ASYNC110  # it tells nobody
            await asyncio.sleep(PAUSE_SECONDS)
        self.finished()

    async def _is_yes(self, ask: Callable[[], Awaitable[bool]]) -> bool:
        """Whether the answer is yes. Who cannot ask has no answer, for whatever reason."""
        try:
            return await ask()
        except Exception:
            if not self._unaskable:  # once is enough
                self._unaskable = True
                log.warning("the database cannot be asked", exc_info=True)
            return False
