"""What changes did around an authority."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId, ChangeId, Instant


class SettingsRow(TypedDict):
    """What an edge says beside its ends; of each kind of edge some, the others null."""

    type: str | None
    status: str | None
    role: str | None
    territory: str | None
    territory_name: str | None
    keywords: list[str] | None
    professions: list[str] | None
    flags: list[str] | None


class EdgeRow(TypedDict):
    """An edge that began or ended: its other end (an authority's id, or a code) with its name."""

    other: str
    name: str
    settings: SettingsRow


class GroupRow(TypedDict):
    """The edges of one kind, area and direction that a change began, or ended; `edges` are the first of `count`."""

    change: ChangeId
    ended: bool
    kind: str
    outgoing: bool
    area: AreaCode | None
    count: int
    edges: list[EdgeRow]


class ChangeRow(TypedDict):
    """A change that touched an authority; `before` and `after` are JSON, as the change keeps them."""

    id: ChangeId
    key: str
    at: Instant
    actor: str
    user: str | None
    action: str
    reason: str | None
    before: str | None
    after: str | None
    groups: list[GroupRow]


class ChangesRow(TypedDict):
    """One page of them; ask for one more than is shown to learn whether more follow."""

    rows: list[ChangeRow]
    total: int | None


@statement
async def changes(
    tx: Reader, *, authority: AuthorityId, after: str, limit: int, with_total: bool
) -> ChangesRow | None: ...


class AskedRow(TypedDict):
    """An authority, and the moments whose changes are read."""

    authority: AuthorityId
    moments: list[Instant]


class ChangesAtRow(TypedDict):
    """The changes of those moments that touched it, in the order of time."""

    authority: AuthorityId
    changes: list[ChangeRow]


@statement
async def changes_at(tx: Reader, *, asked: list[AskedRow]) -> list[ChangesAtRow]: ...
