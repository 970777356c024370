"""The private Neo4j of a data directory: started, kept running, stopped; or one that runs, attached to."""

import asyncio
import logging
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from neo4j.exceptions import AuthError

from service.neo4j_process import home
from service.neo4j_process.asking import Answer, answers, ask
from service.neo4j_process.errors import AdminFailed, AlreadyOwned, CannotStart, PortTaken
from service.neo4j_process.jars import fetch_jars
from service.neo4j_process.java import Java, require_main_thread
from service.neo4j_process.ownership import Address, Ownership

log = logging.getLogger(__name__)

START_SECONDS = 180.0
"""The longest start: a crashed Neo4j first repeats its log."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0
"""The pauses between two attempts to restart a crashed Neo4j."""
WELL_SECONDS = 60.0
"""One that was well for so long is started again without a pause."""
LOOK_SECONDS = 2.0
"""How often `keep_running` asks whether it answers."""
SILENT_SECONDS = 30.0
"""How long one that runs may give no answer before it is killed and started again."""


class PrivateNeo4j:
    """A Neo4j of one data directory, as a child process. As a context manager it starts and stops.

    `uri` and `auth` (user, password) are what drivers need once it has started.
    """

    def __init__(self, data_dir: Path, *, heap: str = "1g", page_cache: str = "256m") -> None:
        """`heap` and `page_cache` in Java's and Neo4j's notation: `512m`, `1g`."""
        self.data_dir = data_dir.resolve()
        self.home = self.data_dir / "neo4j"
        self.before = self.data_dir / "neo4j.before"
        self.heap = heap
        self.page_cache = page_cache
        self.uri = ""
        self.auth = ("neo4j", "")
        self._ownership = Ownership(self.data_dir)
        self._port = 0
        self._announced = True
        self._log = self.home / "logs/neo4j.log"
        self._log_size = 0
        self._process: Java | None = None
        self._asked = self._heard = 0.0

    @property
    def owned(self) -> bool:
        """Whether this process owns it; false for one that `attach_or_start` found running: its `stop` does nothing.

        `keep_running` makes it true when the process that owned it has ended.
        """
        return self._ownership.held

    @property
    def pid(self) -> int | None:
        """The process id of the owned Neo4j while it runs."""
        return self._process.pid if self._process and self._process.status is None else None

    def start(self, *, announced: bool = True) -> Self:
        """Start, and return when it answers: 4 to 10 s; on a user's first start it fetches the jars before.

        To one that is not `announced` nobody attaches: it is at another port than the last one, and who comes finds the
        data directory owned. Call it in the main thread: on Linux Neo4j ends with the thread that started it. Raises
        AlreadyOwned, CannotStart.
        """
        jars = fetch_jars()
        require_main_thread()
        self.claim()
        try:
            # At the old port the drivers of attached processes stay right.
            self._port = self._ownership.last_port() if announced else 0
            self._announced = announced
            if not announced:
                self._ownership.forget()
            for _ in range(5):
                self._spawn(jars)
                with suppress(PortTaken):
                    self._await_answer()
                    return self
            raise CannotStart("No free port was found for Neo4j.")
        except BaseException:
            self.stop()
            raise

    def claim(self) -> None:
        """Own the data directory and make its home ready; nothing runs yet. Raises AlreadyOwned, CannotStart."""
        if not self.owned:
            self._ownership.take()
        try:
            with self._usable():
                if self.before.exists():  # a restore was interrupted
                    if self.home.exists():  # at its end: it has succeeded, and what it replaced is to go
                        shutil.rmtree(self.before, ignore_errors=True)
                    else:  # half-way
                        self.before.rename(self.home)
                self.auth = ("neo4j", home.prepare(self.home))
        except BaseException:
            self.stop()
            raise

    def rest(self) -> None:
        """Stop in order, and go on owning the data directory: nobody starts it before `stop`."""
        try:
            if self.pid is not None and self._ask() is Answer.BROKEN:
                self._kill()
        finally:
            self._end()
            self._ownership.withdraw()

    def stop(self) -> None:
        """Stop in order (0.5 s), or kill after 30 s. Does nothing when not owned or already stopped."""
        if self.owned:
            try:
                self.rest()
            finally:
                self._ownership.give_up()

    def administer(self, *arguments: str) -> None:
        """Run `neo4j-admin` with these arguments on a home that is claimed and at rest. Raises AdminFailed, CannotStart."""
        jars = fetch_jars()
        said = self.home / "logs/admin.log"
        with self._usable():
            home.configure(self.home, self._port, self.page_cache)
            tool = Java(
                "org.neo4j.cli.AdminTool",
                *arguments,
                jars=jars,
                options=[f"-Xmx{self.heap}"],
                folder=self.home,
                output=said,
                keeps=self._ownership.shared_locks,
                environment={"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")},
            )
        if tool.wait() != 0:
            lines = [line for line in said.read_text("utf-8", "replace").splitlines() if line.strip()]
            output = [line.strip() for line in lines if not line.startswith("Files:")]
            raise AdminFailed(
                f"neo4j-admin {' '.join(arguments[:2])} failed: {output[-1] if output else 'no reason given'}"
            )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def keep_running(self, stopping: asyncio.Event) -> None:
        """Start Neo4j again, at the same address, whenever it has ended or is of no use; return once `stopping` is set.

        Of no use is one whose database takes no transactions, as when the disk was full, and one that gives no answer
        for 30 s. One that was well for a minute is started at once; pauses grow from 0.5 to 30 s while it keeps failing.
        One that was attached to is left to its owner; when that has ended, one of those that were attached owns it and
        starts it again. Whatever goes wrong is logged and tried again. Run it as a task of the main thread's loop; set
        `stopping` before `stop`. Should another program have taken the port, Neo4j comes back on another one: `uri` and
        the announcement change, which is logged as an error as drivers do not follow.
        """
        loop = asyncio.get_running_loop()
        pause, back = FIRST_PAUSE_SECONDS, loop.time()
        self._heard = self._asked = time.monotonic()
        while not await _set_within(stopping, FIRST_PAUSE_SECONDS):
            try:
                if await self._is_well():
                    if loop.time() - back >= WELL_SECONDS:
                        pause = 0.0
                    continue
                status = self._process and self._process.status
                why = (
                    f"Neo4j ended with status {status}"
                    if self.owned
                    else "The process that ran Neo4j has ended"
                )
                log.warning("%s; starting it again %s", why, f"in {pause:g} s" if pause else "at once")
                wait, pause = pause, _longer(pause)
                if await _set_within(stopping, wait):
                    return
                if await self._start_again(stopping):
                    back = loop.time()
            except Exception:
                log.exception("Neo4j could not be looked after; another try in %g s", pause)
                wait, pause = pause, _longer(pause)
                await _set_within(stopping, wait)

    async def _is_well(self) -> bool:
        return await self._is_of_use() if self.owned else self._is_anothers()

    async def _start_again(self, stopping: asyncio.Event) -> bool:
        """Whether it has come back."""
        before = self.uri, self.auth
        try:
            jars = await asyncio.to_thread(fetch_jars)
            if stopping.is_set():
                return False
            if not self.owned:
                self.claim()
                self._port = urlsplit(self.uri).port or 0
            self._end()
            self._spawn(jars)  # here and not in a thread, with whose end Neo4j would end
            await asyncio.to_thread(self._await_answer, stopping.is_set)
            if stopping.is_set():
                return False
        except (CannotStart, AlreadyOwned) as error:
            if self.owned or isinstance(error, CannotStart):
                log.error("Neo4j did not come back: %s", error)
            return False  # else another was sooner, or the Neo4j of the one that ended is still ending
        self._heard = self._asked = time.monotonic()
        log.warning("Neo4j is back")
        self._tell_if_moved(before)
        return True

    def _is_anothers(self) -> bool:
        """Whether the one attached to has an owner that lives, who may be another than before."""
        if not self._ownership.owner_lives():
            return False
        if (there := self._ownership.address()) is not None:
            before = self.uri, self.auth
            self.uri, self.auth = there
            self._tell_if_moved(before)
        return True

    def _tell_if_moved(self, before: Address) -> None:
        uri, auth = before
        if self.uri != uri:
            log.error("Neo4j moved from %s to %s: restart what is connected to it", uri, self.uri)
        elif self.auth != auth:
            log.error("Neo4j has another password than before: restart what is connected to it")

    async def _is_of_use(self) -> bool:
        """Whether the process runs and answers; one that runs and is of no use is killed."""
        if self._process is None or self._process.status is not None:
            return False
        if time.monotonic() - self._asked < LOOK_SECONDS:
            return True
        answer = await asyncio.to_thread(self._ask)
        self._asked = time.monotonic()
        if answer is Answer.GOOD:
            self._heard = self._asked
        if answer is Answer.GOOD or (answer is Answer.NONE and self._asked - self._heard < SILENT_SECONDS):
            return True
        why = "takes no transactions" if answer is Answer.BROKEN else "does not answer"
        log.error("Neo4j runs but %s; it is killed", why)
        self._kill()
        return False

    def attach(self) -> bool:
        """Take the address of a running one, if its owner lives and it answers."""
        if (there := self._ownership.address()) is None or not self._ownership.owner_lives():
            return False
        with suppress(AuthError):
            if answers(*there):
                self.uri, self.auth = there
                return True
        return False

    def _spawn(self, jars: Path) -> None:
        """Start Java; it holds the lock of the data directory, which thus stays held until Java has ended."""
        self._end()
        self._port = _free_port(self._port)
        self.uri = f"bolt://127.0.0.1:{self._port}"
        with self._usable():
            home.configure(self.home, self._port, self.page_cache)
            self._log_size = self._log.stat().st_size if self._log.exists() else 0
            self._process = Java(
                "org.neo4j.server.CommunityEntryPoint",
                f"--home-dir={self.home}",
                f"--config-dir={self.home}/conf",
                jars=jars,
                options=[f"-Xmx{self.heap}", f"-XX:ErrorFile={self.home}/logs/java_error_%p.log"],
                folder=self.home,
                output=self.home / "logs/java.log",
                keeps=self._ownership.shared_locks,
            )

    def _await_answer(self, given_up: Callable[[], bool] = lambda: False) -> None:
        """Wait until the one just started answers, or the waiting is given up."""
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        refused_until = 0.0
        while time.monotonic() < deadline:
            if given_up():
                return
            if self._process.status is not None:
                raise self._why_ended()
            try:
                if answers(self.uri, self.auth):
                    if self._announced:
                        with self._usable():
                            self._ownership.announce(self.uri, self.auth, self._port, self.pid)
                    return
            except AuthError as error:
                refused_until = refused_until or time.monotonic() + 5
                if time.monotonic() > refused_until:
                    raise CannotStart(
                        f"The Neo4j in {self.data_dir} refuses the password kept in {self.home / 'password'}: "
                        "restore that file, or move the data directory away."
                    ) from error
                time.sleep(1)
            time.sleep(0.1)
        raise CannotStart(
            f"Neo4j did not answer within {START_SECONDS:g} s; its logs are in {self.home / 'logs'}."
        )

    def _why_ended(self) -> CannotStart | AlreadyOwned:
        said = self._log.read_bytes() if self._log.exists() else b""
        said = said[self._log_size if len(said) >= self._log_size else 0 :]
        text = (said + b"\n" + (self.home / "logs/java.log").read_bytes()).decode("utf-8", "replace")
        if "FileLockException" in text or "StoreLockException" in text:
            return self._ownership.refusal()
        if "Address already in use" in text:
            return PortTaken(f"The port {self._port} is taken.")
        errors = [line for line in text.splitlines() if "ERROR" in line or "Error" in line]
        last = errors[-1].strip()[:300] if errors else "it gave no reason"
        return CannotStart(f"Neo4j ended while starting: {last}. Its logs are in {self.home / 'logs'}.")

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise CannotStart(
                f"The data directory {self.data_dir} cannot be used: {error.strerror}."
            ) from error

    def _ask(self) -> Answer:
        try:
            return ask(self.uri, self.auth)
        except AuthError:
            return Answer.NONE

    def _kill(self) -> None:
        """End one whose database is broken: what it would still write of its log in an orderly stop, once there is
        space again, makes a log that cannot be read. What was committed is on disk."""
        if self._process is not None:
            self._process.kill()

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


def _free_port(preferred: int) -> int:
    """`preferred` if nobody listens there (0: any), else a free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            # As Java does: old connections do not count.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise CannotStart("No free port was found for Neo4j.")


def _longer(pause_seconds: float) -> float:
    return min(max(2 * pause_seconds, FIRST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
