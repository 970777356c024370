"""Files as spreadsheets write them are read, and what they lost is noticed; pure, without a graph."""

import csv
import io
import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from service.model.identifiers import Instant
from service.model.network import Network
from service.network_files.merging import Judgement, judge
from service.network_files.reading import read_folder
from tests.network_files.folders import SOUND, replaced, write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")
LINK = "observer,observed\nkreis,stadt\n"


def judged(directory: Path) -> Judgement:
    return judge(read_folder(directory), Network(), NOW)


def said(judgement: Judgement) -> list[tuple[str, int, str, str]]:
    return [(it.file, it.row, it.column, it.message) for it in judgement.entries]


@pytest.fixture
def plain(tmp_path: Path) -> Network:
    """What the sound files say."""
    return judged(write_folder(tmp_path / "plain")).network


ALIKE = {
    "rows without any value": {"links": f"{LINK},\n , \n\u00a0,\n"},
    "columns without a name and without a value": {"links": "observer,observed,,\nkreis,stadt,, \n"},
    "more empty cells than the header has": {"links": "observer,observed\nkreis,stadt,,,\n"},
    "no-break spaces around a value": {"links": "observer,observed\n\u00a0kreis\u00a0,\u2007stadt\u3000\n"},
    "codes in lower case": {
        "regions": SOUND["regions.csv"].replace("DE2", "de2"),
        "states": SOUND["states.csv"].replace("DE,", "de,"),
        "areas": SOUND["areas.csv"].replace("PQ", "pq"),
        "access": SOUND["access.csv"].replace("SD", "Sd").replace("DE21", "De21"),
    },
    "invisible characters around a value": {
        "links": "observer,observed\n\u200bkreis\u2060,\ufeffstadt\u200e\n"
    },
}


@pytest.mark.parametrize("files", ALIKE.values(), ids=ALIKE)
def test_what_holds_no_value_is_passed_over(files: dict[str, str], tmp_path: Path, plain: Network) -> None:
    judgement = judged(write_folder(tmp_path / "in", **files))
    assert (said(judgement), judgement.network) == ([], plain)


@pytest.mark.parametrize(("between", "named"), [(";", "semicolons"), ("\t", "tabs")])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_semicolons_and_tabs_between_the_values_are_read_and_noticed(
    between: str, named: str, quoting: Literal[0, 1], tmp_path: Path, plain: Network
) -> None:
    files = {}
    for name, text in SOUND.items():
        written = io.StringIO()
        csv.writer(written, delimiter=between, quoting=quoting).writerows(csv.reader(io.StringIO(text)))
        files[name] = written.getvalue()
    judgement = judged(write_folder(tmp_path / "in", files))
    notice = f"its values are separated by {named}: read so"
    assert sorted(said(judgement)) == sorted((name, 1, "", notice) for name in SOUND)
    assert judgement.network == plain


def test_a_value_in_a_column_without_a_name_is_refused(tmp_path: Path) -> None:
    judgement = judged(write_folder(tmp_path, links="observer,observed,\nkreis,stadt,since May\n"))
    assert said(judgement) == [("links.csv", 2, "column 3", "a value in a column that has no name")]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Centre d\x92information", "U+0092, which was “’” in Windows-1252"),
        ("Mairie de B\x9cuf", "U+009C, which was “œ” in Windows-1252"),
        ("Amt\x81", "U+0081"),
        ("Amt\x07", "U+0007"),
    ],
)
def test_a_control_character_is_named_for_the_letter_it_was(name: str, words: str, tmp_path: Path) -> None:
    files = {"authorities": replaced("authorities", "Landkreis Ebersberg", name)}
    messages = [
        message for _, _, column, message in said(judged(write_folder(tmp_path, **files))) if column == "name"
    ]
    assert [message.removeprefix("control character ").partition(":")[0] for message in messages] == [words]


GREEK = "δήμος/ά"


def test_an_id_is_one_in_every_form_of_unicode(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", GREEK)
    files = {
        "authorities": SOUND["authorities.csv"].replace("stadt,", f"{GREEK},"),
        "access": SOUND["access.csv"].replace("stadt,", f"{apart},"),
        "links": f"observer,observed\nkreis,\u00a0{apart}\u2007\n",
    }
    judgement = judged(write_folder(tmp_path, **files))
    assert said(judgement) == []
    assert {GREEK, "kreis"} <= judgement.network.authorities.keys()
    assert [link.observed for link in judgement.network.links.values()] == [GREEK]


def test_ids_that_differ_in_what_does_not_show_clash(tmp_path: Path) -> None:
    files = {"authorities": replaced("authorities", "kreis,DE", "stadt\u00a0,DE")}
    refused = [
        (row, message)
        for _, row, column, message in said(judged(write_folder(tmp_path, **files)))
        if column == "id"
    ]
    assert refused == [
        (row, f"“stadt” stands in line {other} too: rows that clash are all refused")
        for row, other in ((6, 7), (7, 6))
    ]


def test_an_invisible_character_within_an_id_or_a_code_is_refused(tmp_path: Path) -> None:
    files = {
        "authorities": replaced("authorities", "kreis,DE", "kr\u00adeis,DE"),
        "regions": SOUND["regions.csv"] + "D\u200bE3,DE,,Berlin\n",
    }
    messages = [
        (row, column, message) for _, row, column, message in said(judged(write_folder(tmp_path, **files)))
    ]
    assert (7, "id", "invisible character U+00AD: leave it out") in messages
    assert (6, "code", "invisible character U+200B: leave it out") in messages


def test_a_name_of_nothing_but_spaces_is_empty(tmp_path: Path) -> None:
    files = {"authorities": replaced("authorities", "Landkreis Ebersberg", "\u00a0\u200b")}
    assert ("authorities.csv", 7, "name", "is empty") in said(judged(write_folder(tmp_path, **files)))


def test_endings_may_be_in_capitals_and_every_other_file_is_noticed(tmp_path: Path, plain: Network) -> None:
    directory = write_folder(tmp_path / "in")
    (directory / "links.csv").rename(directory / "LINKS.CSV")
    for other in ("notes.txt", "authorities.ods", ".~lock.links.csv#", "~$authorities.xlsx"):
        (directory / other).write_text("")
    (directory / "old").mkdir()
    judgement = judged(directory)
    assert judgement.network == plain
    assert said(judgement) == [
        (name, 0, "", "no network file: left aside") for name in ("authorities.ods", "notes.txt")
    ]


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    directory = write_folder(tmp_path)
    (directory / "Links.csv").write_text(LINK)
    folder = read_folder(directory)
    assert folder.unreadable
    (entry,) = folder.entries
    assert (entry.file, entry.message) == (
        "links.csv", "stands in several files, Links.csv and links.csv: keep one of them"
    )  # fmt: skip


COLUMNS = "id,state,region,type,name,registered_by,validating_coordinator,external_ids,email,registered_at\n"


def test_a_state_under_both_its_codes_is_noticed(tmp_path: Path) -> None:
    files = {
        "states": "code,name,nimic\nDE,Deutschland,bund\nEL,Greece,mindev\ngr,Hellas,other\n",
        "authorities": SOUND["authorities.csv"]
        + "mindev,EL,,NIMIC,Υπουργείο,,,\nother,GR,,NIMIC,Another ministry,,,\n",
    }
    judgement = judged(write_folder(tmp_path, **files))
    assert said(judgement) == [
        ("states.csv", row, "code", f"{code} and {other} are two codes of one state")
        for row, code, other in ((3, "EL", "GR"), (4, "GR", "EL"))
    ]


NOTICED = {
    "a zero that is gone": ("ags:9162000", "", "", "external_ids", "ags:9162000 is like ags:09162000 of stadt"),
    "an address of http": ("http://ror.example/1", "", "", "external_ids", "http://ror.example/1 is like https://ror.example/1/ of kammer"),
    "no email address": ("", "ebersberg", "", "email", "“ebersberg” is no email address"),
    "a word for nothing": ("", "NULL", "", "email", "“NULL” is taken as it is"),
    "a time to come": ("", "", "2099-01-01T00:00:00Z", "registered_at", "2099-01-01T00:00:00Z is in the future"),
}  # fmt: skip


@pytest.mark.parametrize("noticed", NOTICED.values(), ids=NOTICED)
def test_what_is_probably_not_meant_is_taken_and_noticed(
    noticed: tuple[str, str, str, str, str], tmp_path: Path
) -> None:
    external_id, email, time, column, words = noticed
    there = replaced(
        "authorities",
        "kammer,DE,,DIMIC,Bundesärztekammer,bund,,",
        "kammer,DE,,DIMIC,Kammer,bund,,https://ror.example/1/",
    )
    existing = judged(write_folder(tmp_path / "there", authorities=there)).network
    row = f"neu,DE,DE21,CA,Amt für Neues,regierung,,{external_id},{email},{time}\n"
    files = {"authorities.csv": COLUMNS + row, "access.csv": "authority,area,role\nneu,SD,CA\n"}
    judgement = judge(read_folder(write_folder(tmp_path / "in", files)), existing, NOW)
    (entry,) = judgement.entries
    assert (entry.row, entry.column, judgement.refused) == (2, column, False)
    assert entry.message.startswith(words)
    assert "neu" in judgement.network.authorities
