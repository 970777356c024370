"""A plain list of bodies in one sheet: defaults of a folder, and areas beside a body's name; pure, without a graph."""

from pathlib import Path

import pytest

from service.model.identifiers import Instant, Role
from service.model.network import Network
from service.network_files.merging import Judgement, judge
from service.network_files.reading import read_folder
from tests.network_files.folders import SOUND, write_folder

NOW = Instant("2026-01-01T00:00:00.000000Z")
LIST = "id,name,areas\nneu/1,Amt Eins,SD\nneu/2,Amt Zwei,sd; PQ\n"
DEFAULTS = (
    "column,value\nauthorities.registered_by,bund\nauthorities.type,CA\nauthorities.state,de\nauthorities.region,DE1\n"
    "access.professions,Arzt\n"
)
NEW = {"neu/1", "neu/2"}


def judged(directory: Path, existing: Network | None = None) -> Judgement:
    return judge(read_folder(directory), existing or Network(), NOW)


def said(judgement: Judgement) -> list[tuple[str, int, str, str]]:
    return [(it.file, it.row, it.column, it.message) for it in judgement.entries]


@pytest.fixture
def there(tmp_path: Path) -> Network:
    """The sound network, before the list."""
    return judged(write_folder(tmp_path / "there")).network


def test_one_sheet_and_a_few_defaults_are_enough_for_a_list_of_bodies(tmp_path: Path, there: Network) -> None:
    files = {"authorities.csv": LIST, "defaults.csv": DEFAULTS}
    judgement = judged(write_folder(tmp_path / "list", files), there)
    assert said(judgement) == []
    network = judgement.network
    assert network.authorities.keys() - there.authorities.keys() == NEW
    for id in NEW:
        body = network.authorities[id]
        assert (body.state, body.region, body.registered_by, body.validating_coordinator) == (
            "DE", "DE1", "bund", "bund"
        )  # fmt: skip
    accesses = {key: each for key, each in network.access.items() if key[0] in NEW}
    assert accesses.keys() == {("neu/1", "SD"), ("neu/2", "SD"), ("neu/2", "PQ")}
    for each in accesses.values():
        assert (each.role, each.professions, each.access_coordinator, each.request_coordinators) == (
            Role.CA, ("Arzt",), "bund", ("bund",)
        )  # fmt: skip
    spelled_out = judged(
        write_folder(
            tmp_path / "spelled out",
            {
                "authorities.csv": "id,state,region,type,name,registered_by\n"
                "neu/1,DE,DE1,CA,Amt Eins,bund\nneu/2,DE,DE1,CA,Amt Zwei,bund\n",
                "access.csv": "authority,area,role,professions\nneu/1,SD,CA,Arzt\nneu/2,SD,CA,Arzt\nneu/2,PQ,CA,Arzt\n",
            },
        ),
        there,
    )
    assert (spelled_out.network, spelled_out.changed) == (network, judgement.changed)


def test_the_same_list_again_changes_nothing_and_defaults_edit_nothing(
    tmp_path: Path, there: Network
) -> None:
    files = {"authorities.csv": LIST, "defaults.csv": DEFAULTS}
    network = judged(write_folder(tmp_path / "list", files), there).network
    for defaults in (DEFAULTS, DEFAULTS.replace("DE1", "DE2"), DEFAULTS.replace("Arzt", "Zahnarzt")):
        again = judged(
            write_folder(tmp_path / "again", {"authorities.csv": LIST, "defaults.csv": defaults}), network
        )
        assert (said(again), again.changed) == ([], frozenset())


def test_a_cell_with_a_value_goes_before_the_default(tmp_path: Path, there: Network) -> None:
    files = {
        "authorities.csv": "id,name,region,registered_by,role,areas\nneu/1,Amt Eins,DE21,land,,SD\nneu/2,Amt Zwei,,,,\n",
        "access.csv": "authority,area,role\nneu/2,PQ,CA\n",
        "defaults.csv": DEFAULTS + "authorities.areas,PQ\n",
    }
    judgement = judged(write_folder(tmp_path / "list", files), there)
    assert said(judgement) == []
    bodies = [judgement.network.authorities[id] for id in ("neu/1", "neu/2")]
    assert [(body.region, body.registered_by) for body in bodies] == [("DE21", "land"), ("DE1", "bund")]
    assert sorted(key for key in judgement.network.access if key[0] in NEW) == [
        ("neu/1", "SD"),
        ("neu/2", "PQ"),
    ]


def test_the_role_beside_the_areas_is_that_of_each(tmp_path: Path, there: Network) -> None:
    files = {
        "authorities.csv": "id,state,name,type,registered_by,areas,role\nneu,DE,Amt,DIMIC,bund,SD;PQ,DIMIC\n",
        "defaults.csv": "column,value\naccess.professions,Arzt\n",
    }
    judgement = judged(write_folder(tmp_path / "list", files), there)
    assert said(judgement) == []
    assert {judgement.network.access["neu", area].role for area in ("SD", "PQ")} == {Role.DIMIC}
    assert judgement.network.authorities["neu"].appointed_by == (("PQ", "bund"), ("SD", "bund"))


def test_a_body_whose_areas_stand_in_both_files_is_refused_by_one_line(
    tmp_path: Path, there: Network
) -> None:
    files = {
        "authorities.csv": LIST,
        "access.csv": "authority,area,role\nneu/2,SD,CA\nneu/2,PQ,CA\n",
        "defaults.csv": DEFAULTS,
    }
    judgement = judged(write_folder(tmp_path / "list", files), there)
    of_the_list = [line for line in said(judgement) if line[0] == "authorities.csv"]
    assert of_the_list == [
        ("authorities.csv", 3, "areas", "its areas stand in access.csv too: say them in one of the two")
    ]
    assert {line[3] for line in said(judgement) if line[0] == "access.csv"} == {
        "needs “neu/2” in authorities.csv, which is refused"
    }
    assert ("neu/1", "SD") in judgement.network.access


def test_what_is_wrong_with_an_area_is_said_where_it_stands(tmp_path: Path, there: Network) -> None:
    files = {"authorities.csv": LIST.replace("PQ", "XX"), "defaults.csv": DEFAULTS}
    assert said(judged(write_folder(tmp_path / "list", files), there)) == [
        (
            "authorities.csv",
            3,
            "areas",
            "“XX” in areas.csv is unknown: it is neither in the files nor in the graph",
        )
    ]


WRONG = {
    "no column": ("registered_by,bund", 2, "column", "a default is for FILE.COLUMN, as authorities.registered_by: the files are"),
    "no file": ("towns.name,x", 2, "column", "a default is for FILE.COLUMN, as authorities.registered_by: the files are"),
    "the name of a row": ("authorities.id,x", 2, "column", "the columns of authorities that may have one are state,"),
    "no such column": ("links.since,x", 2, "column", "the columns of links that may have one are"),
    "a wrong value": ("authorities.type,XX", 2, "value", "authorities.type: “XX” is none of NIMIC, SDIMIC, DIMIC, CA"),
    "twice": ("authorities.type,CA\nauthorities.type,CA", 3, "column", "“authorities.type” stands in line 2 too"),
    "no value": ("authorities.type,", 2, "value", "is empty"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "line", "column", "words"), WRONG.values(), ids=WRONG)
def test_a_default_that_cannot_be_used_stops_the_import(
    rows: str, line: int, column: str, words: str, tmp_path: Path
) -> None:
    folder = read_folder(write_folder(tmp_path, {**SOUND, "defaults.csv": f"column,value\n{rows}\n"}))
    assert folder.unreadable
    entry = folder.entries[0]
    assert (entry.file, entry.row, entry.column, words in entry.message) == (
        "defaults.csv", line, column, True
    ), entry  # fmt: skip
