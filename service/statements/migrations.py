"""What the graph remembers of its own schema."""

from typing import TypedDict

from service.cypher import statement
from service.graph import Reader, Writer
from service.model import Instant


class MigrationRow(TypedDict):
    """One migration that was applied."""

    number: int


@statement
async def migrations_applied(tx: Reader) -> list[MigrationRow]: ...


@statement
async def record_migration(tx: Writer, *, number: int, name: str, now: Instant) -> None: ...
