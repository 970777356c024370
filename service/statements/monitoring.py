"""Who may monitor whom, and why (R43–R46)."""

from typing import TypedDict

from service.cypher import statement
from service.graph import Reader
from service.model import AreaCode, AuthorityId, Instant, RegionCode, StateCode

PathStepRow = TypedDict(
    "PathStepRow",
    {"relation": str, "from": AuthorityId, "to": AuthorityId, "area": AreaCode | None, "since": Instant},
)


class ReasonRow(TypedDict):
    """One reason why a monitor sees an authority: the rule, and the path that meets it (R45: none needed)."""

    rule: str
    path: list[PathStepRow]


class ScopeRow(TypedDict):
    """One monitored authority with every reason that holds; `key` is its place in the order asked for."""

    id: AuthorityId
    key: str
    reasons: list[ReasonRow]


class ScopePageRow(TypedDict):
    """One page of a scope, at most `limit` + 1 rows so that the asker sees whether more follow."""

    rows: list[ScopeRow]
    total: int | None


class MonitorRow(TypedDict):
    """One authority that monitors another, with every reason."""

    monitor: AuthorityId
    reasons: list[ReasonRow]


@statement
async def monitoring_scope(
    tx: Reader,
    *,
    monitor: AuthorityId,
    state: StateCode | None,
    region: RegionCode | None,
    area: AreaCode | None,
    type: str | None,
    role: str | None,
    role_area: AreaCode | None,
    keyword: str | None,
    search: str | None,
    coordinated_by: AuthorityId | None,
    status: str | None,
    by_id: bool,
    after: str,
    limit: int,
    with_total: bool,
) -> ScopePageRow: ...


@statement
async def monitors_of(tx: Reader, *, authority: AuthorityId) -> list[MonitorRow]: ...
