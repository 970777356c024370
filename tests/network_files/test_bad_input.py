"""Bad input of every kind gives rows in the report, never a traceback; pure, as files are judged before any graph."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.model.identifiers import Instant
from service.model.network import Network
from service.model.texts import trimmed
from service.network_files.cells import CellError, read_list, write_list
from service.network_files.merging import Judgement, judge
from service.network_files.reading import read_folder
from service.network_files.report import Entry, Severity, write_report
from tests.network_files.folders import SOUND, added, read_rows, replaced, write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")


def judged(directory: Path) -> Judgement:
    return judge(read_folder(directory), Network(), NOW)


def said(directory: Path) -> list[tuple[str, int, str, str]]:
    return [(entry.file, entry.row, entry.column, entry.message) for entry in judged(directory).entries]


UNREADABLE = {
    "Latin-1 bytes": ({"authorities": SOUND["authorities.csv"].encode("latin-1", "replace")}, ("authorities.csv", 3, "", "no UTF-8")),
    "UTF-16": ({"regions": SOUND["regions.csv"].encode("utf-16")}, ("regions.csv", 0, "", "UTF-16")),
    "a lone surrogate's bytes": ({"links": b"observer,observed\nkreis,\xed\xa0\x80\n"}, ("links.csv", 2, "", "no UTF-8")),
    "an unknown column": ({"links": "observer,observed,colour\n"}, ("links.csv", 1, "colour", "unknown column")),
    "a doubled column": ({"links": "observer,observed,observed\n"}, ("links.csv", 1, "observed", "more than once")),
    "no key column": ({"links": "observer\nkreis\n"}, ("links.csv", 1, "observed", "is missing")),
    "an empty file": ({"links": ""}, ("links.csv", 1, "", "no header")),
    "an open quote": ({"links": 'observer,observed\nkreis,"stadt\n'}, ("links.csv", 2, "", "no CSV")),
    "a first line of no network file": ({"links": "root:x:0:0:root:/root:/bin/bash\n"}, ("links.csv", 1, "column 1", "unknown column")),
}  # fmt: skip


@pytest.mark.parametrize(("files", "place"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    files: dict[str, str | bytes], place: tuple[str, int, str, str], tmp_path: Path
) -> None:
    folder = read_folder(write_folder(tmp_path, **files))
    file, row, column, words = place
    assert folder.unreadable
    assert [
        entry
        for entry in folder.entries
        if words in entry.message and (entry.file, entry.row, entry.column) == (file, row, column)
    ]


def test_a_folder_without_network_files_is_refused(tmp_path: Path) -> None:
    assert read_folder(tmp_path).unreadable
    assert read_folder(tmp_path / "nowhere").unreadable


AREAS_NAMED = "code,name,keywords,keyword_names\nSD,Services,building;crafts,{}\nPQ,Professions,health,\n"
CELLS = {
    "a row with too few cells": ({"links": added("links", "stadt")}, ("links.csv", 3, "")),
    "a row with too many cells": ({"links": added("links", "stadt,kreis,bund")}, ("links.csv", 3, "")),
    "a NUL": ({"authorities": replaced("authorities", "Ebersberg", "Eber\0sberg")}, ("authorities.csv", 7, "name")),
    "a line break in a name": ({"authorities": replaced("authorities", "Landkreis Ebersberg", '"Landkreis\nEbersberg"')}, ("authorities.csv", 7, "name")),
    "a cell of a million characters": ({"links": added("links", f"{'x' * 1_000_000},stadt")}, ("links.csv", 3, "observer")),
    "an id of 201 characters": ({"links": added("links", f"{'x' * 201},stadt")}, ("links.csv", 3, "observer")),
    "a name of 1,001 characters": ({"authorities": replaced("authorities", "Landkreis Ebersberg", "x" * 1001)}, ("authorities.csv", 7, "name")),
    "a name of characters that stand for many": ({"authorities": replaced("authorities", "Landkreis Ebersberg", "\ufdfa" * 500)}, ("authorities.csv", 7, "name")),
    "an empty name": ({"authorities": replaced("authorities", "Landkreis Ebersberg", "")}, ("authorities.csv", 7, "name")),
    "an unknown type": ({"authorities": replaced("authorities", "kreis,DE,DE21,CA", "kreis,DE,DE21,Amt")}, ("authorities.csv", 7, "type")),
    "an unknown role": ({"access": replaced("access", "kreis,SD,CA", "kreis,SD,SDIMIC")}, ("access.csv", 6, "role")),
    "an unknown flag": ({"access": replaced("access", "APPROVE_REQUESTS", "APPROVE")}, ("access.csv", 4, "flags")),
    "neither true nor false": ({"areas": replaced("areas", "Services,false", "Services,no")}, ("areas.csv", 2, "requires_professions")),
    "no time": ({"access": "authority,area,role,granted_at\nkreis,SD,CA,yesterday\n"}, ("access.csv", 2, "granted_at")),
    "a latitude of the moon": ({"regions": "code,state,name,latitude,longitude\nDE1,DE,BW,912,8\n"}, ("regions.csv", 2, "latitude")),
    "an external id without scheme": ({"authorities": replaced("authorities", "ags:09175", "09175")}, ("authorities.csv", 7, "external_ids")),
    "a keyword's name without a language": ({"areas": AREAS_NAMED.format("crafts=Handwerk")}, ("areas.csv", 2, "keyword_names")),
    "two names of a keyword": ({"areas": AREAS_NAMED.format("crafts=de=A;crafts=de=B")}, ("areas.csv", 2, "keyword_names")),
    "a language that is none": ({"areas": AREAS_NAMED.format("crafts=German=A")}, ("areas.csv", 2, "keyword_names")),
    "an escape of nothing": ({"areas": replaced("areas", "building;crafts", "building\\crafts")}, ("areas.csv", 2, "keywords")),
    "a name of no keyword": ({"areas": AREAS_NAMED.format("health=de=Gesundheit")}, ("areas.csv", 2, "keyword_names")),
    "an unknown authority": ({"links": added("links", "stadt,niemand")}, ("links.csv", 3, "observed")),
    "an unknown area": ({"access": added("access", "stadt,XX,CA,,regierung,,,,,")}, ("access.csv", 7, "area")),
    "an unknown region": ({"authorities": replaced("authorities", "kreis,DE,DE21", "kreis,DE,DE99")}, ("authorities.csv", 7, "region")),
    "an unknown state": ({"regions": replaced("regions", "DE1,DE", "DE1,FR")}, ("regions.csv", 5, "state")),
}  # fmt: skip


@pytest.mark.parametrize(("files", "place"), CELLS.values(), ids=CELLS)
def test_a_row_that_cannot_be_taken_is_refused_with_its_place(
    files: dict[str, str], place: tuple[str, int, str], tmp_path: Path
) -> None:
    assert place in {entry[:3] for entry in said(write_folder(tmp_path, **files))}


def test_a_byte_order_mark_is_noticed_and_left_aside(tmp_path: Path) -> None:
    judgement = judged(write_folder(tmp_path, links=b"\xef\xbb\xbf" + SOUND["links.csv"].encode()))
    assert [entry.severity for entry in judgement.entries] == [Severity.NOTICE]


def test_columns_and_rows_may_stand_in_any_order(tmp_path: Path) -> None:
    lines = SOUND["authorities.csv"].splitlines()
    files = {
        "links": "observed,observer\nstadt,kreis\n",
        "authorities": "\n".join([lines[0], *reversed(lines[1:])]) + "\n",
    }
    there, elsewhere = judged(write_folder(tmp_path / "a")), judged(write_folder(tmp_path / "b", **files))
    assert not elsewhere.entries
    assert there.network == elsewhere.network


def test_ids_of_200_characters_in_any_script_are_taken(tmp_path: Path) -> None:
    id = 'ΥΠΟΥΡΓΕΙΟ "Α" ; \\ ' + "ω" * 182
    assert len(id) == 200
    quoted = '"' + id.replace('"', '""') + '"'
    listed = '"' + write_list([id]).replace('"', '""') + '"'
    judgement = judged(
        write_folder(
            tmp_path,
            authorities=added("authorities", f"{quoted},DE,DE2,DIMIC,Υπουργείο,bund,,"),
            access=added("access", f"{quoted},SD,DIMIC,,bund,,,,,", "kreis,PQ,CA,,bund,bund,,,Arzt,", f"stadt2,SD,CA,,bund,{listed},,,,")
            .replace("stadt2,SD", "kammer,SD"),
        )
    )  # fmt: skip
    assert judgement.entries == ()
    assert judgement.network.access["kammer", "SD"].request_coordinators == (id,)


def test_a_row_that_needs_a_refused_row_is_refused_and_says_so(tmp_path: Path) -> None:
    messages = said(
        write_folder(
            tmp_path, authorities=replaced("authorities", "regierung,DE,DE21,DIMIC", "regierung,DE,DE21,Amt")
        )
    )
    needing = {
        (file, row)
        for file, row, _, message in messages
        if "“regierung” in authorities.csv, which is refused" in message
    }
    assert needing == {
        ("authorities.csv", 6),
        ("authorities.csv", 7),
        ("access.csv", 2),
        ("access.csv", 4),
        ("access.csv", 6),
    }


def test_a_long_chain_of_needs_is_followed_to_its_end_in_one_go(tmp_path: Path) -> None:
    chain = [f"k{number},DE,DE21,CA,Kette {number},k{number - 1},bund," for number in range(1, 5000)]
    access = [f"k{number},SD,CA,,bund,,,,," for number in range(1, 5000)]
    judgement = judged(
        write_folder(tmp_path, authorities=added("authorities", *chain), access=added("access", *access))
    )
    assert sum(entry.file == "authorities.csv" for entry in judgement.entries) == 4999
    assert set(judgement.network.authorities) == {"bund", "land", "regierung", "kammer", "stadt", "kreis"}


@pytest.mark.rule("R2")
def test_a_name_like_another_is_noticed_and_taken(tmp_path: Path) -> None:
    rows = added("authorities", "zwei,DE,DE21,CA,der Ebersbérg LANDKREIS,regierung,,")
    judgement = judged(
        write_folder(tmp_path, authorities=rows, access=added("access", "zwei,SD,CA,,regierung,,,,,"))
    )
    assert [(entry.row, entry.severity, entry.rule) for entry in judgement.entries] == [
        (8, Severity.NOTICE, "R2")
    ]
    assert "zwei" in judgement.network.authorities


def test_the_report_file_has_a_row_for_each_entry(tmp_path: Path) -> None:
    entries = [Entry("links.csv", 3, "observer", Severity.REFUSED, None, 'unknown, "so"')]
    write_report(entries, tmp_path / "report.csv")
    assert read_rows(tmp_path / "report.csv") == [
        {
            "file": "links.csv",
            "row": "3",
            "column": "observer",
            "severity": "refused",
            "rule": "",
            "message": 'unknown, "so"',
        }
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(trimmed).filter(bool)))
@settings(max_examples=200, deadline=None)
def test_a_list_is_read_as_it_was_written(values: list[str]) -> None:
    assert read_list(write_list(values)) == tuple(sorted(set(values)))


@given(st.text(alphabet=";\\ab ", max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_cell_is_a_list_or_refused(cell: str) -> None:
    try:
        values = read_list(cell)
    except CellError:
        return
    assert read_list(write_list(values)) == values


@given(
    st.dictionaries(
        st.sampled_from(sorted(SOUND)),
        st.one_of(
            st.binary(max_size=200),
            st.lists(st.lists(st.text(max_size=6), max_size=12).map(",".join)).map("\n".join),
        ),
    )
)
@settings(max_examples=150, deadline=None)
def test_no_content_of_the_files_raises(files: dict[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        content = {
            name: text.encode(errors="surrogatepass") if isinstance(text, str) else text
            for name, text in files.items()
        }
        judge(read_folder(write_folder(Path(directory), {**SOUND, **content})), Network(), NOW)
