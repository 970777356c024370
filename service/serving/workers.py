"""The processes that serve: this one, or several that share one listening socket and one graph.

With several, `serve` starts them and does not serve itself: it owns the private Neo4j, to which they attach, and puts
another in the place of one that ends. `python -m service.serving.workers DESCRIPTOR` is such a process; it ends in order when
its standard input closes, and so never outlives who started it.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp

from service.observability import logs
from service.observability.metrics import FOLDER, forget_process
from service.serving.app import create_app
from service.serving.connection_limits import PunctualProtocol
from service.serving.resources import at_work, attached
from service.settings import Settings
from service.work import heavy
from service.work.lasting import Lasting

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
"""Before a worker that has ended is replaced; doubled while workers keep ending soon."""
SOON_SECONDS = 60
GRACE_SECONDS = 10
"""How long a worker may take to end beyond its requests; it is killed after that."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.begun = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and say so; or that it failed, as `started` tells."""
        try:
            await super().startup(sockets)
        finally:
            self.begun.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to `serve`, which has a database to stop too."""
        yield


def stopped_by_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set from now on, instead of ending the process."""
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    return stopping


async def serve_here(
    app: ASGIApp,
    settings: Settings,
    listening: socket.socket,
    stopping: asyncio.Event,
    greet: Callable[[], None] | None = None,
    *,
    lasting: Lasting | None = None,
) -> None:
    """Serve in this process until `stopping`; requests at work then may still be answered within the setting's time.

    What is `lasting` may come to its end within that time too.
    """
    heavy.take_short_turns()
    server = _Server(
        uvicorn.Config(
            app,
            http=PunctualProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.stop_timeout_seconds,
        )
    )
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.begun.wait()
    if server.started and greet is not None:
        greet()
    asked_to_stop = asyncio.create_task(stopping.wait())
    collecting = asyncio.create_task(heavy.collect_while_idle())
    await asyncio.wait({serving, asked_to_stop}, return_when=asyncio.FIRST_COMPLETED)
    asked_to_stop.cancel()
    collecting.cancel()
    server.should_exit = True
    if lasting is not None:
        asyncio.get_running_loop().call_later(settings.stop_timeout_seconds, lasting.cut)
    await serving


async def supervise(
    workers: int,
    stop_timeout_seconds: float,
    listening: socket.socket,
    stopping: asyncio.Event,
    greet: Callable[[], None],
) -> None:
    """Keep so many processes serving on the socket until `stopping`, then close it; return when all have ended."""
    with tempfile.TemporaryDirectory(prefix="authority-network-metrics-") as folder:
        places = [
            asyncio.create_task(_keep(folder, stop_timeout_seconds, listening, stopping))
            for _ in range(workers)
        ]
        asked_to_stop = asyncio.create_task(stopping.wait())
        try:
            greet()
            await asyncio.wait({asked_to_stop, *places}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.set()
            listening.close()  # else the system would go on taking connections, which nobody accepts
            await asyncio.wait({asked_to_stop, *places})
        for place in places:
            place.result()  # only a fault ends one before it is to stop


async def _keep(
    folder: str, stop_timeout_seconds: float, listening: socket.socket, stopping: asyncio.Event
) -> None:
    pause = FIRST_PAUSE_SECONDS
    while not stopping.is_set():
        began = time.monotonic()
        try:
            worker = await _started(folder, listening)
        except (
            OSError,
            RuntimeError,
        ) as error:  # no process, memory or descriptor for it, or no thread to await it
            why = getattr(error, "strerror", None) or error
            log.error("no worker could be started (%s); another try in %g s", why, pause)
        else:
            await _ended_or_asked_to(worker, stopping)
            if stopping.is_set():
                await _end(worker, stop_timeout_seconds + GRACE_SECONDS)
                return
            forget_process(worker.pid, folder)
            if time.monotonic() - began > SOON_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            log.error(
                "worker %d ended with status %s; another starts in %g s", worker.pid, worker.returncode, pause
            )
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def _started(folder: str, listening: socket.socket) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "service.serving.workers",
        str(listening.fileno()),
        stdin=asyncio.subprocess.PIPE,
        pass_fds=[listening.fileno()],
        env=os.environ | {FOLDER: folder},
        start_new_session=True,  # Ctrl-C is for the supervisor
    )


async def _ended_or_asked_to(worker: asyncio.subprocess.Process, stopping: asyncio.Event) -> None:
    ended, asked_to_stop = asyncio.create_task(worker.wait()), asyncio.create_task(stopping.wait())
    await asyncio.wait({ended, asked_to_stop}, return_when=asyncio.FIRST_COMPLETED)
    asked_to_stop.cancel()


async def _end(worker: asyncio.subprocess.Process, patience_seconds: float) -> None:
    with suppress(ProcessLookupError):
        worker.terminate()
    try:
        await asyncio.wait_for(worker.wait(), patience_seconds)
    except TimeoutError:
        log.error("worker %d did not end; it is killed", worker.pid)
        worker.kill()
        await worker.wait()


async def _work(settings: Settings, listening: socket.socket) -> None:
    stopping = stopped_by_signals()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stopping.set)  # readable when it closes
    async with attached(settings) as graph, at_work(graph, settings):
        app = create_app(settings, graph)
        await serve_here(app, settings, listening, stopping, lasting=app.state.lasting)


if __name__ == "__main__":
    chosen = Settings()
    logs.configure(chosen.log_format, chosen.log_level)
    asyncio.run(_work(chosen, socket.socket(fileno=int(sys.argv[1]))))
