"""Transactions on the graph. The only module that knows the database driver's types.

Errors of the driver end here: `Conflict` when another writer won after all retries, `Unavailable` when the
database does not answer.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, Concatenate, LiteralString, ParamSpec, Self, TypeVar

from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction, NotificationMinimumSeverity
from neo4j.exceptions import (
    ConstraintError,
    DatabaseUnavailable,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

P = ParamSpec("P")
T = TypeVar("T")
Row = dict[str, Any]


class Conflict(Exception):
    """Another writer won: the change lost after all retries, or its state is being imported. Nothing was written."""


class Unavailable(Exception):
    """The database does not answer; ask again later."""


class Reader:
    """A transaction that may only read; the server enforces it."""

    def __init__(self, tx: AsyncManagedTransaction, observe: Callable[[str], None]) -> None:
        self._tx = tx
        self._observe = observe

    async def rows(self, name: str, cypher: LiteralString, params: Mapping[str, Any]) -> list[Row]:
        """All rows of one statement, in its order; `name` is what observers are told."""
        self._observe(name)
        result = await self._tx.run(cypher, dict(params))
        keys = result.keys()
        return [dict(zip(keys, record.values(), strict=True)) async for record in result]


class Writer(Reader):
    """A transaction that may also change the graph."""


class Remembering(Reader):
    """A reading transaction that runs each statement once for the same parameters, and answers the same rows again."""

    def __init__(self, tx: Reader) -> None:
        super().__init__(tx._tx, tx._observe)
        self._answered: dict[str, list[Row]] = {}

    async def rows(self, name: str, cypher: LiteralString, params: Mapping[str, Any]) -> list[Row]:
        """The rows, which must not be altered."""
        key = f"{name} {sorted(params.items())!r}"
        if key not in self._answered:
            self._answered[key] = await super().rows(name, cypher, params)
        return self._answered[key]


class Graph:
    """One database of one Neo4j. Safe to share between tasks of one event loop."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database
        self.observers: list[Callable[[str], None]] = []

    @classmethod
    @asynccontextmanager
    async def connect(
        cls, uri: str, auth: tuple[str, str], database: str = "neo4j", *, connections: int = 50
    ) -> AsyncIterator[Self]:
        """Open a pool of at most `connections`; nothing is sent before the first transaction."""
        async with AsyncGraphDatabase.driver(
            uri,
            auth=auth,
            max_connection_pool_size=connections,
            connection_acquisition_timeout=10,
            connection_timeout=5,
            max_transaction_retry_time=10,
            notifications_min_severity=NotificationMinimumSeverity.INFORMATION,
            user_agent="authority-network",
        ) as driver:
            yield cls(driver, database)

    def _observed(self, name: str) -> None:
        for observer in self.observers:
            observer(name)

    async def read(
        self, work: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one reading transaction. Raises Unavailable."""

        async def run(tx: AsyncManagedTransaction) -> T:
            return await work(Reader(tx, self._observed), *args, **kwargs)

        async with self._translated(), self._driver.session(database=self._database) as session:
            return await session.execute_read(run)

    async def write(
        self, work: Callable[Concatenate[Writer, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work` in one writing transaction; it may run twice. Raises Conflict, Unavailable, and what `work` raises."""

        async def run(tx: AsyncManagedTransaction) -> T:
            return await work(Writer(tx, self._observed), *args, **kwargs)

        async with self._translated(), self._driver.session(database=self._database) as session:
            return await session.execute_write(run)

    async def alter_schema(self, command: LiteralString) -> None:
        """Run one constraint or index command; such commands cannot share a transaction with data.

        The database is not to tell that a thing is there already: every command says IF NOT EXISTS.
        """
        quiet = self._driver.session(
            database=self._database, notifications_min_severity=NotificationMinimumSeverity.OFF
        )
        async with self._translated(), quiet as session:
            result = await session.run(command)
            await result.consume()

    @asynccontextmanager
    async def _translated(self) -> AsyncIterator[None]:
        try:
            yield
        except DatabaseUnavailable as error:  # the server answers, the database is starting or stopped
            raise Unavailable("the database does not answer") from error
        except (ConstraintError, TransientError) as error:
            raise Conflict(error.message or str(error)) from error
        except (ServiceUnavailable, SessionExpired) as error:
            raise Unavailable("the database does not answer") from error
        except DriverError as error:
            if isinstance(error.__cause__, OSError) or "timed out" in str(error) or error.is_retryable():
                raise Unavailable("the database does not answer") from error
            raise
        except Neo4jError as error:
            if (error.code or "").startswith("Neo.ClientError.Security."):
                raise Unavailable("the database refuses this user and password") from error
            if error.code == "Neo.ClientError.Database.DatabaseNotFound":
                raise Unavailable(f"there is no database named {self._database}") from error
            if error.is_retryable():
                raise Conflict(error.message or str(error)) from error
            raise
