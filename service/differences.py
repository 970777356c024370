"""How a scope became another one: who entered it and who left, and by which change."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from service.graph import Reader
from service.model import AuthorityId, Instant
from service.statements import history, monitoring
from service.statements.history import AskedRow, ChangeRow
from service.statements.monitoring import DifferenceRow


class Turn(TypedDict):
    """An authority that entered the scope or left it. `change` is told as it touched the authority `of`, if known."""

    id: AuthorityId
    key: str
    entered: bool
    of: AuthorityId | None
    change: ChangeRow | None


class Difference(TypedDict):
    """One page of them."""

    rows: list[Turn]
    total: int | None


async def scope_difference(
    tx: Reader, *, monitor: AuthorityId, begin: Instant, end: Instant, page: Mapping[str, Any]
) -> Difference | None:
    """Whom a monitor saw at only one of two moments, each with the change by which it last entered or left.

    A change that touched no relation of the authority itself is told as it touched the monitor, or the registrar (R46).
    """
    found = await monitoring.scope_difference(tx, monitor=monitor, begin=begin, end=end, **page)
    if found is None:
        return None
    rows = [(row, turned(row["periods"], end)) for row in found["rows"]]
    told = await _told(tx, {(id, at) for row, at in rows for id in _concerned(monitor, row)})
    turns: list[Turn] = []
    for row, at in rows:
        of = next((id for id in _concerned(monitor, row) if (id, at) in told), None)
        change = None if of is None else told[of, at]
        turns.append(
            {"id": row["id"], "key": row["key"], "entered": row["entered"], "of": of, "change": change}
        )
    return {"rows": turns, "total": found["total"]}


def turned(periods: Sequence[Sequence[Instant]], end: Instant) -> Instant:
    """Since when an authority is in a scope in which it is at the end; else when it was there last."""
    inside = [since for since, until in periods if since <= end < until]
    if not inside:
        return max(until for _, until in periods if until <= end)
    began = min(inside)
    for since, until in sorted(periods, key=tuple, reverse=True):
        if since < began <= until:
            began = since
    return began


async def _told(
    tx: Reader, asked: set[tuple[AuthorityId, Instant]]
) -> dict[tuple[AuthorityId, Instant], ChangeRow]:
    """The changes by whom they touched and when: no two changes of a state are of one time."""
    moments: dict[AuthorityId, list[Instant]] = {}
    for id, at in sorted(asked):
        moments.setdefault(id, []).append(at)
    each: list[AskedRow] = [{"authority": id, "moments": of} for id, of in moments.items()]
    return {
        (row["authority"], change["at"]): change
        for row in await history.changes_at(tx, asked=each)
        for change in row["changes"]
    }


def _concerned(monitor: AuthorityId, row: DifferenceRow) -> list[AuthorityId]:
    """Whose relations decide whether the monitor sees an authority."""
    return [row["id"], monitor, *([row["registrar"]] if row["registrar"] else [])]
