"""From a judged network to the graph: state by state, in batches, behind a mark on the state.

Every batch takes the state's lock first and looks for its own mark, so an import that another run took over stops,
and no other change comes between. A batch leaves each of its authorities whole; what an interruption leaves undone
is what the next run of the same files finds to differ.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from service.applying import apply_relations, membership, node, plain
from service.graph import Conflict, Graph, Writer
from service.heavy_work import off_the_loop
from service.history import kept_data
from service.model import AuthorityId, ChangeId, Instant, StateCode, later_of
from service.network import Network
from service.network_files.merging import Judgement
from service.network_files.references import row_at, state_of
from service.rules.soundness import Place
from service.statements import writing
from service.statements.network import states_of_authorities

BATCH = 1000
"""Authorities of one transaction: with their areas well below what a heap of 512 MB bears."""

Row = dict[str, Any]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Run:
    """One run of an import on one state: its mark, the change it writes, and the time of both."""

    state: StateCode
    change: ChangeId
    mark: str
    now: Instant


class Moved(Exception):
    """The graph changed between judging and writing: judge again."""


async def write_judgement(
    graph: Graph,
    existing: Network,
    judgement: Judgement,
    revisions: dict[StateCode, int],
    *,
    resume: set[StateCode],
    now: Instant,
    input: dict[str, Any],
    record: dict[str, Any],
    progress: Progress,
) -> list[ChangeId]:
    """Write what differs, and answer the changes written: one a state. States to `resume` lose their mark as well.

    `record` is what the changes say beside: actor, action, reason, key.

    Raises Moved where a state is no longer at the revision it was judged at or another state took a new id meanwhile, and
    Conflict where another run took over.
    """
    network = judgement.network
    size = len(judgement.changed)
    by_state = await off_the_loop(size, _by_state, network, judgement.changed)
    areas = by_state.pop(None, set())
    codes = sorted(resume.union(code for code in by_state if code is not None))
    runs = await graph.write(
        _begin,
        codes=codes,
        areas=areas,
        existing=existing,
        network=network,
        by_state=by_state,
        revisions=revisions,
        now=now,
        input=input,
        record=record,
    )
    touched, links = {}, {}
    for run in runs:
        touched[run.state] = await off_the_loop(size, _authorities_of, by_state[run.state])
        links[run.state] = await off_the_loop(size, _links_of, by_state[run.state])
    total = sum(len(touched[run.state]) * 2 + len(links[run.state]) for run in runs)
    done = 0
    for run in runs:
        names = await off_the_loop(size, _named, touched[run.state], network, existing)
        for batch in _batches(names):
            await graph.write(_put_names, run=run, ids=batch, network=network, existing=existing)
            progress(done := done + len(batch), total)
        for batch in _batches(touched[run.state]):
            await graph.write(
                _put_relations, run=run, ids=batch, links=[], network=network, existing=existing
            )
            progress(done := done + len(batch), total)
        for pairs in _batches(links[run.state]):
            await graph.write(
                _put_relations, run=run, ids=[], links=pairs, network=network, existing=existing
            )
            progress(done := done + len(pairs), total)
        await graph.write(_finish, run=run)
    progress(total, total)
    return [run.change for run in runs]


async def _begin(
    tx: Writer,
    *,
    codes: list[StateCode],
    areas: set[Any],
    existing: Network,
    network: Network,
    by_state: dict[StateCode | None, set[Any]],
    revisions: dict[StateCode, int],
    now: Instant,
    input: dict[str, Any],
    record: dict[str, Any],
) -> list[Run]:
    """Make the states, regions and areas that are new or differ, mark the states, and write their changes."""
    named = [
        {"code": code, "name": network.states[code].name}
        for code in codes
        if ("states", (code,)) in by_state[code]
    ]
    await writing.put_member_states(tx, rows=[row for row in named if row["code"] not in revisions])
    every = sorted({*codes, *(revisions if areas else ())})  # a legislative area concerns all states
    locked = {row["code"]: row for row in await writing.lock_states(tx, codes=every)}
    for code, row in locked.items():
        if row["revision"] != revisions.get(code, 0) + 1:
            raise Moved(code)
        if row["importing"] is not None and code not in codes:
            raise Conflict(f"{code} is being imported: finish that import first")
    await writing.put_member_states(tx, rows=named)
    for code in codes:
        # The lock of a state keeps nobody from taking an id in another one.
        added = await off_the_loop(len(by_state[code]), new_authorities, existing, by_state[code])
        if await states_of_authorities(tx, authorities=added):
            raise Moved(code)
    new, there = _apart([network.areas[key[0]] for _, key in sorted(areas)], existing.areas)
    await writing.create_legislative_areas(tx, rows=new)
    await writing.put_legislative_areas(tx, rows=there)
    regions = [
        row_at(network, place) for code in codes for place in sorted(by_state[code]) if place[0] == "regions"
    ]
    new, there = _apart(regions, existing.regions)
    await writing.create_regions(tx, rows=new)
    await writing.put_regions(tx, rows=there)
    await writing.place_regions(tx, rows=[*new, *there])
    runs = []
    for code in codes:
        kept, _, _ = (locked[code]["importing"] or "").partition("/")
        change = ChangeId(kept or str(uuid4()))
        run = Run(code, change, f"{change}/{uuid4()}", later_of(now, locked[code]["at"]))
        counts = await off_the_loop(len(by_state[code]), _counts, by_state[code])
        await writing.record_change(
            tx,
            id=change,
            states=[code],
            now=run.now,
            input=await off_the_loop(
                len(by_state[code]), partial(json.dumps, ensure_ascii=False), {**input, "rows": counts}
            ),
            before=None,
            after=None,
            **record,
        )
        await writing.mark_importing(tx, states=[code], mark=run.mark)
        runs.append(run)
    return runs


def _counts(places: Iterable[Place]) -> dict[str, int]:
    """How many rows of each kind."""
    counted = Counter(kind for kind, _ in places)
    return {kind: counted[kind] for kind in ("regions", "authorities", "access", "links")}


def _apart(rows: Iterable[Any], existing: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """Rows as statements take them: those that are new, and those that are there."""
    found = list(rows)
    new = [plain(row) for row in found if row.code not in existing]
    return new, [plain(row) for row in found if row.code in existing]


async def _own(tx: Writer, run: Run) -> None:
    (locked,) = await writing.lock_states(tx, codes=[run.state])
    if locked["importing"] != run.mark:
        raise Conflict(f"another import took over {run.state}: run this one again")


async def _finish(tx: Writer, *, run: Run) -> None:
    await _own(tx, run)
    await writing.mark_importing(tx, states=[run.state], mark=None)


async def _put_names(tx: Writer, *, run: Run, ids: list[str], network: Network, existing: Network) -> None:
    """Authorities as such, within their state: what relations of later batches point to."""
    await _own(tx, run)
    there, new, members = await off_the_loop(len(ids), _nodes, ids, network, existing)
    await writing.create_authorities(tx, rows=new)
    await writing.put_authorities(tx, rows=there)
    await writing.begin_state_memberships(tx, rows=members, now=run.now, change=run.change)
    # Here too: where nothing but this is new, a run that finishes an interrupted one has nothing left to write.
    await writing.touch_authorities(tx, ids=[AuthorityId(id) for id in ids], change=run.change)
    await _keep_data(tx, run=run, ids=ids, network=network, existing=existing)


async def _put_relations(
    tx: Writer,
    *,
    run: Run,
    ids: list[str],
    links: list[tuple[str, str]],
    network: Network,
    existing: Network,
) -> None:
    """Every relation of some authorities that differs, some new links, and the mark that this change touched them."""
    await _own(tx, run)
    await apply_relations(tx, existing, network, authorities=ids, links=links, now=run.now, change=run.change)
    await _keep_data(tx, run=run, ids=ids, network=network, existing=existing)


async def _keep_data(tx: Writer, *, run: Run, ids: list[str], network: Network, existing: Network) -> None:
    """Keep what differs of the own data of authorities that were there; of what an interrupted run kept nothing is lost."""
    rows = await off_the_loop(len(ids), _kept, ids, network, existing)
    if rows:
        await writing.keep_data(tx, rows=rows, change=run.change)


def _kept(ids: list[str], network: Network, existing: Network) -> list[Row]:
    return [
        {"authority": id, "before": kept[0], "after": kept[1]}
        for id in ids
        if (was := existing.authorities.get(id)) and (kept := kept_data(was, network.authorities[id]))
    ]


def _nodes(ids: list[str], network: Network, existing: Network) -> tuple[list[Row], list[Row], list[Row]]:
    """Authorities that are there and those that are new, as statements take them, and the memberships of the new ones."""
    authorities = [network.authorities[id] for id in ids]
    new = [each for each in authorities if each.id not in existing.authorities]
    there = [each for each in authorities if each.id in existing.authorities]
    return [*map(node, there)], [*map(node, new)], [*map(membership, new)]


def _by_state(network: Network, places: Iterable[Place]) -> dict[StateCode | None, set[Any]]:
    found: dict[StateCode | None, set[Any]] = defaultdict(set)
    for place in places:
        code = state_of(network, place)
        found[None if code is None else StateCode(code)].add(place)
    return found


def _named(ids: Iterable[str], network: Network, existing: Network) -> list[str]:
    """Those of which the names or other data of their own differ."""
    return [id for id in ids if node(network.authorities[id]) != node(existing.authorities.get(id))]


def _links_of(places: Iterable[Place]) -> list[Any]:
    return sorted(key for kind, key in places if kind == "links")


def new_authorities(existing: Network, places: Iterable[Place]) -> list[AuthorityId]:
    """Of rows that differ, the authorities that are not there yet, ordered."""
    ids = {key[0] for kind, key in places if kind == "authorities"}
    return [AuthorityId(id) for id in sorted(ids - existing.authorities.keys())]


def _authorities_of(places: Iterable[Any]) -> list[str]:
    """The authorities whose own row or access rows differ, ordered."""
    return sorted({key[0] for kind, key in places if kind in ("authorities", "access")})


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
