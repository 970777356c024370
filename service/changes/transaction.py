"""One change in one transaction: lock, gather, decide, record, write. It may run twice; a dry run is rolled back.

The state's write lock is taken before any fact is read, so no two changes of a state interleave.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from service.changes.draft import Draft
from service.changes.outcome import Differences, Outcome, ScopeChange, differences, read_again
from service.database.graph import Conflict, Graph, Writer
from service.model.identifiers import (
    Actor,
    AuthorityId,
    ChangeId,
    Instant,
    StateCode,
    later_of,
    present,
)
from service.rules.catalogue import Rule
from service.rules.violation import KeyUsed, NotFound, Refused, Violation
from service.rules.wording import Code
from service.statements import catalogue, idempotency, monitoring, network, writing
from service.statements.authorities import authorities_by_id
from service.statements.idempotency import FirstUserRow
from service.storage.history import kept
from service.storage.load import load_places
from service.storage.write import apply_relations, membership, node, plain
from service.work.heavy import off_the_loop

MOST_AUTHORITIES_SHOWN = 500
"""A dry run previews at most so many authorities, the new ones and its subject first.

Of the others only the relations that would change are answered.
"""

Work = Callable[[Draft], Awaitable[None]]


class RevisionUnmet(Conflict):
    """The authority is not at the revision that the client expects; `present` is where it is."""

    def __init__(self, authority: str, expected: int, present: int) -> None:
        self.present = present
        super().__init__(f"{authority} is at revision {present}, not {expected}: look at it again")


@dataclass(frozen=True)
class Request:
    """What a client asks for beside the change itself."""

    action: str
    input: dict[str, Any]
    actor: Actor
    dry_run: bool = False
    key: str | None = None
    reason: str | None = None
    expected_revision: int | None = None
    with_scopes: bool = False
    first_user: FirstUserRow | None = None
    """The first user that a registration names; not part of `input`, which is kept with the change."""
    clock: Callable[[], Instant] = present
    """What time it is, once the states are locked."""


class _NothingToWrite(Exception):
    """Rolls back a dry run, or a change that was made before, and carries its outcome out of the transaction."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


async def carry_out(
    graph: Graph,
    request: Request,
    work: Work,
    *,
    authorities: list[AuthorityId] | None = None,
    states: list[StateCode] | None = None,
) -> Outcome:
    """Carry out one change. That of an authority locks and alters its own Member State alone, whatever it names.

    That of the operator locks the states of `authorities`; without them the catalogue and `states`, or every state.
    Rules: R25, R72, R76, R77. Raises Refused, NotFound, KeyUsed, Conflict, Unavailable; then nothing was written.
    """
    try:
        return await graph.write(_within, request, work, authorities, states)
    except _NothingToWrite as ended:
        return ended.outcome


async def _within(
    tx: Writer,
    request: Request,
    work: Work,
    authorities: list[AuthorityId] | None,
    states: list[StateCode] | None,
) -> Outcome:
    if request.actor.authority is not None:
        locked = await writing.lock_states_of(tx, authorities=[request.actor.authority])
    elif authorities is not None:
        locked = await writing.lock_states_of(tx, authorities=authorities)
    else:
        await writing.lock_catalogue(tx)  # no state comes to be between this and the end
        locked = await writing.lock_states(tx, codes=states if states is not None else await _every_state(tx))
    for row in locked:
        if row["importing"] is not None:
            raise Conflict(f"{row['code']} is being imported: try again when the import has finished")
    if request.key is not None and (outcome := await _repeated(tx, request, request.key)):
        raise _NothingToWrite(outcome)
    last = max((row["at"] for row in locked if row["at"] is not None), default=None)
    draft = Draft(
        tx,
        actor=request.actor.authority,
        now=later_of(request.clock(), last),
        change=ChangeId(str(uuid4())),
        before=await load_places(tx, [row["code"] for row in locked]),
    )
    await _see_the_actor(draft, request.actor)
    try:
        await work(draft)
    except (NotFound, Refused):
        _meets(draft, request.expected_revision)  # what forbids it may be what the client has not seen yet
        raise
    _meets(draft, request.expected_revision)
    await draft.settle()
    found = await off_the_loop(draft.size, differences, draft)
    monitors = await _monitors(draft, found) if request.with_scopes else []
    before = await _scopes(tx, monitors)
    sides = await off_the_loop(len(found), kept, draft.subject, found)
    await _record(tx, draft, request, [row["code"] for row in locked], sides)
    await _apply(tx, draft)
    for step in draft.afterwards:
        await step(tx)
    outcome = Outcome(None if request.dry_run else draft.change, draft.now, draft.subject, found)
    outcome.regions = [plain(row) for _, row in draft.changed("regions") if row is not None]
    outcome.areas = [plain(row) for _, row in draft.changed("areas") if row is not None]
    after = await _scopes(tx, monitors)
    outcome.scopes = await off_the_loop(draft.size, _differing, before, after)
    if request.dry_run:
        shown = await off_the_loop(draft.size, _shown, draft)
        outcome.preview = [dict(row) for row in (await authorities_by_id(tx, ids=shown))["authorities"]]
        states = [StateCode(row.code) for _, row in draft.changed("states") if row is not None]  # type: ignore[attr-defined]
        outcome.states = [dict(row) for row in await catalogue.member_states(tx, codes=states)]
        raise _NothingToWrite(outcome)
    return outcome


def _shown(draft: Draft) -> list[AuthorityId]:
    """Whom a trial shows as they would be, the new ones and the one it is about before all others."""
    concerned = sorted({*_concerned(draft), *([draft.subject] if draft.subject else [])})
    concerned.sort(key=lambda id: id in draft.before.authorities and id != draft.subject)
    return [AuthorityId(id) for id in concerned[:MOST_AUTHORITIES_SHOWN]]


async def _every_state(tx: Writer) -> list[StateCode]:
    return [row["code"] for row in await network.network_states(tx)]


async def _repeated(tx: Writer, request: Request, key: str) -> Outcome | None:
    """What was done before under the same key, if anything was. Raises KeyUsed."""
    made = await idempotency.kept_change(tx, actor=request.actor.name, key=key)
    if made is None:
        return None
    asked = (request.action, request.input, request.first_user)
    if (made["action"], json.loads(made["input"]), made["first_user"]) != asked:
        raise KeyUsed(f"was used for another input, by the change {made['id']}: choose another key")
    assert made["before"] is not None and made["after"] is not None, "kept by every change that has a key"
    subject, found = read_again(made["before"], made["after"])
    return Outcome(made["id"], made["at"], subject, found, repeated=True)


async def _see_the_actor(draft: Draft, actor: Actor) -> None:
    """The actor and the NIMIC are always looked at. Rules: R72."""
    nimics = [state.nimic for state in draft.before.states.values() if state.nimic]
    await draft.see_from_afar(*nimics)
    if actor.authority is not None:
        try:
            await draft.see_from_afar(actor.authority)
        except NotFound:
            detail = Code.TOKEN_OF_NOBODY(authority=actor.authority)
            raise Refused([Violation(Rule.R72, detail)]) from None


def _meets(draft: Draft, expected: int | None) -> None:
    if expected is None or draft.subject not in draft.revisions:
        return
    present = draft.revisions[draft.subject]
    if present != expected:
        raise RevisionUnmet(draft.subject, expected, present)


async def _record(
    tx: Writer, draft: Draft, request: Request, states: list[StateCode], sides: tuple[str, str]
) -> None:
    if rows := [plain(row) for _, row in draft.changed("states") if row is not None]:
        await writing.put_member_states(tx, rows=rows)
    new = [StateCode(code) for code in sorted(draft.after.states.keys() - draft.before.states.keys())]
    if new and any(row["revision"] != 1 for row in await writing.lock_states(tx, codes=new)):
        raise Conflict(f"{', '.join(new)} was created meanwhile")
    await writing.record_change(
        tx,
        id=draft.change,
        states=sorted({*states, *new}),
        now=draft.now,
        actor=request.actor.name,
        action=request.action,
        input=json.dumps(request.input, ensure_ascii=False),
        reason=request.reason,
        key=request.key,
        before=sides[0],
        after=sides[1],
    )


async def _apply(tx: Writer, draft: Draft) -> None:
    """Write what differs: nodes first, then relations."""
    new_areas = [plain(row) for was, row in draft.changed("areas") if was is None]
    areas = [plain(row) for was, row in draft.changed("areas") if was is not None]
    new_regions = [plain(row) for was, row in draft.changed("regions") if was is None]
    regions = [plain(row) for was, row in draft.changed("regions") if was is not None]
    if new_areas:
        await writing.create_legislative_areas(tx, rows=new_areas)
    if areas:
        await writing.put_legislative_areas(tx, rows=areas)
    if new_regions:
        await writing.create_regions(tx, rows=new_regions)
    if regions:
        await writing.put_regions(tx, rows=regions)
    if new_regions or regions:
        await writing.place_regions(tx, rows=[*new_regions, *regions])
    written = await off_the_loop(draft.size, _Written.by, draft)
    if written.created:
        await writing.create_authorities(tx, rows=written.created)
    if written.edited:
        await writing.put_authorities(tx, rows=written.edited)
    if written.members:
        await writing.begin_state_memberships(tx, rows=written.members, now=draft.now, change=draft.change)
    if written.concerned:
        assert {draft.after.authorities[id].state for id in written.concerned} <= draft.after.states.keys(), (
            "R25"
        )
        await apply_relations(
            tx,
            draft.before,
            draft.after,
            authorities=written.concerned,
            links=written.links,
            now=draft.now,
            change=draft.change,
            appointed_at=draft.now,
        )


@dataclass(frozen=True)
class _Written:
    """The rows that a change writes of authorities, and the authorities and links whose edges may differ."""

    created: list[dict[str, Any]]
    edited: list[dict[str, Any]]
    members: list[dict[str, Any]]
    concerned: set[str]
    links: set[tuple[str, str]]

    @classmethod
    def by(cls, draft: Draft) -> "_Written":
        bodies: list[tuple[Any, Any]] = [pair for pair in draft.changed("authorities") if pair[1] is not None]
        new = [is_ for was, is_ in bodies if was is None]
        edited = [node(is_) for was, is_ in bodies if was is not None and node(was) != node(is_)]
        links = {(each.observer, each.observed) for pair in draft.changed("links") for each in pair if each}  # type: ignore[attr-defined]
        return cls([*map(node, new)], edited, [*map(membership, new)], _concerned(draft), links)


def _concerned(draft: Draft) -> set[str]:
    """The authorities whose own rows, accesses or links differ."""
    found = {each.id for pair in draft.changed("authorities") for each in pair if each}  # type: ignore[attr-defined]
    found |= {each.authority for pair in draft.changed("access") for each in pair if each}  # type: ignore[attr-defined]
    for pair in draft.changed("links"):
        found |= {id for each in pair if each for id in (each.observer, each.observed)}  # type: ignore[attr-defined]
    return found


# --- who would see whom -------------------------------------------------------------------------------------------


async def _monitors(draft: Draft, found: Differences) -> list[AuthorityId]:
    """Whose scope may change: both ends of every relation that begins or ends, the NIMIC, and every SDIMIC (R43–R46)."""
    ends = await off_the_loop(draft.size, _ends, draft, found)
    states = [StateCode(code) for code in draft.before.states]
    ends |= set((await network.sdimics_of_states(draft.tx, states=states))["sdimics"])
    return [AuthorityId(id) for id in sorted(ends - {""})]


def _ends(draft: Draft, differences: Differences) -> set[str]:
    found = {state.nimic for each in (draft.before, draft.after) for state in each.states.values()}
    found |= _concerned(draft)
    return found | Outcome(None, draft.now, None, differences).holders()


async def _scopes(tx: Writer, monitors: list[AuthorityId]) -> dict[str, set[str]]:
    return {
        row["monitor"]: set(row["authorities"])
        for row in (await monitoring.monitored_authorities(tx, monitors=monitors) if monitors else [])
    }


def _differing(before: dict[str, set[str]], after: dict[str, set[str]]) -> list[ScopeChange]:
    """The monitors whose scope differs, in the order of their ids."""
    found = []
    for monitor in sorted({*before, *after}):
        was, is_ = before.get(monitor, set()), after.get(monitor, set())
        if was != is_:
            found.append(ScopeChange(monitor, tuple(sorted(is_ - was)), tuple(sorted(was - is_))))
    return found
