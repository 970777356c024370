"""From a folder of CSV files to typed cells. Whatever a file holds, the outcome is rows and entries of a report."""

import codecs
import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.network_files.columns import BY_KIND, FILES, CellError, NetworkFile
from service.network_files.report import Entry, Severity
from service.rules.catalogue import Rule

Key = tuple[str, ...]


@dataclass
class FileRow:
    """One row of a file: where it begins, and its cells by column. A cell of None is empty; an absent one is not there."""

    file: NetworkFile
    line: int
    key: Key
    cells: dict[str, Any]

    def given(self, column: str) -> bool:
        """Whether the file has a value in this column of the row."""
        return self.cells.get(column) is not None


@dataclass
class Folder:
    """What a folder of network files holds: the rows that could be read, and what is said of the others.

    `lines` has every row that names itself, refused ones too. `unreadable`: a file as a whole could not be read, so
    nothing may follow.
    """

    rows: dict[tuple[str, Key], FileRow] = field(default_factory=dict)
    lines: dict[tuple[str, Key], list[int]] = field(default_factory=lambda: defaultdict(list))
    entries: list[Entry] = field(default_factory=list)
    unreadable: bool = False

    def refuse(self, file: str, line: int, column: str, message: str, rule: Rule | None = None) -> None:
        """Put a refusal into the report."""
        self.entries.append(Entry(file, line, column, Severity.REFUSED, rule, message))

    def refuse_file(self, file: str, message: str, line: int = 0, column: str = "") -> None:
        """Refuse a file as a whole."""
        self.unreadable = True
        self.refuse(file, line, column, message)


def read_folder(directory: Path) -> Folder:
    """Read the network files in `directory`; a folder without any is refused."""
    contents: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    for path in sorted(directory.glob("*.csv")) if directory.is_dir() else ():
        try:
            contents[path.name] = path.read_bytes()
        except OSError as error:
            unreadable[path.name] = f"cannot be read: {error.strerror}"
    folder = read_files(contents | dict.fromkeys(unreadable, b""), directory.name)
    if unreadable:
        folder.entries = [entry for entry in folder.entries if entry.file not in unreadable]
    for name, said in unreadable.items():
        folder.refuse_file(name, said)
    return folder


def read_files(contents: Mapping[str, bytes], named: str = "") -> Folder:
    """Read network files by their names; `named` is what they are called together. Without any it is refused."""
    folder = Folder()
    names = {file.name for file in FILES}
    if not contents.keys() & names:
        folder.refuse_file(
            named, f"no network file here: expected any of {', '.join(file.name for file in FILES)}"
        )
    for stranger in sorted(contents.keys() - names):
        folder.entries.append(Entry(stranger, 0, "", Severity.NOTICE, None, "no network file: left aside"))
    for file in FILES:
        if file.name in contents:
            _read_file(file, contents[file.name], folder)
    _refuse_doubled(folder)
    return folder


def _read_file(file: NetworkFile, content: bytes, folder: Folder) -> None:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        folder.refuse_file(file.name, "is UTF-16: save it as UTF-8")
        return
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
        folder.entries.append(
            Entry(
                file.name,
                1,
                "",
                Severity.NOTICE,
                None,
                "a byte order mark stands before the header: left aside",
            )
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        folder.refuse_file(
            file.name, f"byte {content[error.start]:#04x} is no UTF-8: save the file as UTF-8", line
        )
        return
    lines = _records(file, text, folder)
    try:
        _, header = next(lines)
    except StopIteration:
        if not folder.unreadable:
            folder.refuse_file(file.name, "has no header row", 1)
        return
    header = [name.strip() for name in header]
    if _header_is_sound(file, header, folder):
        for line, cells in lines:
            _read_row(file, header, line, cells, folder)


def _records(file: NetworkFile, text: str, folder: Folder) -> Iterator[tuple[int, list[str]]]:
    """Every record with the line it begins in; empty lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            folder.refuse_file(file.name, f"is no CSV from here on: {error}", line)
            return
        if record:
            yield line, record


def _header_is_sound(file: NetworkFile, header: list[str], folder: Folder) -> bool:
    known = [column.name for column in file.columns]
    sound = True
    for name in sorted({name for name in header if header.count(name) > 1}):
        folder.refuse_file(file.name, f"column “{name}” stands more than once", 1, name)
        sound = False
    for name in header:
        if name not in known:
            folder.refuse_file(
                file.name, f"unknown column “{name}”: the columns are {', '.join(known)}", 1, name
            )
            sound = False
    for column in file.columns[: file.keys]:
        if column.name not in header:
            folder.refuse_file(
                file.name, f"column “{column.name}” is missing: it names the row", 1, column.name
            )
            sound = False
    return sound


def _read_row(file: NetworkFile, header: list[str], line: int, record: list[str], folder: Folder) -> None:
    if len(record) != len(header):
        folder.refuse(file.name, line, "", f"{len(record)} cells under a header of {len(header)}")
        return
    texts = dict(zip(header, record, strict=True))
    cells: dict[str, Any] = {}
    sound = True
    for column in file.columns:
        if column.name not in texts:
            continue
        text = texts[column.name].strip(" \t")
        if not text:
            cells[column.name] = None
            if column.required:
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
                others = ", ".join(str(other) for other in lines[:5] if other != line)
                folder.refuse(
                    BY_KIND[kind].name,
                    line,
                    BY_KIND[kind].columns[0].name,
                    f"“{' '.join(key)}” stands in line {others} too: rows that clash are all refused",
                    {"authorities": Rule.R2, "access": Rule.R3}.get(kind),
                )
