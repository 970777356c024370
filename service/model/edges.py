"""The edges between authorities that a row of a network stands for.

Only this module compares two versions of a row and derives which edges end and begin. service.storage.write writes them,
service.changes.outcome reports them, and service.changes.transaction chooses by them whose scopes a dry run compares.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from service.model.identifiers import Relation

OPTS_OUT_OF_REFERRAL = "OPTS_OUT_OF_REFERRAL"
"""An edge of a Request Coordinator to an authority (R42): no relation of the interface, but a setting of one."""


class Slot(NamedTuple):
    """A seat that other authorities hold with one: the kind of edge, the authority, and the area if the kind has areas."""

    kind: str
    authority: str
    area: str | None = None


class Turn(NamedTuple):
    """A slot whose holders changed: who lost it and who gained it, each sorted."""

    slot: Slot
    ended: list[str]
    began: list[str]


def turns(
    kind: str, key: Sequence[str], before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[Turn]:
    """The slots whose holders differ between two versions of a row of this kind (service.model.network.KINDS), sorted.

    Rows may hold only the columns that differ; None: no row.
    """
    had, have = _holders(kind, key, before), _holders(kind, key, after)
    found = []
    for slot in sorted({*had, *have}):
        was, is_ = had.get(slot, set()), have.get(slot, set())
        if was != is_:
            found.append(Turn(slot, sorted(was - is_), sorted(is_ - was)))
    return found


def _holders(kind: str, key: Sequence[str], row: Mapping[str, Any] | None) -> dict[Slot, set[str]]:
    found: dict[Slot, set[str]] = defaultdict(set)
    for slot, holder in _edges(kind, key, row) if row is not None else ():
        found[slot].add(holder)
    return found


def _edges(kind: str, key: Sequence[str], row: Mapping[str, Any]) -> Iterator[tuple[Slot, str]]:
    if kind == "links":
        observer, observed = key
        yield Slot(Relation.LINKED_TO, observed), observer
    elif kind == "authorities":
        for relation, column in (
            (Relation.VALIDATES, "validating_coordinator"),
            (Relation.REGISTERED, "registered_by"),
        ):
            if holder := row.get(column):
                yield Slot(relation, key[0]), holder
        for area, coordinator in row.get("appointed_by", ()):
            yield Slot(Relation.APPOINTED, key[0], area), coordinator
    elif kind == "access":
        if holder := row.get("access_coordinator"):
            yield Slot(Relation.GRANTS_ACCESS, *key), holder
        for edges, column in (
            (Relation.COORDINATES_REQUESTS, "request_coordinators"),
            (OPTS_OUT_OF_REFERRAL, "referral_opt_outs"),
        ):
            yield from ((Slot(edges, *key), holder) for holder in row.get(column, ()))
