"""From a judged network to the graph: state by state, in batches, behind a mark on the state.

Every batch takes the state's lock first and looks for its own mark, so an import that another run took over stops,
and no other change comes between. A batch leaves each of its authorities whole; what an interruption leaves undone
is what the next run of the same files finds to differ.
"""

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from service.graph import Conflict, Graph, Writer
from service.model import Actor, AuthorityId, AuthorityType, ChangeId, Instant, StateCode, later_of
from service.names import fold
from service.network import Access, Authority, Network
from service.network_files.merging import Judgement
from service.network_files.references import row_at, state_of
from service.rules.soundness import external_id_key
from service.statements import writing

BATCH = 1000
"""Authorities of one transaction: with their areas well below what a heap of 512 MB bears."""

Row = dict[str, Any]
Progress = Callable[[int, int], None]

UNDATED = (
    writing.forget_external_ids,
    writing.identify_authorities,
    writing.record_registrations,
    writing.record_appointments,
)
ENDS_THEN_BEGINS = (
    writing.forget_external_ids,
    writing.end_state_memberships,
    writing.end_locations,
    writing.end_validations,
    writing.end_access_grants,
    writing.end_request_coordination,
    writing.end_area_access,
    writing.begin_state_memberships,
    writing.begin_locations,
    writing.identify_authorities,
    writing.begin_area_access,
    writing.begin_validations,
    writing.begin_access_grants,
    writing.begin_request_coordination,
    writing.record_registrations,
    writing.record_appointments,
)
"""What a batch runs, in this order: an edge that changes ends before it begins anew."""

Step = Callable[..., Awaitable[None]]
Steps = dict[Step, list[Row]]


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
    actor: Actor,
    now: Instant,
    input: dict[str, Any],
    progress: Progress,
) -> list[ChangeId]:
    """Write what differs, and answer the changes written: one a state. States to `resume` lose their mark as well.

    Raises Moved where a state is no longer at the revision it was judged at, and Conflict where another run took over.
    """
    network = judgement.network
    by_state: dict[StateCode | None, set[Any]] = defaultdict(set)
    for place in judgement.changed:
        code = state_of(network, place)
        by_state[None if code is None else StateCode(code)].add(place)
    areas = by_state.pop(None, set())
    codes = sorted(resume.union(code for code in by_state if code is not None))
    runs = await graph.write(
        _begin,
        codes=codes,
        areas=areas,
        network=network,
        by_state=by_state,
        revisions=revisions,
        actor=actor,
        now=now,
        input=input,
    )
    touched = {run.state: _authorities_of(by_state[run.state]) for run in runs}
    links = {run.state: sorted(key for kind, key in by_state[run.state] if kind == "links") for run in runs}
    total, done = sum(len(ids) for ids in touched.values()) * 2, 0
    for run in runs:
        names = [
            id
            for id in touched[run.state]
            if _node(network.authorities[id]) != _node(existing.authorities.get(id))
        ]
        for step, ids in ((_put_names, names), (_put_relations, touched[run.state])):
            for batch in _batches(ids):
                await graph.write(step, run=run, ids=batch, network=network, existing=existing)
                done += len(batch)
                progress(done, total)
        for batch in _batches(links[run.state]):
            await graph.write(_put_links, run=run, links=batch)
        await graph.write(_finish, run=run)
    progress(total, total)
    return [run.change for run in runs]


async def _begin(
    tx: Writer,
    *,
    codes: list[StateCode],
    areas: set[Any],
    network: Network,
    by_state: dict[StateCode | None, set[Any]],
    revisions: dict[StateCode, int],
    actor: Actor,
    now: Instant,
    input: dict[str, Any],
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
    await writing.put_legislative_areas(tx, rows=[_plain(network.areas[key[0]]) for _, key in sorted(areas)])
    regions = [
        row_at(network, place) for code in codes for place in sorted(by_state[code]) if place[0] == "regions"
    ]
    await writing.put_regions(tx, rows=[_plain(region) for region in regions])
    await writing.place_regions(tx, rows=[_plain(region) for region in regions])
    runs = []
    for code in codes:
        kept, _, _ = (locked[code]["importing"] or "").partition("/")
        change = ChangeId(kept or str(uuid4()))
        run = Run(code, change, f"{change}/{uuid4()}", later_of(now, locked[code]["at"]))
        counts = {
            kind: sum(1 for place in by_state[code] if place[0] == kind)
            for kind in ("regions", "authorities", "access", "links")
        }
        await writing.record_change(
            tx,
            id=change,
            states=[code],
            now=run.now,
            actor=actor.authority or "operator",
            action="import",
            input=json.dumps({**input, "rows": counts}, ensure_ascii=False),
            reason=None,
        )
        await writing.mark_importing(tx, states=[code], mark=run.mark)
        runs.append(run)
    return runs


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
    authorities = [network.authorities[id] for id in ids]
    await writing.put_authorities(tx, rows=[_node(authority) for authority in authorities])
    new = [_membership(authority) for authority in authorities if authority.id not in existing.authorities]
    await writing.begin_state_memberships(tx, rows=new, now=run.now, change=run.change)
    # Here too: where nothing but this is new, a run that finishes an interrupted one has nothing left to write.
    await writing.touch_authorities(tx, ids=[AuthorityId(id) for id in ids], change=run.change)


async def _put_links(tx: Writer, *, run: Run, links: list[tuple[str, str]]) -> None:
    """New links; both of their ends are touched."""
    await _own(tx, run)
    rows = [{"observer": observer, "observed": observed} for observer, observed in links]
    await writing.begin_links(tx, rows=rows, now=run.now, change=run.change)
    ends = sorted({AuthorityId(id) for link in links for id in link})
    await writing.touch_authorities(tx, ids=ends, change=run.change)


async def _put_relations(
    tx: Writer, *, run: Run, ids: list[str], network: Network, existing: Network
) -> None:
    """Every relation of some authorities that differs, and the mark that this change touched them."""
    await _own(tx, run)
    steps: Steps = defaultdict(list)
    for id in ids:
        _relations(id, network, existing, steps)
    for step in ENDS_THEN_BEGINS:
        if rows := steps.get(step):
            dated: Row = {} if step in UNDATED else {"now": run.now, "change": run.change}
            await step(tx, rows=rows, **dated)
    await writing.touch_authorities(tx, ids=[AuthorityId(id) for id in ids], change=run.change)


def _relations(id: str, network: Network, existing: Network, steps: Steps) -> None:
    """Add what ends and what begins for one authority to `steps`."""
    after, before = network.authorities[id], existing.authorities.get(id)
    me = {"authority": id}
    if before is not None and _membership(before) != _membership(after):
        steps[writing.end_state_memberships].append(me)
        steps[writing.begin_state_memberships].append(_membership(after))
    if before is None or before.region != after.region:
        if before is not None and before.region is not None:
            steps[writing.end_locations].append(me)
        if after.region is not None:
            steps[writing.begin_locations].append({**me, "region": after.region})
    if before is None or before.validating_coordinator != after.validating_coordinator:
        if before is not None and before.validating_coordinator is not None:
            steps[writing.end_validations].append(me)
        if after.validating_coordinator is not None:
            steps[writing.begin_validations].append({**me, "coordinator": after.validating_coordinator})
    if after.registered_by is not None and (before is None or before.registered_by is None):
        steps[writing.record_registrations].append(
            {**me, "coordinator": after.registered_by, "at": after.registered_at}
        )
    for area, coordinator in sorted(set(after.appointed_by) - set(before.appointed_by if before else ())):
        at = network.access[id, area].granted_at if (id, area) in network.access else after.registered_at
        steps[writing.record_appointments].append({**me, "coordinator": coordinator, "area": area, "at": at})
    _external_ids(after, before, steps)
    for area in sorted(network.areas):
        if access := network.access.get((id, area)):
            _access(access, existing.access.get((id, area)), steps)


def _external_ids(after: Authority, before: Authority | None, steps: Steps) -> None:
    had = set(before.external_ids if before else ())
    for scheme, value in sorted(had - set(after.external_ids)):
        steps[writing.forget_external_ids].append(
            {"state": after.state, "key": external_id_key(scheme, value)}
        )
    for scheme, value in sorted(set(after.external_ids) - had):
        key = external_id_key(scheme, value)
        steps[writing.identify_authorities].append(
            {"authority": after.id, "state": after.state, "key": key, "scheme": scheme, "value": value}
        )


def _access(after: Access, before: Access | None, steps: Steps) -> None:
    me = {"authority": after.authority, "area": after.area}
    if before is None or _settings(before) != _settings(after):
        if before is not None:
            steps[writing.end_area_access].append(me)
        steps[writing.begin_area_access].append(_settings(after))
    if before is None or before.access_coordinator != after.access_coordinator:
        if before is not None and before.access_coordinator is not None:
            steps[writing.end_access_grants].append(me)
        steps[writing.begin_access_grants].append({**me, "coordinator": after.access_coordinator})
    had = (
        {coordinator: coordinator in before.referral_opt_outs for coordinator in before.request_coordinators}
        if before
        else {}
    )
    has = {coordinator: coordinator in after.referral_opt_outs for coordinator in after.request_coordinators}
    for coordinator, opt_out in had.items():
        if has.get(coordinator) != opt_out:
            steps[writing.end_request_coordination].append({**me, "coordinator": coordinator})
    for coordinator, opt_out in has.items():
        if had.get(coordinator) != opt_out:
            steps[writing.begin_request_coordination].append(
                {**me, "coordinator": coordinator, "referral_opt_out": opt_out}
            )


def _authorities_of(places: Iterable[Any]) -> list[str]:
    """The authorities whose own row or access rows differ, ordered."""
    return sorted({key[0] for kind, key in places if kind in ("authorities", "access")})


def _membership(authority: Authority) -> Row:
    kind = authority.type if authority.type in (AuthorityType.NIMIC, AuthorityType.SDIMIC) else None
    return {"authority": authority.id, "state": authority.state, "type": kind, "status": authority.status}


def _node(authority: Authority | None) -> Row:
    """What an authority's node holds of itself."""
    if authority is None:
        return {}
    search = fold(authority.name)
    return {
        "id": authority.id,
        "name": authority.name,
        "name_language": authority.name_language,
        "names": [f"{language}={name}" for language, name in authority.other_names],
        "search": search,
        "search_all": "\n".join([search, *(fold(name) for _, name in authority.other_names)]),
        "sort": f"{search}\u0001{authority.id}",
        "email": authority.email,
        "phone": authority.phone,
        "address": authority.address,
        "languages": list(authority.languages),
        "registered_at": authority.registered_at,
    }


def _settings(access: Access) -> Row:
    """What an ACTS_IN edge holds."""
    return {
        "authority": access.authority,
        "area": access.area,
        "role": access.role,
        "territory": access.territory,
        "keywords": list(access.keywords),
        "professions": list(access.professions),
        "flags": list(access.flags),
        "granted_by": access.granted_by,
        "granted_at": access.granted_at,
    }


def _plain(row: Any) -> Row:
    values = {name: getattr(row, name) for name in row.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
