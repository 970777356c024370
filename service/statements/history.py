"""What changes did around an authority."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId, ChangeId, Instant, StateCode


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


class RecordedRow(TypedDict):
    """A change as it is recorded, and the first of those it touched."""

    id: ChangeId
    at: Instant
    actor: str
    user: str | None
    action: str
    reason: str | None
    touched: list[AuthorityId]
    touched_count: int


@statement
async def changes_by_id(tx: Reader, *, ids: list[ChangeId]) -> list[RecordedRow]: ...


class ChangeKeyRow(TypedDict):
    """A change and its place in an order."""

    id: ChangeId
    key: str


class DayRow(TypedDict):
    """A day of UTC and how many changes it had."""

    day: str
    count: int


class StateChangesRow(TypedDict):
    """One page of the changes of a state, and the days that had some."""

    rows: list[ChangeKeyRow]
    total: int | None
    days: list[DayRow]


@statement
async def state_changes(
    tx: Reader,
    *,
    state: StateCode,
    begin: Instant,
    end: Instant,
    after: str,
    limit: int,
    with_total: bool,
    most_days: int,
) -> StateChangesRow | None: ...


class DifferentAuthorityRow(TypedDict):
    """An authority that took part at only one of two moments."""

    id: AuthorityId
    key: str
    came: bool
    change: ChangeId


class DifferentAuthoritiesRow(TypedDict):
    """One page of them; ask for one more than is shown to learn whether more follow."""

    rows: list[DifferentAuthorityRow]
    total: int | None


@statement
async def network_difference_authorities(
    tx: Reader,
    *,
    state: StateCode,
    begin: Instant,
    end: Instant,
    after: str,
    limit: int,
    with_total: bool,
) -> DifferentAuthoritiesRow: ...


class DifferentRelationRow(TypedDict):
    """A relation that was there at only one of two moments."""

    relation: str
    holder: AuthorityId
    authority: AuthorityId
    area: AreaCode | None
    key: str
    came: bool
    change: ChangeId


class DifferentRelationsRow(TypedDict):
    """One page of them, in the same way."""

    rows: list[DifferentRelationRow]
    total: int | None


@statement
async def network_difference_relations(
    tx: Reader,
    *,
    state: StateCode,
    begin: Instant,
    end: Instant,
    after: str,
    limit: int,
    with_total: bool,
) -> DifferentRelationsRow: ...
