"""Import and export of the network files (interface.md): six CSV files that carry a network as it stands."""

import csv
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path

from service.graph import Conflict, Graph
from service.loading import load_network
from service.model import Actor, ChangeId, Instant, StateCode, instant
from service.network import Network
from service.network_files.columns import FILES
from service.network_files.merging import Judgement, judge
from service.network_files.reading import Folder, read_folder
from service.network_files.references import state_of
from service.network_files.report import Entry, Severity, write_report
from service.network_files.writing import Moved, Progress, write_judgement
from service.statements import network as statements

__all__ = [
    "Entry",
    "ImportResult",
    "Severity",
    "export_network",
    "import_network",
    "unfinished_imports",
    "write_files",
    "write_report",
]

OPERATOR = Actor(None, operator=True)

TRIES = 5
"""How often an import judges anew because the graph changed under it, before it gives up."""


@dataclass(frozen=True)
class ImportResult:
    """What an import said of the rows, how many of them it would change, and the changes it wrote."""

    entries: tuple[Entry, ...]
    rows_changed: int
    changes: tuple[ChangeId, ...]

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
    actor: Actor = OPERATOR,
    progress: Progress = lambda done, total: None,
) -> ImportResult:
    """Import a folder of network files; the operator's act.

    Checked wholly first. With any refused row nothing changes, unless `accept_partial`, which leaves refused rows
    aside. A file that cannot be read as a whole stops the import in either case. `progress` is told (done, total).
    Rules: R2, R3, R5, R8–R10, R12, R14, R25–R29, R42, R43, R59, R77, R78, R81–R83.
    Raises Conflict where other changes keep coming between, Unavailable.
    """
    folder = read_folder(directory)
    if folder.unreadable:
        return ImportResult(tuple(folder.entries), 0, ())
    for _ in range(TRIES):
        now = instant(datetime.now(UTC))
        existing, judgement, revisions, resume = await _judge(graph, folder, now)
        unwanted = dry_run or (judgement.refused and not accept_partial)
        if unwanted or not (judgement.changed or resume):
            return ImportResult(judgement.entries, len(judgement.changed), ())
        try:
            changes = await write_judgement(
                graph,
                existing,
                judgement,
                revisions,
                resume=resume,
                actor=actor,
                now=now,
                input={"files": _digests(directory)},
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
    """Write the whole network as it stands into six files; equal networks give equal bytes. Raises Unavailable."""
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
    graph: Graph, folder: Folder, now: Instant
) -> tuple[Network, Judgement, dict[StateCode, int], set[StateCode]]:
    """What is there, what the files would make of it, at which revisions, and which interrupted imports they finish."""
    states = await graph.read(statements.network_states)
    revisions = {row["code"]: row["revision"] for row in states}
    existing = await load_network(graph, revisions)
    unfinished = {row["code"] for row in states if row["importing"] is not None}
    judgement = judge(folder, existing, now, frozenset(unfinished))
    spoken_of = {state_of(judgement.network, place) for place in folder.rows}
    return existing, judgement, revisions, unfinished & spoken_of


def _digests(directory: Path) -> dict[str, str]:
    """The SHA-256 of each network file, by name: which files it was, not what they said."""
    paths = (directory / file.name for file in FILES)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.exists()}
