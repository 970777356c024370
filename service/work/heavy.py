"""Pure work that grows with the state or the input, in threads beside the event loop: few at once, ended with its request.

All threads of a process share one interpreter: beside a thread the loop goes on, in turns as short as `take_short_turns`
makes them. Processes would have to be sent whole networks, and to pack one keeps the loop waiting longer than any turn.
"""

import asyncio
import ctypes
import gc
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST_AT_ONCE = 2
"""Of a process. More would not be done sooner, and each takes a turn before the loop has its own."""
LIGHT = 50
"""Rows, relations or names that are looked at on the loop itself: over before a thread had begun."""
TURN_SECONDS = 0.0005
NEVER = 2**31 - 1
"""Collections of the middle generation before Python looks through all objects for circles of garbage."""
QUIET_SECONDS, LONGEST_SECONDS = 30.0, 600.0
"""How long there is no heavy work before that is done instead, and how long it waits for such a time."""

_threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="heavy-work")


@dataclass
class _Jobs:
    """How much heavy work there was, and how much there is."""

    begun: int = 0
    at_work: int = 0


_jobs = _Jobs()


class _Ended(BaseException):
    """Is raised in the thread, wherever its work is, when nobody waits for it any more."""


def take_short_turns() -> None:
    """Let this process serve beside heavy work.

    Python's own turns of 5 ms would be waited for at every read and write of a socket. While it looks through the millions
    of objects of an import or of the acts on a coordinator, no thread has a turn: `collect_while_idle` does that when they
    are gone. What is there at the start stays, and is not looked through again.
    """
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()
    youngest, middle, _ = gc.get_threshold()
    gc.set_threshold(youngest, middle, NEVER)


async def collect_while_idle() -> None:
    """Look through all objects for circles of garbage whenever there was no heavy work for a while. Until cancelled."""
    waited, seen = 0.0, _jobs.begun
    while True:
        await asyncio.sleep(QUIET_SECONDS)
        waited += QUIET_SECONDS
        if (_jobs.begun == seen and not _jobs.at_work) or waited >= LONGEST_SECONDS:
            gc.collect()
            waited = 0.0
        seen = _jobs.begun


async def off_the_loop(size: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What pure work on so many things gives, or raises; light work is done at once, heavy work in a thread.

    Heavy work waits for its turn. When the task that waits for it is cancelled, it is not begun, or ends where it is;
    its place is free when it has ended, and the task goes on then.
    """
    if size <= LIGHT:
        return work(*args, **kwargs)
    job = _Job(partial(work, *args, **kwargs))
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    _jobs.begun += 1
    _jobs.at_work += 1
    at_work = _threads.submit(job.run)
    at_work.add_done_callback(lambda _: loop.call_soon_threadsafe(ended.set))
    try:
        return await asyncio.wrap_future(at_work)
    finally:
        job.end()
        try:
            await ended.wait()  # what the task holds for it, as a place in a queue, is not free before
        finally:
            _jobs.at_work -= 1


class _Job(Generic[T]):
    """Work for one thread, which another may end."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._thread: int | None = None

    def run(self) -> T:
        """Do it in this thread."""
        with self._lock:
            self._thread = threading.get_ident()
        try:
            return self._work()
        finally:
            try:
                self._let_go()
            except _Ended:  # comes once at most
                self._let_go()

    def _let_go(self) -> None:
        """From here on nothing is raised in this thread; what is under way comes before this returns.

        To take it back instead would leave CPython's flag for it set, with which every traced function hangs.
        """
        with self._lock:
            self._thread = None
        for _ in range(2):  # CPython raises it at the latest where a loop begins again
            pass

    def end(self) -> None:
        """Raise in its work, if it is at work; what it waits for in C it waits for to the end. Called once."""
        with self._lock:
            if self._thread is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._thread), ctypes.py_object(_Ended)
                )
