"""What a change did, in a form that is kept with it: the rows that differ, and the relations that came, moved and went."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.changes.draft import Draft
from service.model.edges import OPTS_OUT_OF_REFERRAL, Slot, Turn, turns
from service.model.identifiers import ChangeId, Instant, Relation
from service.model.network import KINDS
from service.storage.write import plain

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
            for slot, ended, began in _turns(difference):
                if slot.kind == OPTS_OUT_OF_REFERRAL:
                    continue
                if len(ended) == len(began) == 1:
                    found["moved"].append(_relation(slot, began[0], ended[0]))
                else:
                    found["went"] += [_relation(slot, holder) for holder in ended]
                    found["came"] += [_relation(slot, holder) for holder in began]
        for changes in found.values():
            changes.sort(key=lambda each: (each.relation, each.authority, each.area or "", each.holder))
        return found

    def holders(self) -> set[str]:
        """Who holds, or held, a relation that differs."""
        found = (turn for difference in self.differences for turn in _turns(difference))
        return {holder for turn in found for holder in (*turn.ended, *turn.began)}


def _turns(difference: Mapping[str, Any]) -> list[Turn]:
    return turns(*(difference[name] for name in ("kind", "key", "before", "after")))


def _relation(slot: Slot, holder: str, before: str | None = None) -> RelationChange:
    return RelationChange(Relation(slot.kind), holder, slot.authority, slot.area, before)


def differences(draft: Draft) -> Differences:
    """The rows that differ, each with the columns that do."""
    found: Differences = []
    for kind in KINDS:
        for was, would_be in draft.changed(kind):
            before, after = plain(was), plain(would_be)
            if before is not None and after is not None:
                same = {name for name in before if before[name] == after[name]}
                before = {name: value for name, value in before.items() if name not in same}
                after = {name: value for name, value in after.items() if name not in same}
            found.append({"kind": kind, "key": _key(kind, would_be or was), "before": before, "after": after})
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
