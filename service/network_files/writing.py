"""From a plan to the graph: state by state, in batches, behind a mark on the state; finished, resumed or undone.

The whole plan is in the graph before a state is marked, so whoever finds a mark can finish or undo the import without its
files. Every batch takes the state's lock first, looks for the mark and whether it is written already: any number may work
at one import, and each batch is written once. Undoing puts another mark there, at which all who write stop.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from service.database.graph import Conflict, Graph, Writer
from service.database.statement import PAST_TENSE
from service.model.identifiers import (
    OPERATOR,
    AreaCode,
    ChangeId,
    Instant,
    StateCode,
    instant,
    later_of,
    present,
)
from service.network_files.plans import NOT_DATED, STEPS, Plan
from service.rules.wording import Code
from service.statements import imports, writing
from service.statements.imports import ImportChangeRow
from service.statements.network import area_uses, network_states, states_of_authorities
from service.work.heavy import off_the_loop

Row = dict[str, Any]
Progress = Callable[[int, int], None]

UNDOING = "undo"
"""Stands in the mark after the slash while an import is undone."""
ABANDONED_HOURS = 1
"""After which the plan of an import that never began is forgotten: it was killed while it was keeping it."""
TENSES = {past: present for present, past in PAST_TENSE.items()}


class Moved(Exception):
    """The graph changed between judging and writing: judge again."""


class NoImport(Exception):
    """The state is not being imported; or there is no such state, where `known` is false."""

    def __init__(self, state: str, *, known: bool) -> None:
        self.known = known
        super().__init__(
            Code.NO_UNFINISHED_IMPORT(state=state) if known else f"there is no Member State {state}"
        )


@dataclass(frozen=True)
class Marked:
    """An import that marks a state."""

    state: StateCode
    change: ImportChangeRow
    undoing: bool

    @property
    def input(self) -> Row:
        """What was asked: `files` by their digests, `rows` by their kinds."""
        found: Row = json.loads(self.change["input"])
        return found

    @property
    def rows(self) -> int:
        """How many rows it changes."""
        return sum(self.input["rows"].values())


@dataclass(frozen=True)
class Ending:
    """Who finishes or undoes an import, and why."""

    actor: str = OPERATOR
    reason: str | None = None
    key: str | None = None


async def write_plan(
    graph: Graph,
    plan: Plan,
    revisions: dict[StateCode, int],
    *,
    now: Instant,
    input: Row,
    record: Row,
    progress: Progress,
) -> list[ChangeId]:
    """Keep the plan, mark the states, write all batches, and answer the changes written: one a state.

    `record` is what the changes say beside: actor, action, reason, key.

    Raises Moved where a state is no longer at the revision it was judged at or another state took a new id meanwhile, and
    Conflict where the import is being undone.
    """
    await _forget_abandoned(graph, now)
    changes = {each.state: ChangeId(str(uuid4())) for each in plan.states}
    try:
        for each in plan.states:
            undo = json.dumps(each.places.undo, ensure_ascii=False)
            for number, text in enumerate((undo, *each.batches)):
                change = changes[each.state]
                await graph.write(imports.store_import_batch, change=change, number=number, at=now, plan=text)
        await graph.write(
            _begin, plan=plan, changes=changes, revisions=revisions, now=now, input=input, record=record
        )
    except Exception:
        for change in changes.values():
            await _forget_unless_begun(graph, change)
        raise
    total, done = sum(len(each.batches) for each in plan.states), 0
    for each in plan.states:
        for number in range(1, len(each.batches) + 1):
            await write_batch(graph, each.state, changes[each.state], number)
            progress(done := done + 1, total)
        await graph.write(_finish, state=each.state, change=changes[each.state], by=None)
        await _forget(graph, changes[each.state])
    return list(changes.values())


async def _begin(
    tx: Writer,
    *,
    plan: Plan,
    changes: dict[StateCode, ChangeId],
    revisions: dict[StateCode, int],
    now: Instant,
    input: Row,
    record: Row,
) -> None:
    """Make the states, regions and areas that are new or differ, mark the states, and write their changes."""
    areas = bool(plan.new_areas or plan.areas)
    if areas or any(each.places.is_new for each in plan.states):
        await writing.lock_catalogue(tx)
    if areas and {row["code"] for row in await network_states(tx)} - revisions.keys():
        raise Moved
    named = {
        each.state: [{"code": each.state, "name": each.places.name}] if each.places.name is not None else []
        for each in plan.states
    }
    for each in plan.states:
        if each.places.is_new:
            await writing.put_member_states(tx, rows=named[each.state])
    every = sorted({*changes, *(revisions if areas else ())})  # a legislative area concerns all states
    locked = {row["code"]: row for row in await writing.lock_states(tx, codes=every)}
    for code, row in locked.items():
        if row["revision"] != revisions.get(code, 0) + 1:
            raise Moved(code)
        if row["importing"] is not None:
            raise Conflict(f"{code} is being imported: finish or undo that import first")
    for each in plan.states:
        await writing.put_member_states(tx, rows=named[each.state])
        # The lock of a state keeps nobody from taking an id in another one.
        if await states_of_authorities(tx, authorities=list(each.new)):
            raise Moved(each.state)
    await writing.create_legislative_areas(tx, rows=plan.new_areas)
    await writing.put_legislative_areas(tx, rows=plan.areas)
    for each in plan.states:
        await writing.create_regions(tx, rows=each.places.new_regions)
        await writing.put_regions(tx, rows=each.places.regions)
    for each in plan.states:
        await writing.place_regions(tx, rows=[*each.places.new_regions, *each.places.regions])
    for each in plan.states:
        change = changes[each.state]
        await writing.record_change(
            tx,
            id=change,
            states=[each.state],
            now=later_of(now, locked[each.state]["at"]),
            input=json.dumps({**input, "rows": each.counts}, ensure_ascii=False),
            before=None,
            after=None,
            **record,
        )
        await writing.mark_importing(tx, states=[each.state], mark=change)


# --- batches ----------------------------------------------------------------------------------------------------------


async def write_batch(graph: Graph, state: StateCode, change: ChangeId, number: int) -> None:
    """Write one batch, unless it is written. Raises Conflict where the import has ended or is being undone."""
    await graph.write(_write_batch, state=state, change=change, number=number)


async def _write_batch(tx: Writer, *, state: StateCode, change: ChangeId, number: int) -> None:
    if not await _own(tx, state, change):
        return
    batch = await imports.import_batch(tx, change=change, number=number)
    if batch is None or batch["written"]:
        return
    made = await imports.change_of_import(tx, change=change)
    assert made is not None, "written with the mark"
    plan = await off_the_loop(len(batch["plan"]), json.loads, batch["plan"])
    for name, rows in plan["steps"]:
        dated: Row = {} if name in NOT_DATED else {"now": made["at"], "change": change}
        await STEPS[name](tx, rows=rows, **dated)
    await writing.touch_authorities(tx, ids=plan["touched"], change=change)
    if plan["kept"]:
        await writing.keep_data(tx, rows=plan["kept"], change=change)
    await imports.mark_batch(tx, change=change, number=number, written=True)


async def _own(tx: Writer, state: StateCode, change: ChangeId, *, undoing: bool = False) -> bool:
    """Take the state's lock; whether this import still marks it. Raises Conflict where it is being undone, or not any more."""
    mark = next((row["importing"] for row in await writing.lock_states(tx, codes=[state])), None)
    if mark == (f"{change}/{UNDOING}" if undoing else change):
        return True
    if mark == f"{change}/{UNDOING}":
        raise Conflict(f"the import of {state} is being undone")
    if await imports.change_of_import(tx, change=change) is None:
        raise Conflict(f"the import of {state} was undone")
    return False  # another has finished it


async def _finish(tx: Writer, *, state: StateCode, change: ChangeId, by: Ending | None) -> ChangeId | None:
    """Take the mark off; `by` whom it was finished another change tells where that is not who began it."""
    if not await _own(tx, state, change):
        return None
    await writing.mark_importing(tx, states=[state], mark=None)
    if by is None:
        return None
    made = await imports.change_of_import(tx, change=change)
    assert made is not None, "written with the mark"
    return await _record(tx, "finishImport", state, made, by)


async def _record(tx: Writer, action: str, state: StateCode, made: ImportChangeRow, by: Ending) -> ChangeId:
    """Write the change that tells of an import that was finished or undone."""
    asked = json.loads(made["input"])
    kept = {
        "state": state,
        "import": {**{name: made[name] for name in ("id", "at", "actor", "action")}, "files": asked["files"]},
        "rows": asked["rows"],
    }
    change = ChangeId(str(uuid4()))
    await writing.record_change(
        tx,
        id=change,
        states=[state],
        now=later_of(present(), made["at"]),
        actor=by.actor,
        action=action,
        input=json.dumps(kept, ensure_ascii=False),
        reason=by.reason,
        key=by.key,
        before=None,
        after=None,
    )
    return change


# --- finishing and undoing ----------------------------------------------------------------------------------------------


async def marked(graph: Graph, state: StateCode) -> Marked:
    """The import that marks a state. Raises NoImport."""
    states = {row["code"]: row for row in await graph.read(network_states)}
    mark = states[state]["importing"] if state in states else None
    if mark is None:
        raise NoImport(state, known=state in states)
    change, _, doing = mark.partition("/")
    if doing not in ("", UNDOING):
        raise Conflict(
            f"the import of {state} was begun by an earlier version: finish it with that one first"
        )
    made = await graph.read(imports.change_of_import, change=ChangeId(change))
    if made is None:
        raise NoImport(state, known=True)  # it ended just now
    return Marked(state, made, undoing=doing == UNDOING)


async def finish(
    graph: Graph, found: Marked, by: Ending | None, progress: Progress = lambda done, total: None
) -> ChangeId | None:
    """Write what is left of an import from its plan, and answer the change that tells who finished it.

    None where `by` names nobody, or another has finished it. Raises Conflict where it is being undone.
    """
    change = found.change["id"]
    batches = await graph.read(imports.import_batches, change=change)
    for done, batch in enumerate(batches):
        if batch["number"] > 0 and not batch["written"]:
            await write_batch(graph, found.state, change, batch["number"])
        progress(done + 1, len(batches))
    ended = await graph.write(_finish, state=found.state, change=change, by=by)
    await _forget(graph, change)
    return ended


async def undo(
    graph: Graph, found: Marked, by: Ending, progress: Progress = lambda done, total: None
) -> ChangeId | None:
    """Take out all that an import wrote, from its last batch to its first, and answer the change that tells of it.

    None where another has undone it meanwhile. Raises Conflict where it was finished meanwhile.
    """
    change = found.change["id"]
    await graph.write(_begin_undoing, state=found.state, change=change)
    batches = await graph.read(imports.import_batches, change=change)
    for done, batch in enumerate(reversed(batches)):
        if batch["number"] > 0 and batch["written"]:
            await graph.write(_undo_batch, state=found.state, change=change, number=batch["number"])
        progress(done + 1, len(batches))
    ended = await graph.write(_end_undoing, found=found, by=by)
    await _forget(graph, change)
    return ended


async def _begin_undoing(tx: Writer, *, state: StateCode, change: ChangeId) -> None:
    mark = next((row["importing"] for row in await writing.lock_states(tx, codes=[state])), None)
    if mark not in (change, f"{change}/{UNDOING}"):
        raise Conflict(f"the import of {state} has ended meanwhile")
    await writing.mark_importing(tx, states=[state], mark=f"{change}/{UNDOING}")


async def _undo_batch(tx: Writer, *, state: StateCode, change: ChangeId, number: int) -> None:
    await _own(tx, state, change, undoing=True)
    batch = await imports.import_batch(tx, change=change, number=number)
    if batch is None or not batch["written"]:
        return
    plan = await off_the_loop(len(batch["plan"]), json.loads, batch["plan"])
    undo, subjects = plan["undo"], plan["subjects"]
    await imports.undo_registrations(tx, rows=undo.get("registered", []))
    await imports.undo_appointments(tx, rows=undo.get("appointed", []))
    await writing.forget_external_ids(tx, rows=undo.get("identified", []))
    await writing.identify_authorities(tx, rows=undo.get("forgotten", []))
    await imports.undo_beginnings(tx, ids=subjects, change=change)
    await imports.undo_ends(tx, ids=subjects, change=change, tenses=TENSES)
    await imports.undo_touches(tx, ids=plan["touched"], change=change)
    await writing.put_authorities(tx, rows=undo.get("nodes", []))
    await imports.undo_authorities(tx, ids=undo.get("created", []))
    await imports.mark_batch(tx, change=change, number=number, written=False)


async def _end_undoing(tx: Writer, *, found: Marked, by: Ending) -> ChangeId | None:
    """Put the places back, take off the mark, and put the change that tells of it where the import's was."""
    state, change = found.state, found.change["id"]
    every = [row["code"] for row in await network_states(tx)]
    locked = {row["code"]: row for row in await writing.lock_states(tx, codes=sorted(every))}
    if state not in locked or locked[state]["importing"] != f"{change}/{UNDOING}":
        return None
    batch = await imports.import_batch(tx, change=change, number=0)
    assert batch is not None, "kept before the mark"
    undo = json.loads(batch["plan"])
    await imports.undo_regions(tx, codes=undo["new_regions"])
    await writing.put_regions(tx, rows=undo["regions"])
    await writing.place_regions(tx, rows=undo["regions"])
    await writing.put_member_states(tx, rows=undo["states"])
    if not any(row["importing"] for code, row in locked.items() if code != state):
        await _undo_areas(tx, undo)
    ended = await _record(tx, "undoImport", state, found.change, by)
    await imports.undo_change(tx, change=change)
    await writing.mark_importing(tx, states=[state], mark=None)
    if undo["new_state"]:
        await imports.undo_member_state(tx, state=state)
    return ended


async def _undo_areas(tx: Writer, undo: Row) -> None:
    """Legislative areas are of all states: what others rest on meanwhile stays."""
    await imports.undo_legislative_areas(tx, codes=undo["new_areas"])
    for before in undo["areas"]:
        uses = await area_uses(
            tx,
            area=AreaCode(before["code"]),
            keywords=before["added"],
            professions=before["requires_professions"],
        )
        if not uses["authorities"]:
            await writing.put_legislative_areas(tx, rows=[before])


# --- plans ------------------------------------------------------------------------------------------------------------


async def _forget(graph: Graph, change: ChangeId) -> None:
    while (await graph.write(imports.forget_import_batches, change=change, limit=20))["forgotten"]:
        pass


async def _forget_unless_begun(graph: Graph, change: ChangeId) -> None:
    """A transaction of which no word came back may have been committed: then its plan is needed."""
    if await graph.read(imports.change_of_import, change=change) is None:
        await _forget(graph, change)


async def _forget_abandoned(graph: Graph, now: Instant) -> None:
    earlier = instant(datetime.fromisoformat(now) - timedelta(hours=ABANDONED_HOURS))
    for row in await graph.read(imports.abandoned_imports, before=earlier):
        await _forget(graph, row["change"])
