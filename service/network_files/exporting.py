"""A network as files: the six of an export, as spreadsheets read them best, or as the sheets of one workbook."""

import asyncio
import csv
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path

from service.database.graph import Graph
from service.model.network import Network
from service.network_files.columns import FILES, NetworkFile
from service.statements import network as statements
from service.storage.load import load_network
from service.work import workbook

WORKBOOK = "network.xlsx"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula."""


def write_files(
    network: Network, directory: Path, *, safe_cells: bool = False, byte_order_mark: bool = False
) -> None:
    """Write a network into six files; equal networks give equal bytes.

    `safe_cells`: an apostrophe before what spreadsheets would take for a formula. `byte_order_mark`: by which they know
    UTF-8. An import takes the apostrophe for part of the value. Raises OSError.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        encoding = "utf-8-sig" if byte_order_mark else "utf-8"
        with (directory / file.name).open("w", encoding=encoding, newline="") as output:
            writer = csv.writer(output, lineterminator="\n")
            for cells in _cells(file, network):
                writer.writerow(map(_safe, cells) if safe_cells else cells)


def write_workbook(network: Network, directory: Path) -> None:
    """Write a network into one workbook, a sheet for each file. Raises WrongWorkbook where one holds too much, OSError."""
    directory.mkdir(parents=True, exist_ok=True)
    workbook.write(directory / WORKBOOK, {file.kind: _cells(file, network) for file in FILES})


async def export_network(
    graph: Graph, directory: Path, write: Callable[[Network, Path], None] = write_files
) -> Network:
    """Write the whole network as it stands at one moment into six files; equal networks give equal bytes.

    `write` may put it into another form.
    Raises Conflict where changes keep coming while it is read, or an import is at work or was interrupted; Unavailable.
    """
    states = [row["code"] for row in await graph.read(statements.network_states)]
    network = await load_network(graph, states)
    await asyncio.to_thread(write, network, directory)
    return network


def _cells(file: NetworkFile, network: Network) -> Iterator[list[str]]:
    """The header and the rows of a file, in the order of their keys."""
    yield [column.name for column in file.written]
    keys = attrgetter(*(column.name for column in file.columns[: file.keys]))
    for row in sorted(getattr(network, file.kind).values(), key=keys):
        values = ((column, getattr(row, column.name)) for column in file.written)
        yield ["" if value is None else column.write(value) for column, value in values]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
