"""Import and export of the network files (interface.md): six CSV files that carry a network as it stands."""

import asyncio
import hashlib
import json
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict, Unpack

from service.database.graph import Conflict, Graph
from service.model.identifiers import Actor, AuthorityId, ChangeId, Instant, StateCode, present
from service.model.network import Network, Place
from service.network_files.additions import forbidden_additions
from service.network_files.contents import Contents, contents_of
from service.network_files.defaults import FileRow, default_of
from service.network_files.exporting import export_network, write_files, write_workbook
from service.network_files.merging import Judgement, judge
from service.network_files.plans import new_authorities, planned
from service.network_files.reading import Folder, read_files
from service.network_files.references import state_of
from service.network_files.report import Entry, Severity, write_report
from service.network_files.writing import (
    Ending,
    Marked,
    Moved,
    NoImport,
    Progress,
    finish,
    marked,
    undo,
    write_plan,
)
from service.rules.violation import KeyUsed
from service.statements import network as statements
from service.statements.idempotency import kept_change
from service.storage.load import load_network
from service.work.heavy import off_the_loop
from service.work.lasting import Lasting

__all__ = [
    "Ended",
    "Entry",
    "ImportResult",
    "NoImport",
    "Severity",
    "export_network",
    "finish_import",
    "import_by_nimic",
    "import_contents",
    "import_network",
    "read_defaults",
    "undo_import",
    "unfinished_imports",
    "write_files",
    "write_report",
    "write_workbook",
]

TRIES = 5
"""How often an import judges anew because the graph changed under it, before it gives up."""


@dataclass(frozen=True)
class ImportResult:
    """What an import said of the rows, how many of them it would change, and the changes it wrote."""

    entries: tuple[Entry, ...]
    rows_changed: int
    changes: tuple[ChangeId, ...]
    repeated: bool = False
    """Whether the same was made before under the same key."""

    @property
    def refused(self) -> bool:
        """Whether any row was refused."""
        return any(entry.severity is Severity.REFUSED for entry in self.entries)


async def import_network(
    graph: Graph,
    directory: Path,
    *,
    dry_run: bool = False,
    accept_partial: bool = False,
    defaults: Iterable[tuple[str, str]] = (),
    progress: Progress = lambda done, total: None,
) -> ImportResult:
    """Import a folder of network files; the operator's act.

    Checked wholly first. With any refused row nothing changes, unless `accept_partial`, which leaves refused rows
    aside. `defaults`: columns, as authorities.registered_by, and values that stand in for empty cells of new rows, beside
    those of defaults.csv. A file that cannot be read as a whole stops the import in either case. `progress` is called with (done, total).
    What the same files began and did not end is finished first, from what it planned.
    Rules: R2, R3, R5, R8–R10, R12, R14, R25–R29, R42, R43, R59, R77, R78, R81–R83.
    Raises Conflict where other changes keep coming between, or other files were interrupted; Unavailable.
    """
    contents = replace(await asyncio.to_thread(contents_of, directory), defaults=tuple(defaults))
    return await import_contents(
        graph, contents, dry_run=dry_run, accept_partial=accept_partial, progress=progress
    )


async def import_contents(
    graph: Graph,
    contents: Contents,
    *,
    dry_run: bool = False,
    accept_partial: bool = False,
    progress: Progress = lambda done, total: None,
    clock: Callable[[], Instant] = present,
) -> ImportResult:
    """The same of files that are read already, at a time of the clock. Raises Conflict, Unavailable."""
    asked = Asked(
        Actor(None, operator=True),
        "import",
        {"files": _digests(contents.unread | _as_file(contents.defaults))},
        accept_partial=accept_partial,
        clock=clock,
    )
    folder = await off_the_loop(contents.size, read_files, contents)
    resumed = [] if dry_run else await _resumed(graph, asked, progress)
    result = await _import(graph, folder, asked, dry_run=dry_run, progress=progress)
    changes = (*(each.change["id"] for each in resumed), *result.changes)
    return replace(
        result, changes=changes, rows_changed=result.rows_changed + sum(each.rows for each in resumed)
    )


def read_defaults(given: Iterable[str]) -> list[tuple[str, str]]:
    """Defaults of the form FILE.COLUMN=VALUE as columns and values. Raises ValueError where one cannot be used."""
    found = []
    for text in given:
        name, _, value = text.partition("=")
        default_of(name, value)
        found.append((name, value))
    return found


async def import_by_nimic(
    graph: Graph,
    contents: Mapping[str, bytes],
    *,
    nimic: AuthorityId,
    state: StateCode,
    key: str | None = None,
    reason: str | None = None,
    dry_run: bool = False,
    lasting: Lasting | None = None,
    clock: Callable[[], Instant] = present,
) -> ImportResult:
    """Import files on behalf of a NIMIC. They may add only what it, or the coordinator a row names, could add itself.

    Nothing that is there is edited; with any refused row nothing changes. What is written is `lasting`: it goes on to its
    end when nobody waits for it any more. What the same files began and did not end is finished, under whatever key.
    Rules: those of an import, and R12, R14–R16, R18, R52–R54, R63, R77, R80. Raises KeyUsed, Conflict, Unavailable.
    """
    given = Contents(contents)
    files = await off_the_loop(given.size, _digests, contents)
    made = await graph.read(kept_change, actor=nimic, key=key) if key is not None else None
    if made is not None and (made["action"], json.loads(made["input"]).get("files")) != (
        "importNetwork",
        files,
    ):
        raise KeyUsed(f"was used for other files, by the change {made['id']}: choose another key")
    asked = Asked(
        Actor(nimic),
        "importNetwork",
        {"files": files},
        key=key,
        reason=reason,
        only=state,
        nimic=nimic,
        clock=clock,
    )
    lasting = lasting or Lasting()
    if not dry_run and (
        resumed := await lasting.to_its_end(_resumed(graph, asked, lambda done, total: None))
    ):
        return _kept_result(resumed[0].change["id"], resumed[0].input, repeated=False)
    if made is not None:
        return _kept_result(made["id"], json.loads(made["input"]), repeated=True)
    folder = await off_the_loop(given.size, read_files, given)
    return await _import(graph, folder, asked, dry_run=dry_run, lasting=lasting)


def _kept_result(change: ChangeId, kept: Mapping[str, Any], *, repeated: bool) -> ImportResult:
    """What an import said that was made before, as its change keeps it."""
    notices = tuple(Entry.of(said) for said in kept["notices"])
    return ImportResult(notices, sum(kept["rows"].values()), (change,), repeated=repeated)


@dataclass(frozen=True)
class Asked:
    """Who imports and how. `only`: this state alone; `nimic`: on behalf of this NIMIC, which may add but not edit."""

    actor: Actor
    action: str
    input: dict[str, Any]
    key: str | None = None
    reason: str | None = None
    only: StateCode | None = None
    nimic: AuthorityId | None = None
    accept_partial: bool = False
    clock: Callable[[], Instant] = present


async def _resumed(graph: Graph, asked: Asked, progress: Progress) -> list[Marked]:
    """Finish what the same files of the same actor began and did not end. Raises Conflict where it is being undone."""
    found = []
    for code in await unfinished_imports(graph):
        if asked.only not in (None, code):
            continue
        with suppress(NoImport):  # it has ended meanwhile
            each = await marked(graph, code)
            same = (asked.actor.name, asked.action, asked.input["files"])
            if same == (each.change["actor"], each.change["action"], each.input["files"]):
                await finish(graph, each, None, progress)
                found.append(each)
    return found


async def _import(
    graph: Graph,
    folder: Folder,
    asked: Asked,
    *,
    dry_run: bool,
    progress: Progress = lambda done, total: None,
    lasting: Lasting | None = None,
) -> ImportResult:
    if folder.unreadable:
        return ImportResult(tuple(folder.entries), 0, ())
    for _ in range(TRIES):
        now = asked.clock()
        existing, judgement, revisions = await _judge(graph, folder, now, asked.only)
        if asked.nimic is not None:
            elsewhere = await _elsewhere(graph, existing, judgement)
            forbidden = await off_the_loop(
                len(judgement.changed),
                forbidden_additions,
                existing,
                judgement,
                asked.nimic,
                elsewhere,
            )
            judgement = replace(judgement, entries=(*judgement.entries, *forbidden))
        unwanted = dry_run or (judgement.refused and not asked.accept_partial)
        if unwanted or not judgement.changed:
            return ImportResult(judgement.entries, len(judgement.changed), ())
        size = len(judgement.changed)
        input = asked.input
        if asked.nimic is not None:
            input = input | {"notices": await off_the_loop(len(judgement.entries), _plain, judgement.entries)}
        plan = await off_the_loop(size, planned, existing, judgement.network, judgement.changed)
        record = {"actor": asked.actor.name, "action": asked.action, "reason": asked.reason, "key": asked.key}
        work = write_plan(graph, plan, revisions, now=now, input=input, record=record, progress=progress)
        try:
            changes = await (lasting.to_its_end(work) if lasting else work)
        except Moved:
            continue
        return ImportResult(judgement.entries, size, tuple(changes))
    raise Conflict("the network keeps changing while the import is checked: try again when it is quiet")


def _plain(entries: Iterable[Entry]) -> list[tuple[Any, ...]]:
    """As a change keeps them, and `Entry.of` has them again."""
    return [entry.kept() for entry in entries]


async def unfinished_imports(graph: Graph) -> list[StateCode]:
    """States whose import is at work or was interrupted: the same files, `finish_import` or `undo_import` end it."""
    return [
        row["code"] for row in await graph.read(statements.network_states) if row["importing"] is not None
    ]


@dataclass(frozen=True)
class Ended:
    """An import that was finished or undone: its change, how many rows it changes, and the change that records its end.

    `change` is null for a trial.
    """

    of: ChangeId
    rows: int
    change: ChangeId | None
    repeated: bool = False


class EndOptions(TypedDict, total=False):
    """How an interrupted import is ended: under which key, why, only tried; `lasting` works on when nobody waits."""

    key: str | None
    reason: str | None
    dry_run: bool
    progress: Progress
    lasting: Lasting | None


async def finish_import(graph: Graph, state: StateCode, **options: Unpack[EndOptions]) -> Ended:
    """Finish an interrupted import of a state from what it planned, without its files; the operator's act.

    One that is still at work is worked at by both, and each batch is written once. Raises NoImport, KeyUsed, Conflict,
    Unavailable.
    """
    return await _ended(graph, state, "finishImport", finish, **options)


async def undo_import(graph: Graph, state: StateCode, **options: Unpack[EndOptions]) -> Ended:
    """Take out all that an unfinished import of a state wrote; the operator's act.

    Nobody can have built on it, as the mark of the import keeps every other change of the state out. What it ended is
    of the present again, as it was; a change `undoImport` takes the place of the import's. One that is still at work
    stops with a Conflict. Raises NoImport, KeyUsed, Conflict, Unavailable.
    """
    return await _ended(graph, state, "undoImport", undo, **options)


async def _ended(
    graph: Graph,
    state: StateCode,
    action: str,
    work: Callable[[Graph, Marked, Ending, Progress], Coroutine[Any, Any, ChangeId | None]],
    *,
    key: str | None = None,
    reason: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
    lasting: Lasting | None = None,
) -> Ended:
    made = await graph.read(kept_change, actor="operator", key=key) if key is not None else None
    if made is not None:
        kept = json.loads(made["input"])
        if (made["action"], kept.get("state")) != (action, state):
            raise KeyUsed(f"was used for another input, by the change {made['id']}: choose another key")
        return Ended(kept["import"]["id"], sum(kept["rows"].values()), made["id"], repeated=True)
    found = await marked(graph, state)
    if found.undoing and action == "finishImport":
        raise Conflict(f"the import of {state} is being undone: undo it to the end")
    if dry_run:
        return Ended(found.change["id"], found.rows, None)
    whole = work(graph, found, Ending(reason=reason, key=key), progress)
    change = await (lasting.to_its_end(whole) if lasting else whole)
    if change is None:
        raise Conflict(f"another has ended the import of {state} meanwhile")
    return Ended(found.change["id"], found.rows, change)


async def _judge(
    graph: Graph, folder: Folder, now: Instant, only: StateCode | None
) -> tuple[Network, Judgement, dict[StateCode, int]]:
    """What is there, what the files would make of it, and at which revisions. Raises Conflict where they speak of a state
    that is being imported: what is there is no whole network.
    """
    states = [row for row in await graph.read(statements.network_states) if only in (None, row["code"])]
    revisions = {row["code"]: row["revision"] for row in states}
    existing = await load_network(graph, revisions, imported_in_part=True)
    size = len(folder.rows) + len(existing.authorities)
    judgement = await off_the_loop(size, judge, folder, existing, now)
    unfinished = {row["code"] for row in states if row["importing"] is not None}
    if unfinished:
        spoken_of = await off_the_loop(size, _spoken_of, judgement.rows, existing)
        if in_the_way := sorted(unfinished & spoken_of):
            raise Conflict(
                f"{', '.join(in_the_way)} is being imported, or an import of it was interrupted: its own files, or the "
                "operator by finishImport or undoImport, end that one first"
            )
    return existing, judgement, revisions


def _spoken_of(rows: Mapping[Place, FileRow], existing: Network) -> set[str]:
    """The states that files speak of, by what they say or by what is there."""
    said = {str(row.cells["state"]) for row in rows.values() if row.given("state")}
    named = {key[0] for kind, key in rows if kind == "states"}
    there = {state_of(existing, place) for place in rows}
    return {*said, *named, *(code for code in there if code)}


async def _elsewhere(graph: Graph, existing: Network, judgement: Judgement) -> dict[str, str]:
    """Ids that the files would give anew and another state uses already, with that state: only one state was loaded."""
    new = await off_the_loop(len(judgement.changed), new_authorities, existing, judgement.changed)
    return {
        row["authority"]: row["state"]
        for row in await graph.read(statements.states_of_authorities, authorities=new)
    }


def _as_file(defaults: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The defaults of a command, which tell one import from another as files do."""
    return {"--default": json.dumps(sorted(defaults)).encode()} if defaults else {}


def _digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each network file, by name: which files it was, not what they said."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
