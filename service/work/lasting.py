"""Work that must come to its end though nobody waits for it any more: the client has gone, its request's time is over."""

import asyncio
import logging
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any, TypeVar

from service.observability.request import current

log = logging.getLogger(__name__)

T = TypeVar("T")


class Lasting:
    """The lasting work of one process; at its stop it is waited for, and what is left undone is ended."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._cut = asyncio.Event()

    async def to_its_end(self, work: Coroutine[Any, Any, T]) -> T:
        """What the work gives, or raises. It goes on when the task that waits for it is cancelled."""
        context = copy_context()
        context.run(current.set, None)  # its transactions are not in the turns of a request that has ended
        task = asyncio.get_running_loop().create_task(work, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_tell)
            raise

    def cut(self) -> None:
        """From now on nothing is waited for: the time to stop is over."""
        self._cut.set()

    async def ended(self) -> None:
        """Wait for all work until it has ended or `cut` is called; end what is left, which can be taken up again."""
        cut = asyncio.create_task(self._cut.wait())
        while self._tasks and not cut.done():
            await asyncio.wait({cut, *self._tasks}, return_when=asyncio.FIRST_COMPLETED)
        cut.cancel()
        left = list(self._tasks)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)


def _tell(task: "asyncio.Task[Any]") -> None:
    if task.cancelled():
        log.warning("lasting work was ended by the stop of the service; it can be taken up again")
    elif (error := task.exception()) is not None:
        log.error("lasting work that nobody waited for failed", exc_info=error)
    else:
        log.info("lasting work that nobody waited for has come to its end")
