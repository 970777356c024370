"""Workbooks of spreadsheets (.xlsx), read in a process of its own and written with every cell as text.

bytes ─ read ─> python -m service.work.workbook (memory and time limited) ─> rows of each sheet, or why there are none

A workbook is a zip of XML that anybody may have made: whatever it asks for, memory or time, it asks of that process.
Formulas count by the value stored with them; macros and links are not looked at.
"""

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

import orjson

Rows = list[list[str]]

MOST_BYTES, MOST_UNPACKED = 64 * 1024 * 1024, 512 * 1024 * 1024
MOST_CELLS = 1_000_000
"""Of a sheet, from its first column and row to its last ones."""
MEMORY_BYTES = 3 * 1024 * 1024 * 1024
LONGEST_SECONDS = 120
LONGEST_CELL, MOST_ROWS = 32_767, 1_048_576
"""Most characters of a cell, and rows of a sheet, in the format."""


class WrongWorkbook(ValueError):
    """The workbook cannot be read or written; the message says why and what to do."""


def read(content: bytes) -> dict[str, Rows]:
    """The rows of each sheet by its name, from row 1 on, with numbers and times as texts. Raises WrongWorkbook.

    It takes up to LONGEST_SECONDS: call it in a thread.
    """
    if len(content) > MOST_BYTES:
        raise WrongWorkbook(f"is longer than {MOST_BYTES:,} bytes: export its sheets as CSV")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "service.work.workbook"],
            input=content,
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise WrongWorkbook(
            f"takes longer than {LONGEST_SECONDS} s to read: export its sheets as CSV"
        ) from None
    if done.returncode != 0:
        raise WrongWorkbook("needs too much memory to read: export its sheets as CSV")
    found = orjson.loads(done.stdout)
    if isinstance(found, str):
        raise WrongWorkbook(found)
    return dict(found)


def write(path: Path, sheets: Mapping[str, Iterable[Iterable[str]]]) -> None:
    """Write a workbook with these sheets, the first row of each as its header. No cell is a formula or a link.

    Raises WrongWorkbook where a cell or a sheet has more than the format holds, OSError.
    """
    import xlsxwriter  # noqa: PLC0415  # takes a while, and few write one

    plain = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), plain) as book:
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, cells in enumerate(rows):
                if place >= MOST_ROWS:
                    raise WrongWorkbook(f"{name} has more than {MOST_ROWS:,} rows: export it as CSV")
                for column, text in enumerate(cells):
                    if len(text) > LONGEST_CELL:
                        raise WrongWorkbook(
                            f"{name}, row {place + 1}: a cell has more than {LONGEST_CELL:,} characters: export it as CSV"
                        )
                    if text:
                        sheet.write_string(place, column, text, None if place else bold)


def _sheets(content: bytes) -> Iterator[tuple[str, Rows]]:
    from python_calamine import load_workbook  # noqa: PLC0415  # read by the process alone

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(each.file_size for each in archive.infolist())
    if unpacked > MOST_UNPACKED:
        raise WrongWorkbook(
            f"is {unpacked:,} bytes unpacked, at most {MOST_UNPACKED:,}: export its sheets as CSV"
        )
    book = load_workbook(io.BytesIO(content))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if (cells := sheet.total_height * sheet.total_width) > MOST_CELLS:
            raise WrongWorkbook(
                f"has {cells:,} cells in the sheet {name}, at most {MOST_CELLS:,}: export it as CSV"
            )
        yield name, [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _answer(content: bytes) -> object:
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        return list(_sheets(content))
    except WrongWorkbook as error:
        return str(error)
    except (CalamineError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return "is no workbook that can be read: save it as .xlsx without a password, or export its sheets as CSV"


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_SECONDS, LONGEST_SECONDS))
    sys.stdout.buffer.write(orjson.dumps(_answer(sys.stdin.buffer.read())))
