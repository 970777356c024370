"""The tables and sources that the demonstration network is built from, and how a row speaks for many bodies."""

import csv
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

DEMO = Path(__file__).parent
NETWORK, SOURCES, TABLES = DEMO / "network", DEMO / "sources", DEMO / "tables"

Row = dict[str, str]

NOTHING = "-"
"""A cell that is empty although a less specific row has a value there."""


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Iterable[str], content: Iterable[Row]) -> None:
    """Write a CSV file; a row need not have every column."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(content)


def names(pattern: str, id: str) -> bool:
    """Whether an id, in which `*` stands for any part, names this one."""
    return pattern == id or ("*" in pattern and fnmatchcase(id, pattern))


class Rules:
    """The rows of a table whose `who` and `within` say for which bodies each speaks.

    `who` is an id or a kind of body, `within` a state or a region with its sub-regions. Of several rows for one body
    the most specific counts: an id before a kind, a small region before a large one. An empty cell of it is filled
    by the next one; `-` keeps it empty.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = rows(TABLES / f"{name}.csv")
        self.used: set[int] = set()
        self._kinds: dict[str, list[int]] = {}
        self._ids: list[int] = []
        for number, row in enumerate(self.rows):
            if "/" in row["who"]:
                self._ids.append(number)
            else:
                self._kinds.setdefault(row["who"], []).append(number)

    def said(self, id: str, kind: str, where: Sequence[str]) -> list[Row]:
        """What is said of one body, the most specific first; `where`: its regions from the inside out, its state."""
        numbers = [number for number in self._ids if names(self.rows[number]["who"], id)]
        found = [
            (distance, where.index(self.rows[number]["within"]), number)
            for distance, candidates in enumerate((numbers, self._kinds.get(kind, [])))
            for number in candidates
            if self.rows[number]["within"] in where
        ]
        self.used.update(number for _, _, number in found)
        return [self.rows[number] for _, _, number in sorted(found)]

    def unused(self) -> list[Row]:
        """The rows that spoke for no body."""
        return [row for number, row in enumerate(self.rows) if number not in self.used]


def merged(said: Sequence[Row]) -> Row:
    """One row of several, each cell from the first that has one."""
    whole = {column: next((row[column] for row in said if row[column]), "") for column in said[0]}
    return {column: "" if cell == NOTHING else cell for column, cell in whole.items()}
