"""What an import will write, batch by batch, and how each is undone: made before anything is written, and kept as JSON.

Pure. A batch leaves each of its authorities whole, in an order in which whatever a batch points to is there already.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.model.identifiers import AuthorityId, StateCode
from service.model.network import Network, Place
from service.network_files.references import row_at, state_of
from service.statements import writing
from service.storage.history import kept_data
from service.storage.write import (
    ENDS_THEN_BEGINS,
    UNDATED,
    Step,
    areas_of,
    membership,
    node,
    plain,
    steps_between,
)

BATCH = 1000
"""Authorities of one transaction: with their areas well below what a heap of 512 MB bears."""

Row = dict[str, Any]


@dataclass(frozen=True)
class StatePlan:
    """What an import writes of one state: its places with the mark, and all else in batches, each JSON."""

    state: StateCode
    places: "PlacesPlan"
    batches: tuple[str, ...]
    new: tuple[AuthorityId, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class PlacesPlan:
    """Member States, regions and legislative areas: rows as statements take them, new ones and those that are there."""

    name: str | None
    is_new: bool
    new_regions: list[Row]
    regions: list[Row]
    undo: Row


@dataclass(frozen=True)
class Plan:
    """All that an import writes; legislative areas are of all states."""

    states: tuple[StatePlan, ...]
    new_areas: list[Row]
    areas: list[Row]


def planned(existing: Network, network: Network, changed: Iterable[Place]) -> Plan:
    """What differs between two networks at the places named, as an import writes it."""
    by_state: dict[StateCode | None, set[Place]] = defaultdict(set)
    for place in changed:
        code = state_of(network, place)
        by_state[None if code is None else StateCode(code)].add(place)
    areas = [network.areas[key[0]] for _, key in sorted(by_state.pop(None, set()))]
    new_areas, there = _apart(areas, existing.areas)
    undo_areas = {
        "new_areas": [row["code"] for row in new_areas],
        "areas": [
            {
                **plain(before := existing.areas[row["code"]]),
                "added": sorted(set(row["keywords"]) - set(before.keywords)),
            }
            for row in there
        ],
    }
    accesses = areas_of(existing, network)
    states = tuple(
        _state_plan(existing, network, code, by_state[code], undo_areas=undo_areas, accesses=accesses)
        for code in sorted(by_state, key=str)
        if code is not None
    )
    if states:  # areas are of all states: one of the changes counts them
        states = (replace(states[0], counts={**states[0].counts, "areas": len(areas)}), *states[1:])
    return Plan(states, new_areas, there)


def _state_plan(
    existing: Network,
    network: Network,
    code: StateCode,
    places: set[Place],
    *,
    undo_areas: Row,
    accesses: Mapping[str, list[str]],
) -> StatePlan:
    regions = [row_at(network, place) for place in sorted(places) if place[0] == "regions"]
    new_regions, there = _apart(regions, existing.regions)
    before = existing.states.get(code)
    undo = {
        **undo_areas,
        "new_state": before is None,
        "states": [{"code": code, "name": before.name}] if before is not None else [],
        "new_regions": [row["code"] for row in new_regions],
        "regions": [plain(existing.regions[row["code"]]) for row in there],
    }
    named = network.states[code].name if ("states", (code,)) in places else None
    counts = Counter(kind for kind, _ in places)
    return StatePlan(
        code,
        PlacesPlan(named, before is None, new_regions, there, undo),
        tuple(_batches(existing, network, places, accesses)),
        tuple(new_authorities(existing, places)),
        {kind: counts[kind] for kind in ("states", "regions", "authorities", "access", "links")},
    )


def _batches(
    existing: Network, network: Network, places: set[Place], accesses: Mapping[str, list[str]]
) -> Iterator[str]:
    touched = sorted({key[0] for kind, key in places if kind in ("authorities", "access")})
    own = {id: node(network.authorities[id]) for id in touched}
    was = {id: node(existing.authorities.get(id)) for id in touched}
    for ids in _parts([id for id in touched if own[id] != was[id]]):
        new = [id for id in ids if id not in existing.authorities]
        old = [id for id in ids if id in existing.authorities]
        yield _batch(
            [
                (writing.create_authorities, [own[id] for id in new]),
                (writing.put_authorities, [own[id] for id in old]),
                (writing.begin_state_memberships, [membership(network.authorities[id]) for id in new]),
            ],
            touched=ids,
            subjects=new,
            kept=_kept(ids, existing, network),
            undo={"created": new, "nodes": [was[id] for id in old]},
        )
    for ids in _parts(touched):
        steps, concerned = steps_between(existing, network, ids, [], accesses)
        yield _relations(steps, concerned, ids, _kept(ids, existing, network))
    for pairs in _parts(sorted((key[0], key[1]) for kind, key in places if kind == "links")):
        steps, concerned = steps_between(existing, network, [], pairs, accesses)
        yield _relations(steps, concerned, sorted({observed for _, observed in pairs}), [])


def _relations(steps: Any, concerned: list[AuthorityId], subjects: list[str], kept: list[Row]) -> str:
    rows = {_named(step): rows for step, rows in steps}
    undo = {
        "identified": rows.get("identify_authorities", []),
        "forgotten": rows.get("forget_external_ids", []),
        "registered": rows.get("record_registrations", []),
        "appointed": rows.get("record_appointments", []),
    }
    return _batch(steps, touched=concerned, subjects=subjects, kept=kept, undo=undo)


def _batch(steps: Any, *, touched: Iterable[str], subjects: Iterable[str], kept: list[Row], undo: Row) -> str:
    """`subjects` are whom the edges are about that begin and end; `touched` also who coordinates them."""
    return json.dumps(
        {
            "steps": [[_named(step), rows] for step, rows in steps if rows],
            "touched": list(touched),
            "subjects": list(subjects),
            "kept": kept,
            "undo": undo,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _named(step: Step) -> str:
    name: str = step.__name__
    return name


_OF_AUTHORITIES: tuple[Step, ...] = (writing.create_authorities, writing.put_authorities)
STEPS = {_named(step): step for step in (*_OF_AUTHORITIES, *ENDS_THEN_BEGINS)}
"""What a batch may run, by its name in the plan."""
NOT_DATED = {_named(step) for step in (*_OF_AUTHORITIES, *UNDATED)}


def _kept(ids: Iterable[str], existing: Network, network: Network) -> list[Row]:
    """What differs of the own data of authorities that were there."""
    return [
        {"authority": id, "before": kept[0], "after": kept[1]}
        for id in ids
        if (was := existing.authorities.get(id)) and (kept := kept_data(was, network.authorities[id]))
    ]


def _apart(rows: Iterable[Any], existing: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """Rows as statements take them: those that are new, and those that are there."""
    found = list(rows)
    new = [plain(row) for row in found if row.code not in existing]
    return new, [plain(row) for row in found if row.code in existing]


def new_authorities(existing: Network, places: Iterable[Place]) -> list[AuthorityId]:
    """Of rows that differ, the authorities that are not there yet, ordered."""
    ids = {key[0] for kind, key in places if kind == "authorities"}
    return [AuthorityId(id) for id in sorted(ids - existing.authorities.keys())]


def _parts(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
