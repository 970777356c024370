"""Import and export of the network files (interface.md): six CSV files that carry a network as it stands."""

import asyncio
import csv
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from typing import Any

from service.graph import Conflict, Graph
from service.heavy_work import off_the_loop
from service.loading import load_network
from service.model import Actor, AuthorityId, ChangeId, Instant, StateCode, instant
from service.network import Network
from service.network_files.additions import forbidden_additions
from service.network_files.columns import FILES
from service.network_files.merging import Judgement, judge
from service.network_files.reading import Contents, Folder, contents_of, read_files
from service.network_files.references import state_of
from service.network_files.report import Entry, Severity, write_report
from service.network_files.writing import Moved, Progress, new_authorities, write_judgement
from service.statements import network as statements
from service.statements.changes import kept_change

__all__ = [
    "Entry",
    "ImportResult",
    "KeyUsed",
    "Severity",
    "add_by_files",
    "export_network",
    "import_network",
    "unfinished_imports",
    "write_files",
    "write_report",
]

OPERATOR = Actor(None, operator=True)


class KeyUsed(Exception):
    """The idempotency key was used for other files."""


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
    progress: Progress = lambda done, total: None,
) -> ImportResult:
    """Import a folder of network files; the operator's act.

    Checked wholly first. With any refused row nothing changes, unless `accept_partial`, which leaves refused rows
    aside. A file that cannot be read as a whole stops the import in either case. `progress` is told (done, total).
    Rules: R2, R3, R5, R8–R10, R12, R14, R25–R29, R42, R43, R59, R77, R78, R81–R83.
    Raises Conflict where other changes keep coming between, Unavailable.
    """
    contents = await asyncio.to_thread(contents_of, directory)
    asked = Asked(OPERATOR, "import", {"files": _digests(contents.files)}, accept_partial=accept_partial)
    folder = await off_the_loop(contents.size, read_files, contents)
    return await _import(graph, folder, asked, dry_run=dry_run, progress=progress)


async def add_by_files(
    graph: Graph,
    contents: Mapping[str, bytes],
    *,
    nimic: AuthorityId,
    state: StateCode,
    key: str | None = None,
    reason: str | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Add to a state by network files what its NIMIC may, or the coordinators they name as registrars and givers.

    Nothing that is there is edited; with any refused row nothing changes. Rules: those of an import, and R12, R14–R16,
    R18, R52–R54, R63, R77, R80. Raises KeyUsed, Conflict, Unavailable.
    """
    files = _digests(contents)
    made = await graph.read(kept_change, actor=nimic, key=key) if key is not None else None
    kept = json.loads(made["input"]) if made is not None else {}
    if made is not None and (made["action"], kept.get("files")) != ("importNetwork", files):
        raise KeyUsed(f"was used for other files, by the change {made['id']}: choose another key")
    states = await graph.read(statements.network_states)
    unfinished = [row["importing"] for row in states if row["code"] == state and row["importing"]]
    if made is not None and not unfinished:
        notices = tuple(Entry.of(said) for said in kept["notices"])
        return ImportResult(notices, sum(kept["rows"].values()), (made["id"],), repeated=True)
    if unfinished and (made is None or not unfinished[0].startswith(made["id"])):
        raise Conflict(
            f"{state} is being imported, or an import of it was interrupted: that one is to be finished first"
        )
    asked = Asked(
        Actor(nimic), "importNetwork", {"files": files}, key=key, reason=reason, only=state, nimic=nimic
    )
    given = Contents(contents)
    folder = await off_the_loop(given.size, read_files, given)
    return await _import(graph, folder, asked, dry_run=dry_run)


@dataclass(frozen=True)
class Asked:
    """Who imports and how. `only` is the one state that is looked at; `nimic` one who may add and not edit."""

    actor: Actor
    action: str
    input: dict[str, Any]
    key: str | None = None
    reason: str | None = None
    only: StateCode | None = None
    nimic: AuthorityId | None = None
    accept_partial: bool = False


async def _import(
    graph: Graph,
    folder: Folder,
    asked: Asked,
    *,
    dry_run: bool,
    progress: Progress = lambda done, total: None,
) -> ImportResult:
    if folder.unreadable:
        return ImportResult(tuple(folder.entries), 0, ())
    for _ in range(TRIES):
        now = instant(datetime.now(UTC))
        existing, judgement, revisions, resume = await _judge(graph, folder, now, asked.only)
        if asked.nimic is not None:
            elsewhere = await _elsewhere(graph, existing, judgement)
            forbidden = await off_the_loop(
                len(judgement.changed),
                forbidden_additions,
                folder,
                existing,
                judgement,
                asked.nimic,
                elsewhere,
            )
            judgement = replace(judgement, entries=(*judgement.entries, *forbidden))
        unwanted = dry_run or (judgement.refused and not asked.accept_partial)
        if unwanted or not (judgement.changed or resume):
            return ImportResult(judgement.entries, len(judgement.changed), ())
        input = asked.input
        if asked.nimic is not None:
            size = len(judgement.entries)
            input = input | {"notices": await off_the_loop(size, _plain, judgement.entries)}
        record: dict[str, Any] = {
            "actor": asked.actor.authority or "operator",
            "action": asked.action,
            "reason": asked.reason,
            "key": asked.key,
        }
        try:
            changes = await write_judgement(
                graph,
                existing,
                judgement,
                revisions,
                resume=resume,
                now=now,
                input=input,
                record=record,
                progress=progress,
            )
        except Moved:
            continue
        return ImportResult(judgement.entries, len(judgement.changed), tuple(changes))
    raise Conflict("the network keeps changing while the import is checked: try again when it is quiet")


async def unfinished_imports(graph: Graph) -> list[StateCode]:
    """States whose import is at work or was interrupted; running it again finishes it."""
    return [
        row["code"] for row in await graph.read(statements.network_states) if row["importing"] is not None
    ]


async def export_network(graph: Graph, directory: Path) -> Network:
    """Write the whole network as it stands at one moment into six files; equal networks give equal bytes.

    Raises Conflict where changes keep coming while it is read, or an import is at work or was interrupted; Unavailable.
    """
    states = [row["code"] for row in await graph.read(statements.network_states)]
    network = await load_network(graph, states)
    write_files(network, directory)
    return network


def write_files(network: Network, directory: Path) -> None:
    """Write a network into six files, as an export writes it."""
    directory.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        keys = attrgetter(*(column.name for column in file.columns[: file.keys]))
        with (directory / file.name).open("w", encoding="utf-8", newline="") as output:
            writer = csv.writer(output, lineterminator="\n")
            writer.writerow(column.name for column in file.columns)
            for row in sorted(getattr(network, file.kind).values(), key=keys):
                values = ((column, getattr(row, column.name)) for column in file.columns)
                writer.writerow("" if value is None else column.write(value) for column, value in values)


async def _judge(
    graph: Graph, folder: Folder, now: Instant, only: StateCode | None
) -> tuple[Network, Judgement, dict[StateCode, int], set[StateCode]]:
    """What is there, what the files would make of it, at which revisions, and which interrupted imports they finish."""
    states = [row for row in await graph.read(statements.network_states) if only in (None, row["code"])]
    revisions = {row["code"]: row["revision"] for row in states}
    existing = await load_network(graph, revisions, imported_in_part=True)
    unfinished = {row["code"] for row in states if row["importing"] is not None}
    size = len(folder.rows) + len(existing.authorities)
    judgement = await off_the_loop(size, judge, folder, existing, now, frozenset(unfinished))
    spoken_of = await off_the_loop(
        len(folder.rows), lambda: {state_of(judgement.network, place) for place in folder.rows}
    )
    return existing, judgement, revisions, unfinished & spoken_of


def _plain(entries: Iterable[Entry]) -> list[tuple[Any, ...]]:
    """As a change keeps them, and `Entry.of` has them again."""
    return [*map(astuple, entries)]


async def _elsewhere(graph: Graph, existing: Network, judgement: Judgement) -> dict[str, str]:
    """Whose ids the files would give anew, with their states: what is there is known of one state only."""
    new = await off_the_loop(len(judgement.changed), new_authorities, existing, judgement.changed)
    return {
        row["authority"]: row["state"]
        for row in await graph.read(statements.states_of_authorities, authorities=new)
    }


def _digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each network file, by name: which files it was, not what they said."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(contents.items())}
