"""Transactions on the graph. The only module that knows the database driver's types.

Errors of the driver end here: `Conflict` when another writer won after all retries, `Unavailable` when the
database does not answer.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from typing import Any, Concatenate, LiteralString, ParamSpec, Self, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncSession,
    NotificationMinimumSeverity,
    unit_of_work,
)
from neo4j.exceptions import (
    ConnectionAcquisitionTimeoutError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from service.database.causality import After, Behind, Seen, Wait, bounded_wait
from service.database.error_codes import CONFLICTS, UNAVAILABLE
from service.database.handshake import handshake
from service.database.liveness import Liveness, Silent
from service.database.meter import Meter
from service.observability.request import current

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Row = dict[str, Any]

LONGEST_TRANSACTION_SECONDS = 3600
"""Limit of a transaction of commands and migrations, for which no client waits: it ends only what would never end."""
CONNECTION_SECONDS = 10
"""How long a transaction waits for a connection when all are at work."""

IDENTITY: LiteralString = "CALL db.info() YIELD id RETURN id"
"""Reads the database's own id, which is the same on every member of a cluster."""


class Conflict(Exception):
    """Another writer won: the change lost after all retries, or its state is being imported. Nothing was written."""


class Unavailable(Exception):
    """The database does not answer; ask again later. What was being written may be written or not."""


class Reader:
    """A transaction that may only read; the server enforces it."""

    def __init__(self, tx: AsyncManagedTransaction, graph: "Graph") -> None:
        self._tx = tx
        self._graph = graph

    async def rows(self, name: str, cypher: LiteralString, params: Mapping[str, Any]) -> list[Row]:
        """All rows of one statement, in its order; observers and meters know it by `name`."""
        for observer in self._graph.observers:
            observer(name)
        if (request := current.get()) is not None:
            request.statements += 1
        began = time.perf_counter()
        result = await self._tx.run(cypher, dict(params))
        keys = result.keys()
        rows = [dict(zip(keys, record.values(), strict=True)) async for record in result]
        self._graph.finished()
        for meter in self._graph.meters:
            meter.ran(name, time.perf_counter() - began, len(rows))
        return rows


class Writer(Reader):
    """A transaction that may also change the graph."""


class Remembering(Reader):
    """A reading transaction that runs each statement once for the same parameters, and answers the same rows again."""

    def __init__(self, tx: Reader) -> None:
        super().__init__(tx._tx, tx._graph)
        self._answered: dict[str, list[Row]] = {}

    async def rows(self, name: str, cypher: LiteralString, params: Mapping[str, Any]) -> list[Row]:
        """The rows, which must not be altered."""
        key = f"{name} {sorted(params.items())!r}"
        if key not in self._answered:
            self._answered[key] = await super().rows(name, cypher, params)
        return self._answered[key]


class Graph:
    """One database of one Neo4j. Safe to share between tasks of one event loop."""

    def __init__(
        self,
        open_driver: Callable[[], AsyncDriver],
        database: str,
        greets: Callable[[], Awaitable[bool]],
        transaction_seconds: float = LONGEST_TRANSACTION_SECONDS,
        *,
        routed: bool = False,
    ) -> None:
        """Use `connect`. `routed`: whether transactions may be sent to different servers."""
        self._open_driver = open_driver
        self._greets = greets
        self._driver = open_driver()
        self._database = database
        self._transaction_seconds = transaction_seconds
        self._routed = routed
        self._liveness: Liveness | None = None
        self._seen = Seen()
        self.known_identity: str | None = None
        """Which database this is, by the database itself; None until a transaction has asked it."""
        self.back = asyncio.Event()
        """Set when the database answers again after a silence, then replaced by a new event."""
        self.observers: list[Callable[[str], None]] = []
        self.meters: list[Meter] = []

    @classmethod
    @asynccontextmanager
    async def connect(
        cls,
        uri: str,
        auth: tuple[str, str],
        database: str = "neo4j",
        *,
        connections: int = 50,
        transaction_seconds: float = LONGEST_TRANSACTION_SECONDS,
    ) -> AsyncIterator[Self]:
        """Open a pool of at most `connections`; nothing is sent before the first transaction.

        A transaction waits up to 10 s for a connection and retries for 10 s, unless `patience` says otherwise. The
        database ends one that has worked for `transaction_seconds`, whatever it is configured to do by itself.
        """

        def open_driver() -> AsyncDriver:
            # No liveness_check_timeout: if such a check is cancelled, the pool never recovers the connection.
            return AsyncGraphDatabase.driver(
                uri,
                auth=auth,
                max_connection_pool_size=connections,
                connection_acquisition_timeout=CONNECTION_SECONDS,
                connection_timeout=5,
                max_transaction_retry_time=10,
                notifications_min_severity=NotificationMinimumSeverity.INFORMATION,
                user_agent="authority-network",
            )

        graph = cls(
            open_driver, database, lambda: handshake(uri), transaction_seconds, routed=uri.startswith("neo4j")
        )
        try:
            yield graph
        finally:
            await graph._driver.close()

    @contextmanager
    def transactions_within(self, seconds: float) -> Iterator[None]:
        """Meanwhile the database ends a transaction that has worked for this long."""
        before, self._transaction_seconds = self._transaction_seconds, seconds
        try:
            yield
        finally:
            self._transaction_seconds = before

    @asynccontextmanager
    async def patience(self, seconds: float) -> AsyncIterator[None]:
        """Inside this block work raises Unavailable if no statement finishes for `seconds`.

        It does after two fifths of that if the database does not even greet; new work then fails at once, until a statement
        finishes. With 0 the database is not watched, and all wait for as long as the driver does.
        """
        if not seconds:
            yield
            return
        self._liveness = Liveness(self._greets, self._answers, seconds, self._changed)
        try:
            yield
        finally:
            liveness, self._liveness = self._liveness, None
            await liveness.close()

    def finished(self) -> None:
        """Tell who watches over the database that it has finished a statement."""
        if self._liveness is not None:
            self._liveness.finished()

    async def _answers(self) -> bool:
        """Whether a statement runs on a new connection: those of the pool may be at work or stale.

        Errors that the driver does not foresee go on.
        """
        async with self._open_driver() as driver:
            return await self._takes_statements(driver, WRITE_ACCESS)

    async def _takes_statements(self, driver: AsyncDriver, access: str) -> bool:
        try:
            async with driver.session(database=self._database, default_access_mode=access) as session:
                await (await session.run("RETURN 1")).consume()
        except (DriverError, Neo4jError):
            return False
        return True

    async def _has_a_turn(self) -> bool:
        """Whether a statement without bookmarks runs on the shared pool, where it waits for a connection like all others."""
        with suppress(OSError, ValueError):
            return await self._takes_statements(self._driver, READ_ACCESS)
        return False

    async def _changed(self, answers: bool) -> None:
        """Note that the database has fallen silent or is back, and then open a new pool: the old connections may be dead."""
        for meter in self.meters:
            try:
                meter.answering(answers)
            except Exception:  # the new pool matters more
                log.exception("a meter did not take that the database answers, or does not")
        if answers:
            self.back.set()
            self.back = asyncio.Event()
            self.known_identity = None  # it may be another
            past, self._driver = self._driver, self._open_driver()
            with suppress(DriverError, Neo4jError, OSError):  # its connections led to what is gone
                await past.close()

    async def read(
        self, work: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one reading transaction. Raises Unavailable."""

        async def run(tx: AsyncManagedTransaction) -> T:
            return await work(Reader(tx, self), *args, **kwargs)

        async with self._session_after_all_seen() as (session, wait):
            return await session.execute_read(self._bounded(run, wait))

    async def write(
        self, work: Callable[Concatenate[Writer, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one writing transaction; it may run twice. Raises Conflict, Unavailable, and what `work` raises."""

        async def run(tx: AsyncManagedTransaction) -> T:
            return await work(Writer(tx, self), *args, **kwargs)

        async with self._session_after_all_seen() as (session, wait):
            try:
                done = await session.execute_write(self._bounded(run, wait))
            except (DriverError, Neo4jError):
                raise
            except Exception:
                # The error may reveal what `work` read, but a transaction that is rolled back gives no bookmark.
                if self._routed:
                    with suppress(DriverError, Neo4jError):
                        await session.execute_write(self._bounded(_nothing, wait))
                raise
        if (request := current.get()) is not None:
            request.wrote = True
        return done

    async def identity(self) -> str:
        """Which database this is. Raises Unavailable."""
        if self.known_identity is None:
            async with self._session_after_all_seen() as (session, wait):
                await session.execute_read(self._bounded(_nothing, wait))
        assert self.known_identity is not None
        return self.known_identity

    async def plan(self, cypher: LiteralString) -> None:
        """Make the database plan this reading statement now, so that its first run need not. Raises Unavailable."""
        async with self._session(
            default_access_mode=READ_ACCESS, notifications_min_severity=NotificationMinimumSeverity.OFF
        ) as session:
            result = await session.run(f"EXPLAIN {cypher}", {"given": {}})
            await result.consume()
            self.finished()

    async def alter_schema(self, command: LiteralString) -> None:
        """Run one constraint or index command; such commands cannot share a transaction with data.

        Notifications are off: every command says IF NOT EXISTS, and Neo4j would report what exists.
        """
        async with self._session(notifications_min_severity=NotificationMinimumSeverity.OFF) as session:
            result = await session.run(command)
            await result.consume()
            self.finished()

    @asynccontextmanager
    async def _session(self, **settings: Any) -> AsyncIterator[AsyncSession]:
        """Wait for the request's turn, open a session, end it if the database falls silent, translate the driver's errors."""
        request = current.get()
        async with request.turns if request else nullcontext():
            for meter in self.meters:
                meter.opened()
            try:
                async with (
                    self._translated(),
                    self._liveness.watched() if self._liveness else nullcontext(),
                    self._driver.session(database=self._database, **settings) as session,
                ):
                    yield session
            finally:
                for meter in self.meters:
                    meter.closed()

    @asynccontextmanager
    async def _session_after_all_seen(self) -> AsyncIterator[tuple[AsyncSession, Wait]]:
        """A session whose transactions come after all that this process and the caller have seen, and wait briefly for it."""
        try:
            async with (
                bounded_wait(self._has_a_turn) as wait,
                self._session(bookmark_manager=After(self._seen, wait, current.get())) as session,
            ):
                yield session, wait
        except Behind as error:
            self._seen.waited_in_vain()
            raise Unavailable("the database has not come as far as has been seen before") from error

    def _bounded(
        self, run: Callable[[AsyncManagedTransaction], Awaitable[T]], wait: Wait
    ) -> Callable[[AsyncManagedTransaction], Awaitable[T]]:
        """`run` with the time limit of a transaction, and with its retries reported to the meters."""
        runs = 0

        @unit_of_work(timeout=self._transaction_seconds)
        async def counted(tx: AsyncManagedTransaction) -> T:
            nonlocal runs
            wait.is_over()
            if self.known_identity is None:
                self.known_identity = (await (await tx.run(IDENTITY)).single(strict=True))["id"]
            runs += 1
            if runs > 1:
                for meter in self.meters:
                    meter.retried()
            return await run(tx)

        return counted

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        try:
            yield
        except Silent as error:
            raise Unavailable("the database does not answer") from error
        except ValueError as error:
            # The driver raises it, caused by an OSError, when the name of a host cannot be resolved.
            if not isinstance(error.__cause__, OSError):
                raise
            raise Unavailable("the database does not answer") from error
        except (DriverError, Neo4jError) as error:
            translated = _translation(error, self._database)
            if translated is None:
                raise
            if isinstance(translated, Conflict):
                for meter in self.meters:
                    meter.conflicted()
            raise translated from error


async def _nothing(tx: AsyncManagedTransaction) -> None:
    """A transaction that only tells how far the database has come."""


def _translation(error: DriverError | Neo4jError, database: str) -> Conflict | Unavailable | None:
    """What a driver's error means to the service; None for a fault of the service."""
    silent = Unavailable("the database does not answer")
    match error:
        case DatabaseUnavailable():  # the server answers, the database is starting or stopped
            return silent
        case ServiceUnavailable() | SessionExpired():
            return silent
        case ConnectionAcquisitionTimeoutError():  # the database is well, all connections to it are at work
            return Unavailable("the service has too much to do")
        case DriverError():
            gone = isinstance(error.__cause__, OSError) or "timed out" in str(error) or error.is_retryable()
            return silent if gone else None
    code = error.code or ""
    if code in CONFLICTS:
        return Conflict(CONFLICTS[code])
    for beginning, means in UNAVAILABLE.items():
        if code.startswith(beginning):
            return Unavailable(means.format(database))
    return Unavailable("the database cannot do it just now") if error.is_retryable() else None
