"""Writing a network: its nodes and relations, many rows at a time, and the change that did it.

Each `begin_…` makes live edges, each `end_…` turns them into their past tense. Where a relation changes, end it and
begin it anew in one transaction.
"""

from typing import Any, TypedDict

from service.database.graph import Writer
from service.database.statement import statement
from service.model.identifiers import AuthorityId, ChangeId, Instant, StateCode

Rows = list[dict[str, Any]]


class LockedState(TypedDict):
    """A Member State whose write lock this transaction holds."""

    code: StateCode
    revision: int
    at: Instant | None
    importing: str | None


@statement
async def lock_catalogue(tx: Writer) -> None: ...


@statement
async def lock_states(tx: Writer, *, codes: list[StateCode]) -> list[LockedState]: ...


@statement
async def lock_states_of(tx: Writer, *, authorities: list[AuthorityId]) -> list[LockedState]: ...


@statement
async def put_member_states(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def put_regions(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def create_regions(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def place_regions(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def put_legislative_areas(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def create_legislative_areas(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def create_authorities(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def put_authorities(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def identify_authorities(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def forget_external_ids(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def begin_access_grants(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_area_access(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_links(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_locations(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_referral_opt_outs(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_request_coordination(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_state_memberships(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def begin_validations(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def record_registrations(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def record_appointments(tx: Writer, *, rows: Rows) -> None: ...


@statement
async def end_access_grants(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_area_access(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_links(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_locations(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_referral_opt_outs(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_request_coordination(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_state_memberships(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def end_validations(tx: Writer, *, rows: Rows, now: Instant, change: ChangeId) -> None: ...


@statement
async def touch_authorities(tx: Writer, *, ids: list[AuthorityId], change: ChangeId) -> None: ...


@statement
async def keep_data(tx: Writer, *, rows: Rows, change: ChangeId) -> None: ...


@statement
async def record_change(
    tx: Writer,
    *,
    id: ChangeId,
    states: list[StateCode],
    now: Instant,
    actor: str,
    action: str,
    input: str,
    reason: str | None,
    key: str | None,
    before: str | None,
    after: str | None,
) -> None: ...


@statement
async def put_first_user(
    tx: Writer,
    *,
    authority: AuthorityId,
    username: str,
    name: str,
    email: str,
    now: Instant,
    change: ChangeId,
) -> None: ...


@statement
async def mark_importing(tx: Writer, *, states: list[StateCode], mark: str | None) -> None: ...
