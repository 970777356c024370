"""The files of a folder as they are handed in: bytes of network files, and the sheets of workbooks."""

import os
import re
import stat
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.model.texts import trimmed
from service.network_files.cells import shown
from service.network_files.columns import READ
from service.work import workbook
from service.work.workbook import Rows

MOST_BYTES = 512 * 1024 * 1024
"""Of one file; a million authorities take a third of it."""
WORKBOOK = ".xlsx"
NEW_SHEET = r"sheet\d*|tabelle\d*|feuil\d*|foglio\d*|hoja\d*|blad\d*|arkusz\d*"
"""What programs call the sheet of a new workbook."""


@dataclass(frozen=True)
class Contents:
    """The bytes of network files by their names, and what they are called together.

    `workbooks`: those of workbooks by their names, and `sheets` the rows of their sheets by the files that these are.
    `defaults`: columns, as authorities.registered_by, and their values beside those of defaults.csv, before which they go.
    `unreadable` says of the others why they cannot be read; `strangers` are files that are no network files.
    """

    files: Mapping[str, bytes]
    named: str = "files"
    unreadable: Mapping[str, str] = field(default_factory=dict)
    strangers: tuple[str, ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    workbooks: Mapping[str, bytes] = field(default_factory=dict)
    sheets: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """About how many rows there are, at the most."""
        return sum(map(len, self.files.values())) // 40 + sum(map(len, self.sheets.values()))

    @property
    def unread(self) -> dict[str, bytes]:
        """Every file as it was handed in, by its name."""
        return {**self.files, **self.workbooks}


class _CannotRead(Exception):
    """The file cannot be read; the message says why and what to do."""


def contents_of(directory: Path) -> Contents:
    """The bytes of the network files in `directory`, and of nothing else.

    Only regular files are read, up to MOST_BYTES, and no symbolic link is followed out of the folder. A file that cannot
    be read is named in `unreadable`, and so is the folder itself.
    """
    named = _as_text(directory.name)
    known = {file.name for file in READ}
    found: dict[str, list[str]] = defaultdict(list)
    try:
        for entry in os.scandir(directory):
            name = entry.name.lower()
            # Hidden files are those of file managers and of spreadsheets that are open.
            hidden = name.startswith((".", "~$")) or entry.is_dir(follow_symlinks=False)
            if name in known or not hidden:
                found[name].append(entry.name)
    except OSError as error:
        return Contents({}, named, {named: f"the folder cannot be read: {error.strerror}"})
    books = _books(
        directory, [name for each in sorted(found) if each.endswith(WORKBOOK) for name in found.pop(each)]
    )
    files: dict[str, bytes] = {}
    unreadable = dict(books.unreadable)
    for file in READ:
        names = sorted(found.pop(file.name, ()))
        standing = [*books.standing[file.name], *map(_as_text, names)]
        if len(standing) > 1:
            unreadable[file.name] = f"stands in several files, {' and '.join(standing)}: keep one of them"
        elif names:
            try:
                files[file.name] = _bytes_of(directory, names[0])
            except _CannotRead as error:
                unreadable[file.name] = str(error)
    strangers = sorted([*books.strangers, *(_as_text(name) for names in found.values() for name in names)])
    return Contents(
        files, named, unreadable, tuple(strangers), workbooks=books.workbooks, sheets=books.sheets
    )


@dataclass
class _Books:
    """What workbooks hold: sheets by the files that these are, and where each stands."""

    workbooks: dict[str, bytes] = field(default_factory=dict)
    sheets: dict[str, Rows] = field(default_factory=dict)
    standing: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    strangers: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)


def _books(directory: Path, names: list[str]) -> _Books:
    """The workbooks of these names, each read in a process of its own."""
    books, known = _Books(), {file.name for file in READ}
    for name in names:
        book = _as_text(name)
        try:
            books.workbooks[book] = content = _bytes_of(directory, name)
            sheets = workbook.read(content)
        except (_CannotRead, workbook.WrongWorkbook) as error:
            books.unreadable[book] = str(error)
            continue
        for sheet, rows in sheets.items():
            file, place = _file_of(sheet, book), f"{book} ({shown(sheet)})"
            if file in known:
                books.sheets[file] = rows
                books.standing[file].append(place)
            elif any(map(any, rows)):
                books.strangers.append(place)
    return books


def _file_of(sheet: str, book: str) -> str:
    """The network file that a sheet is, by its own name or, of a new workbook's only one, by the workbook's."""
    name = trimmed(sheet).lower().removesuffix(".csv")
    return f"{trimmed(book).lower().removesuffix(WORKBOOK) if re.fullmatch(NEW_SHEET, name) else name}.csv"


def _as_text(name: str) -> str:
    """The name of a file as it can be printed, whatever bytes it has."""
    return os.fsencode(name).decode("utf-8", "replace")


def _bytes_of(directory: Path, name: str) -> bytes:
    """The bytes of a regular file. Raises _CannotRead."""
    path = directory / name
    try:
        target = path.resolve(strict=True)
        if not target.is_relative_to(directory.resolve()):
            raise _CannotRead("is a symbolic link out of the folder: put the file itself there")
        # Without waiting: a FIFO is opened at once and seen to be none of ours.
        descriptor = os.open(target, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise _CannotRead("is no regular file: put a file of comma-separated values there")
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                content = file.read(MOST_BYTES + 1)
        finally:
            os.close(descriptor)
    except (OSError, RuntimeError) as error:  # RuntimeError: Python 3.11 on a circle of symbolic links
        why = getattr(error, "strerror", None) or "its symbolic links form a circle"
        raise _CannotRead(f"cannot be read: {why}. Let the user who imports read it") from None
    if len(content) > MOST_BYTES:
        raise _CannotRead(f"is longer than {MOST_BYTES:,} bytes: import it in parts")
    return content
