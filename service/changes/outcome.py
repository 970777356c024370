"""What a change did, in a form that is kept with it: the rows that differ, and the relations that came, moved and went."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from service.changes.draft import Draft
from service.model.identifiers import ChangeId, Instant, Relation
from service.model.network import KINDS

Differences = list[dict[str, Any]]
"""One a row that differs: `kind`, `key` (a list), `before` and `after` (the columns that differ; null: there is no row)."""


@dataclass(frozen=True)
class RelationChange:
    """A relation that came, moved or went; `before` is who held one that moved."""

    relation: Relation
    holder: str
    authority: str
    area: str | None = None
    before: str | None = None


@dataclass(frozen=True)
class ColumnChange:
    """A column of an authority, or of its access to an area, that is no relation and differs; values as texts."""

    authority: str
    area: str | None
    column: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class ScopeChange:
    """Who would enter and leave what a monitor sees."""

    monitor: str
    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass
class Outcome:
    """What a change did, or would do. `change` is None for a trial; `repeated` one that was made before under the same key."""

    change: ChangeId | None
    at: Instant
    subject: str | None
    differences: Differences
    repeated: bool = False
    scopes: list[ScopeChange] = field(default_factory=list)
    preview: list[dict[str, Any]] = field(default_factory=list)
    states: list[dict[str, Any]] = field(default_factory=list)
    """Authorities of a trial, and states that differ by it, as they would be."""
    regions: list[dict[str, Any]] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    """Regions and legislative areas as they are after it, where they differ."""

    def columns(self) -> list[ColumnChange]:
        """What differs of the data, roles and settings that were there before, in the order of authority, area and column."""
        found = [change for difference in self.differences for change in _columns(difference)]
        return sorted(found, key=lambda each: (each.authority, each.area or "", each.column))

    def relations(self) -> dict[str, list[RelationChange]]:
        """The relations that came, moved and went, each in the order of relation, authority, area and holder."""
        found: dict[str, list[RelationChange]] = {"came": [], "moved": [], "went": []}
        for difference in self.differences:
            for how, change in _relations(difference):
                found[how].append(change)
        for changes in found.values():
            changes.sort(key=lambda each: (each.relation, each.authority, each.area or "", each.holder))
        return found


def differences(draft: Draft) -> Differences:
    """The rows that differ, each with the columns that do."""
    found: Differences = []
    for kind in KINDS:
        for was, would_be in draft.changed(kind):
            some: Any = would_be if would_be is not None else was
            names = [column.name for column in fields(some)]
            before = None if was is None else {name: _plain(getattr(was, name)) for name in names}
            after = None if would_be is None else {name: _plain(getattr(would_be, name)) for name in names}
            if before is not None and after is not None:
                same = {name for name in names if before[name] == after[name]}
                before = {name: value for name, value in before.items() if name not in same}
                after = {name: value for name, value in after.items() if name not in same}
            found.append({"kind": kind, "key": _key(kind, some), "before": before, "after": after})
    return found


def read_again(before: str, after: str) -> tuple[str | None, Differences]:
    """What the change was about, and the differences that it kept."""
    was, is_ = json.loads(before), json.loads(after)
    rows = zip(was["rows"], is_["rows"], strict=True)
    return is_["subject"], [
        {"kind": old["kind"], "key": old["key"], "before": old["row"], "after": new["row"]}
        for old, new in rows
    ]


def _key(kind: str, row: Any) -> list[str]:
    if kind == "access":
        return [row.authority, row.area]
    if kind == "links":
        return [row.observer, row.observed]
    return [row.id if kind == "authorities" else row.code]


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


_RELATIONS = frozenset(
    {
        "validating_coordinator",
        "registered_by",
        "appointed_by",
        "access_coordinator",
        "request_coordinators",
        "granted_by",
    }
)
"""The columns that hold relations."""


def _columns(difference: dict[str, Any]) -> Iterator[ColumnChange]:
    kind, before, after = difference["kind"], difference["before"], difference["after"]
    if kind not in ("authorities", "access") or before is None or after is None:
        return
    key: list[str] = difference["key"]
    area = key[1] if kind == "access" else None
    for column in before.keys() - _RELATIONS:
        was, is_ = _texts(column, before[column]), _texts(column, after[column])
        yield ColumnChange(key[0], area, column, was, is_)


def _texts(column: str, value: Any) -> tuple[str, ...]:
    """A value as the network files write it, a text for each of several."""
    between = ":" if column == "external_ids" else "="
    values = value if isinstance(value, (list, tuple)) else () if value is None else (value,)
    return tuple(each if isinstance(each, str) else between.join(each) for each in values)


def _relations(difference: dict[str, Any]) -> Iterator[tuple[str, RelationChange]]:
    kind: str = difference["kind"]
    key: list[str] = difference["key"]
    before, after = difference["before"] or {}, difference["after"] or {}
    if kind == "authorities":
        for relation, column in (
            (Relation.VALIDATES, "validating_coordinator"),
            (Relation.REGISTERED, "registered_by"),
        ):
            yield from _held(relation, key, before.get(column), after.get(column))
        already = {tuple(pair) for pair in before.get("appointed_by", ())}
        for area, coordinator in after.get("appointed_by", ()):
            if (area, coordinator) not in already:
                yield "came", RelationChange(Relation.APPOINTED, coordinator, key[0], area)
    elif kind == "access":
        holder = "access_coordinator"
        yield from _held(Relation.GRANTS_ACCESS, key, before.get(holder), after.get(holder))
        had, has = set(before.get("request_coordinators", ())), set(after.get("request_coordinators", ()))
        went, came = sorted(had - has), sorted(has - had)
        coordinates = Relation.COORDINATES_REQUESTS
        if len(went) == len(came) == 1:
            yield "moved", RelationChange(coordinates, came[0], key[0], key[1], went[0])
        else:
            yield from (("went", RelationChange(coordinates, id, key[0], key[1])) for id in went)
            yield from (("came", RelationChange(coordinates, id, key[0], key[1])) for id in came)
    elif kind == "links":
        yield "came" if difference["after"] else "went", RelationChange(Relation.LINKED_TO, key[0], key[1])


def _held(
    relation: Relation, key: list[str], had: str | None, has: str | None
) -> Iterator[tuple[str, RelationChange]]:
    """A relation with one holder: come, moved or gone."""
    authority, area = key[0], key[1] if len(key) > 1 else None
    if has is None and had is not None:
        yield "went", RelationChange(relation, had, authority, area)
    elif has is not None and had is None:
        yield "came", RelationChange(relation, has, authority, area)
    elif has is not None and had != has:
        yield "moved", RelationChange(relation, has, authority, area, had)
