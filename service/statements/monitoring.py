"""Who may monitor whom, and why (R43–R46)."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId, Instant
from service.rules.monitoring import Facts
from service.statements.authorities import Where

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
    """One page of a scope: at most `limit` rows; ask for one more than is shown to learn whether more follow."""

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
    where: Where,
    by_id: bool,
    after: str,
    limit: int,
    with_total: bool,
    moment: Instant | None = None,
) -> ScopePageRow: ...


@statement
async def monitors_of(
    tx: Reader, *, authority: AuthorityId, moment: Instant | None = None
) -> list[MonitorRow]: ...


@statement
async def monitoring_reasons(
    tx: Reader, *, monitor: AuthorityId, authority: AuthorityId, moment: Instant | None = None
) -> list[ReasonRow]: ...


@statement
async def monitoring_facts(
    tx: Reader, *, monitor: AuthorityId, authority: AuthorityId, moment: Instant | None = None
) -> Facts | None: ...


class MonitoredRow(TypedDict):
    """One monitor and all whom it monitors."""

    monitor: AuthorityId
    authorities: list[AuthorityId]


@statement
async def monitored_authorities(
    tx: Reader, *, monitors: list[AuthorityId], moment: Instant | None = None
) -> list[MonitoredRow]: ...


class DifferenceRow(TypedDict):
    """An authority that one authority monitored at only one of two moments; `periods` are all in which it did."""

    id: AuthorityId
    key: str
    entered: bool
    periods: list[list[Instant]]
    registrar: AuthorityId | None


class DifferencePageRow(TypedDict):
    """One page of them; ask for one more than is shown to learn whether more follow."""

    rows: list[DifferenceRow]
    total: int | None


@statement
async def scope_difference(
    tx: Reader,
    *,
    monitor: AuthorityId,
    begin: Instant,
    end: Instant,
    by_id: bool,
    after: str,
    limit: int,
    with_total: bool,
) -> DifferencePageRow | None: ...
