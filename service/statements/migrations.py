"""What the graph knows of itself: its schema and its size."""

from typing import Any, TypedDict

from service.database.graph import Reader, Writer
from service.database.statement import statement
from service.model.identifiers import AuthorityId, Instant


class MigrationRow(TypedDict):
    """One migration that was applied."""

    number: int


class SpellingRow(TypedDict):
    """An id of an authority, or a code, that may not be in its one spelling."""

    kind: str
    text: str


class SizeRow(TypedDict):
    """How much is in the graph, its own record of migrations left aside."""

    nodes: int
    relations: int


@statement
async def graph_size(tx: Reader) -> SizeRow: ...


@statement
async def migrations_applied(tx: Reader) -> list[MigrationRow]: ...


class IdsToMigrate(TypedDict):
    """A page of the ids of all authorities."""

    authorities: list[AuthorityId]


@statement
async def authorities_to_migrate(tx: Reader, *, after: str, limit: int) -> IdsToMigrate: ...


@statement
async def record_migration(tx: Writer, *, number: int, name: str, now: Instant) -> None: ...


@statement
async def part_referral_opt_outs(tx: Writer, *, authorities: list[AuthorityId]) -> None: ...


@statement
async def respell_authorities(tx: Writer, *, rows: list[dict[str, Any]]) -> None: ...


@statement
async def odd_spellings(tx: Reader) -> list[SpellingRow]: ...


@statement
async def respell_authority(tx: Writer, *, old: str, new: str) -> None: ...


@statement
async def respell_state(tx: Writer, *, old: str, new: str) -> None: ...


@statement
async def respell_region(tx: Writer, *, old: str, new: str) -> None: ...


@statement
async def respell_area(tx: Writer, *, old: str, new: str) -> None: ...


@statement
async def tie_changes(tx: Writer, *, authorities: list[AuthorityId]) -> None: ...
