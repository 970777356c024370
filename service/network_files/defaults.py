"""What spares a plain list of bodies most of its columns: defaults for a whole folder, and areas beside a body's name.

`defaults.csv` has the columns `column` and `value`: `authorities.registered_by` and the id of a coordinator, say. A
default stands in for an empty or absent cell of every new row of that file, and of no other. `areas` and `role` of
authorities.csv stand for rows of access.csv.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from service.model.identifiers import Role
from service.model.network import Network, Place
from service.network_files.cells import CellError
from service.network_files.columns import BY_KIND, Column, NetworkFile
from service.network_files.references import row_at
from service.network_files.report import Entry, Severity
from service.rules.catalogue import Rule

Key = tuple[str, ...]
Defaults = Mapping[str, Mapping[str, Any]]
"""Values by kind of file and column."""


class UnknownColumn(ValueError):
    """The text names no column that may have a default; the message says which may."""


@dataclass
class FileRow:
    """One row of a file: where it begins, and its cells by column. A cell of None is empty; an absent one is not there.

    `of`: the row of authorities.csv in whose `areas` it stands, if it stands there.
    """

    file: NetworkFile
    line: int
    key: Key
    cells: dict[str, Any]
    of: "FileRow | None" = field(default=None, repr=False)

    def given(self, column: str) -> bool:
        """Whether the file has a value in this column of the row."""
        return self.cells.get(column) is not None

    def entry(self, column: str, severity: Severity, rule: Rule | None, message: str) -> Entry:
        """A line of the report about the row, where it stands."""
        if self.of is not None:
            return self.of.entry("areas", severity, rule, message)
        return Entry(self.file.name, self.line, column, severity, rule, message)


def column_of(name: str) -> tuple[NetworkFile, Column]:
    """The file and the column that a default is for. Raises UnknownColumn."""
    kind, _, column_name = name.partition(".")
    file = BY_KIND.get(kind)
    columns = {column.name: column for column in file.columns[file.keys :]} if file else {}
    if file is None or column_name not in columns:
        known = ", ".join(columns or BY_KIND)
        where = f"the columns of {kind} that may have one are {known}" if file else f"the files are {known}"
        raise UnknownColumn(f"a default is for FILE.COLUMN, as authorities.registered_by: {where}")
    return file, columns[column_name]


def default_of(name: str, value: str) -> tuple[str, str, Any]:
    """The kind of file, the column and the value of a default. Raises UnknownColumn, CellError."""
    file, column = column_of(name)
    try:
        return file.kind, column.name, column.read(value)
    except CellError as error:
        raise CellError(f"{name}: {error}") from None


def laid_out(rows: Mapping[Place, FileRow], defaults: Defaults, existing: Network) -> dict[Place, FileRow]:
    """Every row with its defaults, where it is new, and the rows of access.csv that stand in `areas`."""
    with_access = _with_access(rows)
    found: dict[Place, FileRow] = {}
    for place, row in rows.items():
        of = defaults.get(place[0], {})
        if place in with_access:  # its areas are said already
            of = {name: value for name, value in of.items() if name not in ("areas", "role")}
        found[place] = whole = _with(of, row, existing)
        if place[0] == "authorities" and place not in with_access:
            found |= {
                ("access", each.key): _with({"role": Role.CA, **defaults.get("access", {})}, each, existing)
                for each in _accesses(whole)
            }
    return found


def _with(defaults: Mapping[str, Any], row: FileRow, existing: Network) -> FileRow:
    """The row with these defaults, where it is new."""
    if not defaults or row_at(existing, (row.file.kind, row.key)) is not None:
        return row
    given = {name: value for name, value in row.cells.items() if value is not None}
    return replace(row, cells={**row.cells, **defaults, **given})


def said_twice(rows: Mapping[Place, FileRow]) -> list[Place]:
    """The bodies that have rows in access.csv, and areas in authorities.csv besides."""
    return sorted(place for place in _with_access(rows) if place in rows and rows[place].given("areas"))


def _with_access(rows: Mapping[Place, FileRow]) -> set[Place]:
    return {("authorities", key[:1]) for kind, key in rows if kind == "access"}


def _accesses(row: FileRow) -> Iterator[FileRow]:
    for area in row.cells.get("areas") or ():
        cells = {"authority": row.key[0], "area": area}
        if row.given("role"):
            cells["role"] = row.cells["role"]
        yield FileRow(BY_KIND["access"], row.line, (row.key[0], area), cells, of=row)
