"""From a folder of CSV files to typed cells. Whatever a file holds, the outcome is rows and entries of a report.

The work and the report grow no faster than the files.
"""

import codecs
import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.model.identifiers import without_space
from service.model.texts import trimmed
from service.network_files.cells import CellError, shown
from service.network_files.columns import BY_KIND, DEFAULTS, FILES, NetworkFile
from service.network_files.contents import MOST_BYTES, Contents, contents_of
from service.network_files.defaults import FileRow, Key, UnknownColumn, default_of
from service.network_files.report import Entry, Severity
from service.rules.arguments import Some
from service.rules.catalogue import Rule
from service.rules.wording import Code, Detail

SEPARATORS = {",": None, ";": Code.SEPARATED_BY_SEMICOLONS(), "\t": Code.SEPARATED_BY_TABS()}
"""What may stand between values, and what is said of it: the last two are as spreadsheets write where a comma is for
decimals, or copy."""
LONGEST_HEADER = 64 * 1024
"""Characters that are looked through for what separates them."""
MOST_COLUMNS_NAMED = 20
"""Columns at fault that are named one by one; the others are counted."""

# One limit at both ends: a cell may be as long as its file, so that whatever an export writes can be imported. The module
# csv has 131,072 characters by default, fewer than the Request Coordinators of one authority may take.
csv.field_size_limit(MOST_BYTES)


@dataclass
class Folder:
    """What a folder of network files holds: the rows that could be read, and what is said of the others.

    `defaults`: what stands in for empty cells of new rows, by kind of file and column.
    `lines` has every row that names itself, refused ones too. `unreadable`: a file as a whole could not be read, so
    nothing may follow.
    """

    rows: dict[tuple[str, Key], FileRow] = field(default_factory=dict)
    lines: dict[tuple[str, Key], list[int]] = field(default_factory=lambda: defaultdict(list))
    entries: list[Entry] = field(default_factory=list)
    unreadable: bool = False
    defaults: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    def refuse(self, file: str, line: int, column: str, message: str, rule: Rule | None = None) -> None:
        """Put a refusal into the report."""
        self.entries.append(Entry(file, line, column, Severity.REFUSED, rule, message))

    def refuse_file(self, file: str, message: str, line: int = 0, column: str = "") -> None:
        """Refuse a file as a whole."""
        self.unreadable = True
        self.refuse(file, line, column, message)


def read_folder(directory: Path) -> Folder:
    """Read the network files in `directory`; a folder without any is refused."""
    return read_files(contents_of(directory))


def read_files(contents: Contents) -> Folder:
    """Read network files. Without any it is refused."""
    folder = Folder()
    if not (contents.files or contents.sheets or contents.unreadable):
        expected = ", ".join(file.name for file in FILES)
        folder.refuse_file(contents.named, f"no network file here: expected any of {expected}")
    for stranger in contents.strangers:
        folder.entries.append(Entry(stranger, 0, "", Severity.NOTICE, None, Code.NO_NETWORK_FILE()))
    for name, said in sorted(contents.unreadable.items()):
        folder.refuse_file(name, said)
    _read_defaults(contents, folder)
    for name, value in contents.defaults:
        kind, column, read = default_of(name, value)
        folder.defaults[kind][column] = read
    for file in FILES:
        if file.name not in contents.unreadable:
            _read_file(file, contents, folder)
    _refuse_doubled(folder)
    return folder


def _read_defaults(contents: Contents, folder: Folder) -> None:
    """A default that cannot be used is a fault of the whole folder: it is meant for every row."""
    _read_file(DEFAULTS, contents, folder)
    for (kind, key), lines in list(folder.lines.items()):
        row = folder.rows.pop((kind, key), None)
        del folder.lines[kind, key]
        try:
            if len(lines) > 1:
                raise CellError(f"“{shown(key[0])}” stands in line {lines[0]} too")
            of, column, value = default_of(key[0], row.cells["value"] if row else "")
            folder.defaults[of][column] = value
        except UnknownColumn as error:
            folder.refuse_file(DEFAULTS.name, str(error), lines[0], "column")
        except CellError as error:
            folder.refuse_file(DEFAULTS.name, str(error), lines[-1], "value" if len(lines) == 1 else "column")


def _read_file(file: NetworkFile, contents: Contents, folder: Folder) -> None:
    """The rows of one file, or of the sheet that it is; nothing where it is neither."""
    if (rows := contents.sheets.get(file.name)) is not None:
        lines = ((line, cells) for line, cells in enumerate(rows, 1) if any(map(trimmed, cells)))
        _read_rows(file, lines, None, folder)
    elif (content := contents.files.get(file.name)) is not None and (text := _text(file, content, folder)):
        between = _separator(file, text)
        _read_rows(file, _records(file, text, between, folder), SEPARATORS[between], folder)
    elif content is not None and not folder.unreadable:
        folder.refuse_file(file.name, "has no header row", 1)


def _text(file: NetworkFile, content: bytes, folder: Folder) -> str | None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        folder.refuse_file(file.name, "is UTF-16: save it as UTF-8")
        return None
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
        folder.entries.append(
            Entry(
                file.name,
                1,
                "",
                Severity.NOTICE,
                None,
                Code.BYTE_ORDER_MARK(),
            )
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        folder.refuse_file(
            file.name, f"byte {content[error.start]:#04x} is no UTF-8: save the file as UTF-8", line
        )
        return None


def _read_rows(
    file: NetworkFile, lines: Iterator[tuple[int, list[str]]], said: Detail | None, folder: Folder
) -> None:
    """The rows under their header; `said` is what is worth notice of how they are written."""
    try:
        first, header = next(lines)
    except StopIteration:
        if not folder.unreadable:
            folder.refuse_file(file.name, "has no header row", 1)
        return
    if said is not None:
        folder.entries.append(Entry(file.name, first, "", Severity.NOTICE, None, said))
    header = [trimmed(name) for name in header]
    if _header_is_sound(file, header, folder):
        for line, cells in lines:
            _read_row(file, header, line, cells, folder)


def _separator(file: NetworkFile, text: str) -> str:
    """What stands between the values: a comma, unless the header has more of the columns with what spreadsheets write."""
    header = next((line for line in text[:LONGEST_HEADER].splitlines() if line.strip()), "")
    known = {column.name for column in file.columns}
    return max(
        SEPARATORS,
        key=lambda between: len(known & {trimmed(name).strip('"') for name in header.split(between)}),
    )


def _records(file: NetworkFile, text: str, between: str, folder: Folder) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins in; lines without any value are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=between)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            folder.refuse_file(file.name, f"is no CSV from here on: {error}", line)
            return
        if any(map(trimmed, record)):
            yield line, record


def _header_is_sound(file: NetworkFile, header: list[str], folder: Folder) -> bool:
    known = {column.name for column in file.columns}
    found = Counter(header)
    doubled = [(header.index(name) + 1, name) for name in sorted(known) if found[name] > 1]
    unknown = [(place, name) for place, name in enumerate(header, 1) if name and name not in known]
    missing = [column.name for column in file.columns[: file.keys] if column.name not in found]
    for place, name in doubled:
        folder.refuse_file(file.name, f"column “{name}” stands more than once", 1, _column(place, name))
    for place, name in unknown[:MOST_COLUMNS_NAMED]:
        columns = ", ".join(column.name for column in file.columns)
        message = f"unknown column “{_column(place, name)}”: the columns are {columns}"
        folder.refuse_file(file.name, message, 1, _column(place, name))
    if (more := len(unknown) - MOST_COLUMNS_NAMED) > 0:
        folder.refuse_file(file.name, f"{more:,} more unknown columns", 1)
    for name in missing:
        folder.refuse_file(file.name, f"column “{name}” is missing: it names the row", 1, name)
    return not (doubled or unknown or missing)


def _column(place: int, name: str) -> str:
    """A column at fault by its name, or by its number where the file may be none of ours: its words are not repeated."""
    return name if re.fullmatch(r"[\w -]{1,40}", name) else f"column {place}"


def _read_row(file: NetworkFile, header: list[str], line: int, record: list[str], folder: Folder) -> None:
    while len(record) > len(header) and not trimmed(record[-1]):
        record.pop()
    if len(record) != len(header):
        folder.refuse(file.name, line, "", f"{len(record)} cells under a header of {len(header)}")
        return
    texts = dict(zip(header, record, strict=True))
    for place, (name, text) in enumerate(zip(header, record, strict=True), 1):
        if not name and trimmed(text):
            folder.refuse(file.name, line, f"column {place}", "a value in a column that has no name")
            return
    cells: dict[str, Any] = {}
    sound = True
    for column in file.columns:
        if column.name not in texts:
            continue
        text = without_space(texts[column.name])
        if not text:
            cells[column.name] = None
            if column.required and column.name not in folder.defaults[file.kind]:
                folder.refuse(file.name, line, column.name, "is empty")
                sound = False
            continue
        try:
            cells[column.name] = column.read(text)
        except CellError as error:
            folder.refuse(file.name, line, column.name, str(error))
            sound = False
    keys = [column.name for column in file.columns[: file.keys]]
    if any(cells.get(name) is None for name in keys):
        return
    key = tuple(cells[name] for name in keys)
    folder.lines[file.kind, key].append(line)
    if sound:
        folder.rows[file.kind, key] = FileRow(file, line, key, cells)


def _refuse_doubled(folder: Folder) -> None:
    """Rows of one key clash with each other: all are refused (R2, R3)."""
    for (kind, key), lines in folder.lines.items():
        if len(lines) > 1:
            folder.rows.pop((kind, key), None)
            for line in lines:
                others = tuple(str(other) for other in lines[:5] if other != line)
                folder.refuse(
                    BY_KIND[kind].name,
                    line,
                    BY_KIND[kind].columns[0].name,
                    Code.ROWS_CLASH(key=" ".join(key), lines=Some(others)),
                    {"authorities": Rule.R2, "access": Rule.R3}.get(kind),
                )
