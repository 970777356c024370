"""Workbooks of spreadsheets are read like the files whose sheets they hold, and written; pure, without a graph."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from service.model.identifiers import Instant
from service.model.network import Network
from service.network_files import write_files, write_workbook
from service.network_files.merging import Judgement, judge
from service.network_files.reading import read_folder
from service.work import workbook
from tests.network_files.folders import SOUND, read_rows, write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")


def judged(directory: Path) -> Judgement:
    return judge(read_folder(directory), Network(), NOW)


def said(judgement: Judgement) -> list[tuple[str, int, str, str]]:
    return [(it.file, it.row, it.column, it.message) for it in judgement.entries]


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


SHEETS = {name.removesuffix(".csv"): rows_of(text) for name, text in SOUND.items()}


@pytest.fixture
def plain(tmp_path: Path) -> Network:
    """What the sound files say."""
    return judged(write_folder(tmp_path / "plain")).network


def test_a_workbook_with_a_sheet_for_each_file_says_what_the_files_say(
    tmp_path: Path, plain: Network
) -> None:
    capitals = {f"{name.upper()} ": rows for name, rows in SHEETS.items()}
    endings = {f"{name}.csv": rows for name, rows in SHEETS.items()}
    for place, sheets in enumerate((SHEETS, capitals, endings)):
        directory = tmp_path / str(place)
        directory.mkdir()
        workbook.write(directory / "Network of Germany.XLSX", sheets)
        judgement = judged(directory)
        assert (said(judgement), judgement.network) == ([], plain)


def test_the_only_sheet_of_a_new_workbook_is_the_file_that_the_workbook_is_named_for(
    tmp_path: Path, plain: Network
) -> None:
    for name, rows in SHEETS.items():
        workbook.write(tmp_path / f"{name}.xlsx", {"Tabelle1": rows})
    judgement = judged(tmp_path)
    assert (said(judgement), judgement.network) == ([], plain)


def test_sheets_and_files_stand_side_by_side_and_one_of_both_is_refused(
    tmp_path: Path, plain: Network
) -> None:
    directory = write_folder(tmp_path, {name: text for name, text in SOUND.items() if name != "links.csv"})
    workbook.write(directory / "more.xlsx", {"links": SHEETS["links"], "Notes": [["remember", "the milk"]]})
    judgement = judged(directory)
    assert judgement.network == plain
    assert said(judgement) == [("more.xlsx (Notes)", 0, "", "no network file: left aside")]
    (directory / "links.csv").write_text(SOUND["links.csv"])
    folder = read_folder(directory)
    assert folder.unreadable
    assert [(it.file, it.message) for it in folder.entries if it.file == "links.csv"] == [
        ("links.csv", "stands in several files, more.xlsx (links) and links.csv: keep one of them")
    ]


def written(path: Path, cells: dict[tuple[int, int], Any]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("links")
        date = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for (row, column), value in cells.items():
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value, date)
            elif isinstance(value, tuple):
                sheet.write_formula(row, column, value[0], None, value[1])
            else:
                sheet.write(row, column, value)


def test_numbers_times_and_formulas_are_the_texts_that_a_person_reads(tmp_path: Path) -> None:
    cells = {
        (1, 0): 9162000,
        (1, 1): 1.5,
        (2, 0): True,
        (2, 1): datetime(2009, 1, 15, 9),
        (3, 0): ("=1+1", 2),
    }
    written(tmp_path / "book.xlsx", cells)
    assert workbook.read((tmp_path / "book.xlsx").read_bytes()) == {
        "links": [["", ""], ["9162000", "1.5"], ["true", "2009-01-15T09:00:00"], ["2", ""]]
    }


def test_a_fault_is_said_at_the_row_of_the_sheet(tmp_path: Path) -> None:
    directory = write_folder(tmp_path, {name: text for name, text in SOUND.items() if name != "links.csv"})
    rows = [["observer", "observed"], ["", ""], ["a\nb", "stadt"], ["kreis", "nobody"]]
    workbook.write(directory / "links.xlsx", {"links": rows})
    assert [(row, column) for _, row, column, _ in said(judged(directory))] == [
        (3, "observer"),
        (4, "observed"),
    ]


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def test_what_no_workbook_is_or_asks_for_too_much_is_refused_and_harms_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable = (
        "is no workbook that can be read: save it as .xlsx without a password, or export its sheets as CSV"
    )
    written(tmp_path / "far.xlsx", {(0, 0): "observer", (1_048_575, 16_000): "x"})
    written(tmp_path / "wide.xlsx", {(0, 0): "observer", (2000, 1000): "x"})
    for content, words in (
        (b"", unreadable),
        (b"PK\x03\x04 and nothing else", unreadable),
        (packed(nothing=b"of a workbook"), unreadable),
        (packed(bomb=bytes(workbook.MOST_UNPACKED + 1)), "bytes unpacked, at most 536,870,912"),
        ((tmp_path / "far.xlsx").read_bytes(), "needs too much memory to read"),
        ((tmp_path / "wide.xlsx").read_bytes(), "cells in the sheet links, at most 1,000,000"),
    ):
        with pytest.raises(workbook.WrongWorkbook, match=words.replace(".", r"\.")):
            workbook.read(content)
    monkeypatch.setattr(workbook, "MOST_BYTES", 1)
    with pytest.raises(workbook.WrongWorkbook, match="is longer than 1 bytes"):
        workbook.read(b"PK")
    folder = read_folder(tmp_path)
    assert folder.unreadable
    assert {it.file for it in folder.entries} == {"far.xlsx", "wide.xlsx"}


def test_what_a_workbook_is_written_from_is_read_from_it_and_no_cell_is_a_formula(
    tmp_path: Path, plain: Network
) -> None:
    sly = {
        "kreis": '=HYPERLINK("http://x.example")',
        "stadt": "+49 89",
        "land": "@SUM(A1)",
        "bund": "https://x.example",
    }
    for id, phone in sly.items():
        plain.authorities[id] = _with_phone(plain.authorities[id], phone)
    write_workbook(plain, tmp_path / "out")
    assert judged(tmp_path / "out").network == plain
    with zipfile.ZipFile(tmp_path / "out/network.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) >= len(SHEETS)
    for text in sheets:
        assert b"<f>" not in text and b"<hyperlink" not in text


def _with_phone(body: Any, phone: str) -> Any:
    return replace(body, phone=phone)


def test_cells_of_an_export_are_safe_from_formulas_where_that_is_asked_for(
    tmp_path: Path, plain: Network
) -> None:
    for phone in ("=1+1", "+49 89", "-1", "@SUM(A1)"):
        plain.authorities["kreis"] = _with_phone(plain.authorities["kreis"], phone)
        write_files(plain, tmp_path / "safe", safe_cells=True, byte_order_mark=True)
        content = (tmp_path / "safe/authorities.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbfid,")
        (row,) = (
            row for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))) if row["id"] == "kreis"
        )
        assert row["phone"] == f"'{phone}"
        write_files(plain, tmp_path / "as it is")
        (row,) = (row for row in read_rows(tmp_path / "as it is/authorities.csv") if row["id"] == "kreis")
        assert row["phone"] == phone


def test_what_no_cell_can_hold_is_refused_and_not_cut(tmp_path: Path) -> None:
    with pytest.raises(workbook.WrongWorkbook, match=r"links, row 2: a cell has more than 32,767 characters"):
        workbook.write(tmp_path / "x.xlsx", {"links": [["observer"], ["x" * 32_768]]})
