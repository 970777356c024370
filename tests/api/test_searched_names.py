"""Names are found as they are typed: in their own script, whole or by half, and as their countries write it in Latin."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service.audit import audit
from service.database.graph import Graph
from service.model.body_names import BodyName
from service.model.names import SAINTS, SEARCHED_BYTES, searchable, searchable_lines, searched
from tests.api.asking import ask
from tests.api.test_similar_authorities import imported, network, similar
from tests.graph import rows

TRANSCRIBED = {
    "Υπουργείο": "ypourgeio",
    "ΥΠΟΥΡΓΕΙΟ ΥΓΕΙΑΣ": "ypourgeio ygeias",
    "Δήμος Νέου": "dimos neou",
    "Ευρώπη": "evropi",
    "Εύβοια": "evvoia",
    "Ναύπλιο": "nafplio",
    "Αυτοδιοίκηση": "aftodioikisi",
    "Αύγουστος": "avgoustos",
    "Ηυξημένος": "ifximenos",
    "Βασιλεύς": "vasilefs",
    "Αγγελοπούλου": "angelopoulou",
    "Ελεγκτικό Συνέδριο": "elegktiko synedrio",
    "Σφίγξ, Άγχος": "sfinx anchos",
    "Μπάμπης": "bampis",
    "Οινόη, Υιός, Αιγαίο": "oinoi yios aigaio",
    "София": "sofia",
    "СОФИЯ-ГРАД": "sofia grad",
    "Министерство": "ministerstvo",
    "Държавно предприятие": "darzhavno predpriyatie",
    "Комисията": "komisiyata",
    "Агенция на Република България": "agentsia na republika bulgaria",
    "Българска": "balgarska",
    "Районен съд": "rayonen sad",
    "Шофьор": "shofyor",
    "Ministry": "ministry",
}
SEARCHED = {
    # as Greece transcribes it, whole or by half
    "ypourgeio": {"ministry"},
    "Ypourge": {"ministry"},
    "dimos neou": {"town"},
    "evropi": {"europe"},
    "evro": {"europe"},
    "nafplio": {"nafplio"},
    "angelopoulou": {"town"},
    # a letter at a time, as was found always
    "ypoyrgeio": {"ministry"},
    # in Greek letters, wherever it is cut
    "υπο": {"ministry"},
    "Υπου": {"ministry"},
    "ΥΠΟΥΡΓ": {"ministry"},
    "ευ": {"europe"},
    "ναυ": {"nafplio"},
    "ύπλιο": {"nafplio"},
    # as Bulgaria transcribes it
    "sofia": {"sofia"},
    "komisia": {"commission"},
    "predpriyatie": {"enterprise"},
    "rayonen sad": {"court"},
    "Bulgaria": {"enterprise"},
    # and a letter at a time
    "sofiya": {"sofia"},
    "balgariya": {"enterprise"},
    # in Cyrillic letters
    "софи": {"sofia"},
    "София": {"sofia"},
    "комисия": {"commission", "the commission"},
    "предприя": {"enterprise"},
    "район": {"court"},
    # Latin letters are taken for what they are
    "oy": {"ministry", "town", "latin"},
    "ou": {"ministry", "town"},
    "oyj": {"latin"},
}
NAMES = {
    "ministry": "Υπουργείο Υγείας",
    "town": "Δήμος Νέου Αγγελοπούλου",
    "europe": "Ευρώπη",
    "nafplio": "Ναύπλιο",
    "sofia": "София",
    "commission": "Комисия",
    "the commission": "Комисията",
    "enterprise": "Предприятие България",
    "court": "Районен съд",
    "latin": "Kesko Oyj",
}
LETTERS = (
    "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώΑΆΟΥΣ" + "абвгдежзийклмнопрстуфхцчшщъьюяЯЙ" + "aeouyv" + "  -.,'1"
)


@pytest.mark.parametrize(("name", "latin"), TRANSCRIBED.items())
def test_a_name_is_transcribed_as_its_country_does(name: str, latin: str) -> None:
    assert searchable_lines([name]) == "\n".join(dict.fromkeys([searchable(name), latin]))


@given(text=st.text(LETTERS, max_size=40), cut=st.tuples(st.integers(0, 40), st.integers(1, 40)))
def test_every_part_of_a_name_is_found_in_its_own_script(text: str, cut: tuple[int, int]) -> None:
    part = text[cut[0] : cut[0] + cut[1]]
    assume(searchable(part).isascii())  # a soft sign alone is nothing in Latin letters
    lines = searchable_lines([text])
    for typed in (part, part.upper()):
        assert all(any(form in lines for form in forms) for forms in searched(typed)), typed


@given(words=st.lists(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1), min_size=1))
def test_latin_letters_stay_as_they_are(words: list[str]) -> None:
    assume(SAINTS.keys().isdisjoint(words))  # written in several ways
    assert searchable(" ".join(words)) == searchable_lines([" ".join(words)]) == " ".join(words)


DERIVED = """
import csv, pathlib
from service.model.body_names import derived
names = [row["name"] for row in csv.DictReader(pathlib.Path("demo/network/authorities.csv").open(encoding="utf-8"))]
names += ["Saint-Jean et Sainte-Marie", "Sankt Anna, St. Paul und Santa Maria", "Município de São João e Santo André"]
for name in names[::40] + names[-3:]:
    print(sorted(derived("id", "DE", name, "de", [("en", name[::-1])]).items()))
"""


def test_what_is_stored_of_a_name_is_the_same_in_every_process() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", DERIVED],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=100,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(said) == 1
    assert b"saint" in said.pop()


async def test_names_are_found_in_either_script(graph: Graph, tmp_path: Path) -> None:
    await imported(graph, tmp_path, network(NAMES))
    query = """query($text: String!) {
      authorities(where: {search: $text}, first: 100) { edges { node { id } } }
    }"""
    for text, ids in SEARCHED.items():
        found = await ask(graph, query, text=text)
        assert {edge["node"]["id"] for edge in found["authorities"]["edges"]} == ids, text


async def test_more_names_than_an_index_can_hold_are_searched_by_the_first(
    graph: Graph, tmp_path: Path
) -> None:
    registered = network({"long": "Ευρώπη" * 160})
    names = tuple((f"el-{number}", f"{number} {'Ναύπλιο' * 140}") for number in range(10, 50))
    registered.authorities["long"] = replace(registered.authorities["long"], other_names=names)
    await imported(graph, tmp_path, registered)
    query = "query($text: String!) { authorities(where: {search: $text}, first: 1) { totalCount } }"
    for text, count in (("eyropieyropi", 1), ("10 nayplio", 1), ("30 nayplio", 1), ("49 nayplio", 0)):
        assert (await ask(graph, query, text=text))["authorities"]["totalCount"] == count, text
    assert await audit(graph) == []
    (row,) = await rows(graph, "MATCH (a:Authority {id: 'long'}) RETURN size(a.search_all) AS bytes")
    assert SEARCHED_BYTES - 1000 < row["bytes"] <= SEARCHED_BYTES


async def test_names_are_alike_in_either_script(graph: Graph, tmp_path: Path) -> None:
    await imported(
        graph, tmp_path, network({id: name for id, name in NAMES.items() if id != "the commission"})
    )
    for asked, id in (
        ("Dimos Neou Angelopoulou", "town"),
        ("Evropi", "europe"),
        ("Predpriyatie Bulgaria", "enterprise"),
        ("Rayonen sad", "court"),
        ("Комисията", "commission"),
    ):
        assert [row["authority"]["id"] for row in await similar(graph, asked)] == [id], asked


def test_words_that_tell_nothing_are_known_in_both_spellings() -> None:
    assert telling_words("Υπουργείο του Κράτους και της Ευρώπης Α.Ε.", "EL") == [
        "ypourgeio",
        "kratous",
        "evropis",
    ]
    assert telling_words("ОБЩИНА на Района ЕООД", "BG") == ["obshtina", "rayona"]
    assert same("Δήμος του Νέου", "tou neou dimos", "EL")
    assert same("Община София", "Sofia, Obshtina", "BG")


def telling_words(name: str, state: str) -> list[str]:
    """The words that tell bodies from one another, as they are compared."""
    return [word.plain for word in BodyName.read(name, state).telling]


def same(one: str, other: str, state: str) -> bool:
    """Whether two names differ in spelling alone."""
    return not BodyName.read(one, state).keys.isdisjoint(BodyName.read(other, state).keys)
