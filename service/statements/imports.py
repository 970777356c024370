"""What an import keeps of itself while it is at work, and how it is finished or undone."""

from typing import Any, TypedDict

from service.database.graph import Reader, Writer
from service.database.statement import statement
from service.model.identifiers import AuthorityId, ChangeId, Instant, StateCode

Rows = list[dict[str, Any]]


class BatchStateRow(TypedDict):
    """A batch of an import, and whether it is written."""

    number: int
    written: bool


class BatchRow(TypedDict):
    """What a batch of an import writes, and how that is undone: JSON."""

    plan: str
    written: bool


class ImportChangeRow(TypedDict):
    """The change of an import."""

    id: ChangeId
    at: Instant
    actor: str
    action: str
    key: str | None
    input: str


class AbandonedImportRow(TypedDict):
    """An import that left its plan and marks no state."""

    change: ChangeId


class ForgottenRow(TypedDict):
    """How many batches were forgotten."""

    forgotten: int


@statement
async def import_batches(tx: Reader, *, change: ChangeId) -> list[BatchStateRow]: ...


@statement
async def import_batch(tx: Reader, *, change: ChangeId, number: int) -> BatchRow | None: ...


@statement
async def change_of_import(tx: Reader, *, change: ChangeId) -> ImportChangeRow | None: ...


@statement
async def abandoned_imports(tx: Reader, *, before: Instant) -> list[AbandonedImportRow]: ...


@statement
async def store_import_batch(
    tx: Writer, *, change: ChangeId, number: int, at: Instant, plan: str
) -> None: ...


@statement
async def mark_batch(tx: Writer, *, change: ChangeId, number: int, written: bool) -> None: ...


@statement
async def forget_import_batches(tx: Writer, *, change: ChangeId, limit: int) -> ForgottenRow: ...


@statement
async def undo_beginnings(tx: Writer, *, ids: list[AuthorityId], change: ChangeId) -> None: ...


@statement
async def undo_ends(
    tx: Writer, *, ids: list[AuthorityId], change: ChangeId, tenses: dict[str, str]
) -> None: ...


@statement
async def undo_touches(tx: Writer, *, ids: list[AuthorityId], change: ChangeId) -> None: ...


@statement
async def undo_registrations(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def undo_appointments(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def undo_authorities(tx: Writer, *, ids: list[AuthorityId]) -> None: ...


@statement
async def undo_regions(tx: Writer, *, codes: list[str]) -> None: ...


@statement
async def undo_legislative_areas(tx: Writer, *, codes: list[str]) -> None: ...


@statement
async def undo_member_state(tx: Writer, *, state: StateCode) -> None: ...


@statement
async def undo_change(tx: Writer, *, change: ChangeId) -> None: ...
