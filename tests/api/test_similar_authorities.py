"""`similarAuthorities`: an authority is registered once (R2), however its name is written."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.database.graph import Graph
from service.model.body_names import BodyName
from service.model.identifiers import AuthorityType, Role, StateCode, Status
from service.model.names import searchable
from service.model.network import Area, State
from service.network_files import import_network
from service.rules.catalogue import Rule
from service.storage.similar_authorities import MOST_SIMILAR, ranked, similar_authorities, words_to_find
from tests.api.asking import ask, refusal, statements_of
from tests.changes.client import Client
from tests.networks import TestNetwork, access_row, authority_row, to_files

QUERY = """
  query ($state: String!, $name: String!, $externalIds: [ExternalIdInput!]) {
    similarAuthorities(state: $state, name: $name, externalIds: $externalIds) {
      authority { id }
      score
      name
      words
      externalIds { scheme value }
    }
  }
"""
REGISTERED = {
    "health": "Bundesministerium für Gesundheit",
    "crafts": "Handwerkskammer Osnabrück-Emsland-Grafschaft Bentheim",
    "crafts-kassel": "Handwerkskammer Kassel",
    "roads": "Straßenverkehrsamt Großräschen",
    "doctors": "Ärztekammer Nordrhein",
    "agency": "Energieagentur Rheinland-Pfalz GmbH",
    "club": "Deutscher Musikrat e.V.",
    "tax-kiel": "Finanzamt Kiel-Nord",
    "tax-koeln": "Finanzamt Köln-Nord",
    "district-1": "Bezirksamt 1",
    "station": "Dienststelle11",
    "district-2": "Bezirksamt 2",
    "athens": "Δήμος Αθηναίων",
    "health-greece": "Υπουργείο Υγείας",
    "thessaly": "Περιφέρεια Θεσσαλίας",
    "sofia": "Столична община",
    "health-bulgaria": "Министерство на здравеопазването",
    "aquila": "Comune dell'Aquila",
    "insurance": "Istituto Nazionale Assicurazioni S.p.A.",
    "poland": "Urząd Miasta Łódź",
    "crafts-vienna": "Wirtschaftskammer Wien",
}
LANGUAGES = {
    **dict.fromkeys(("athens", "health-greece", "thessaly"), "el"),
    **dict.fromkeys(("sofia", "health-bulgaria"), "bg"),
    **dict.fromkeys(("aquila", "insurance"), "it"),
    "poland": "pl",
}
FOUND = {
    # a slip of the pen, or two
    "Bundesminsterium für Gesundheit": ("health", ["Bundesministerium", "Gesundheit"]),
    "Handwerkskamer Kasel": ("crafts-kassel", ["Handwerkskammer", "Kassel"]),
    # the words in another order, or put together otherwise
    "Gesundheit, Bundesministerium für": ("health", ["Bundesministerium", "Gesundheit"]),
    "Gesundheitsministerium": ("health", ["Bundesministerium", "Gesundheit"]),
    "Kammer des Handwerks Kassel": ("crafts-kassel", ["Handwerkskammer", "Kassel"]),
    # marks, ß and ss, ä and ae
    "STRASSENVERKEHRSAMT GROSSRASCHEN": ("roads", ["Straßenverkehrsamt", "Großräschen"]),
    "Aerztekammer Nordrhein": ("doctors", ["Ärztekammer", "Nordrhein"]),
    "Urzad Miasta Lodz": ("poland", ["Urząd", "Miasta", "Łódź"]),
    # legal forms, filler words, abbreviations
    "Energieagentur Rheinland-Pfalz": ("agency", ["Energieagentur", "Rheinland", "Pfalz"]),
    "Energieagentur Rheinland-Pfalz AG": ("agency", ["Energieagentur", "Rheinland", "Pfalz"]),
    "Der Deutsche Musikrat, e. V.": ("club", ["Deutscher", "Musikrat"]),
    "Istituto nazionale delle assicurazioni SpA": ("insurance", ["Istituto", "Nazionale", "Assicurazioni"]),
    "Istituto Naz. Assicurazioni": ("insurance", ["Istituto", "Nazionale", "Assicurazioni"]),
    "Bundesmin. f. Gesundheit": ("health", ["Bundesministerium", "Gesundheit"]),
    "Comune di L'Aquila": ("aquila", ["Comune", "Aquila"]),
    # Greek: case, accents, final sigma, and Latin letters
    "ΔΗΜΟΣ ΑΘΗΝΑΙΩΝ": ("athens", ["Δήμος", "Αθηναίων"]),
    "Dimos Athinaion": ("athens", ["Δήμος", "Αθηναίων"]),
    "Ypourgeio Ygeias": ("health-greece", ["Υπουργείο", "Υγείας"]),
    "περιφερεια θεσσαλιασ": ("thessaly", ["Περιφέρεια", "Θεσσαλίας"]),
    # Cyrillic, and as Bulgaria writes it in Latin letters
    "СТОЛИЧНА ОБЩИНА": ("sofia", ["Столична", "община"]),
    "Stolichna obshtina": ("sofia", ["Столична", "община"]),
    "Ministerstvo na zdraveopazvaneto": ("health-bulgaria", ["Министерство", "здравеопазването"]),
    # what tells one from another counts
    "Finanzamt Kiel Nord": ("tax-kiel", ["Finanzamt", "Kiel", "Nord"]),
    "Bezirksamt 2": ("district-2", ["Bezirksamt", "2"]),
}
UNRELATED = (
    "Handwerkskammer Dresden",
    "Finanzamt Bonn-Nord",
    "Bezirksamt 3",
    "Dienststelle12",
    "Bundesministerium der Justiz",
    "Δήμος Πατρέων",
    "Министерство на правосъдието",
    "Wien",
    "Amt",
    "GmbH",
    "der die das",
)


def network(
    registered: dict[str, str], state: str = "DE", languages: Mapping[str, str] | None = None
) -> TestNetwork:
    """A NIMIC and authorities of these names, as small as the rules allow; `languages` of the names, where any is said."""
    found = TestNetwork()
    nimic = f"nimic-{state}"
    found.areas["SD"] = Area("SD", "Services", False, ())
    found.states[state] = State(state, state, nimic)
    found.authorities[nimic] = authority_row(nimic, state, AuthorityType.NIMIC, name="Zentralstelle")
    for id, name in registered.items():
        found.authorities[id] = authority_row(
            id, state, AuthorityType.CA, name=name, registered_by=nimic, validated_by=nimic
        )
        language = (languages or {}).get(id)
        found.authorities[id] = replace(found.authorities[id], name_language=language)
        found.access[id, "SD"] = access_row(id, "SD", Role.CA, nimic, requests=[nimic])
    return found


async def imported(graph: Graph, directory: Path, *networks: TestNetwork) -> None:
    """The networks in the graph, with everything that an import derives from names and external ids."""
    for number, each in enumerate(networks):
        result = await import_network(graph, to_files(each, directory / str(number)))
        assert not result.refused, result.entries


async def similar(
    graph: Graph, name: str, *, state: str = "DE", ids: tuple[tuple[str, str], ...] = ()
) -> Any:
    """What is answered for a name and external ids."""
    external_ids = [{"scheme": scheme, "value": value} for scheme, value in ids]
    data = await ask(graph, QUERY, state=state, name=name, externalIds=external_ids)
    return data["similarAuthorities"]


@pytest.mark.rule(Rule.R2)
async def test_a_name_is_found_however_it_is_written_and_no_other(graph: Graph, tmp_path: Path) -> None:
    await imported(graph, tmp_path, network(REGISTERED, languages=LANGUAGES))
    for asked, (id, words) in FOUND.items():
        rows = await similar(graph, asked)
        assert [(row["authority"]["id"], row["words"]) for row in rows] == [(id, words)], asked
        assert rows[0]["name"] == REGISTERED[id]
        assert 70 <= rows[0]["score"] <= 100
    for id, name in REGISTERED.items():
        (row,) = await similar(graph, name)
        assert (row["authority"]["id"], row["score"]) == (id, 100)


@pytest.mark.rule(Rule.R2)
async def test_names_that_share_words_and_letters_alone_are_not_reported(
    graph: Graph, tmp_path: Path
) -> None:
    await imported(graph, tmp_path, network(REGISTERED, languages=LANGUAGES))
    for asked in UNRELATED:
        assert await similar(graph, asked) == [], asked


@pytest.mark.rule(Rule.R2)
async def test_the_same_external_id_comes_first_whatever_the_name(graph: Graph, tmp_path: Path) -> None:
    registered = network({"old": "Landratsamt Altötting", "other": "Landratsamt Mühldorf", "like": "Amt Neu"})
    for id, ids in (("old", (("AGS", "09 171-000"),)), ("other", (("AGS", "1"), ("VAT", "DE 1")))):
        registered.authorities[id] = replace(registered.authorities[id], external_ids=ids)
    await imported(graph, tmp_path, registered)
    rows = await similar(graph, "Amt Neu", ids=(("ags", "09171000"), ("vat", "de1"), ("none", "1")))
    assert [(row["authority"]["id"], row["externalIds"]) for row in rows] == [
        ("old", [{"scheme": "AGS", "value": "09 171-000"}]),
        ("other", [{"scheme": "VAT", "value": "DE 1"}]),
        ("like", []),
    ]
    assert await similar(graph, "", ids=(("ags", "09171000"),)) == [rows[0] | {"score": 0.0, "words": []}]


@pytest.mark.rule(Rule.R2)
async def test_a_deactivated_authority_is_registered_too(graph: Graph, tmp_path: Path) -> None:
    registered = network({"old": "Landratsamt Altötting"})
    registered.authorities["old"] = replace(registered.authorities["old"], status=Status.INACTIVE)
    await imported(graph, tmp_path, registered)
    assert [row["authority"]["id"] for row in await similar(graph, "Landratsamt Altoetting")] == ["old"]


async def test_names_in_other_languages_are_compared_and_the_likest_is_shown(
    graph: Graph, tmp_path: Path
) -> None:
    registered = network({"belgium": "Gegevensbeschermingsautoriteit"})
    names = (("de", "Datenschutzbehörde"), ("fr", "Autorité de protection des données"))
    registered.authorities["belgium"] = replace(registered.authorities["belgium"], other_names=names)
    await imported(graph, tmp_path, registered)
    (row,) = await similar(graph, "autorite protection donnees")
    assert row["name"] == "Autorité de protection des données"
    assert row["words"] == ["Autorité", "protection", "données"]


async def test_another_state_is_another_register(graph: Graph, tmp_path: Path) -> None:
    other = network({"other": "Landratsamt Altötting"}, state="AT")
    await imported(graph, tmp_path, network({"old": "Landratsamt Altötting"}), other)
    assert [row["authority"]["id"] for row in await similar(graph, "Landratsamt Altötting")] == ["old"]
    assert await similar(graph, "Landratsamt Altötting", state="XX") is None


async def test_of_several_states_nobody_is_hidden_by_a_crowd_elsewhere(graph: Graph, tmp_path: Path) -> None:
    name = "Landratsamt Altötting"
    crowd = network({f"a{number:03}": name for number in range(220)}, state="AT")
    await imported(graph, tmp_path, network({"old": name}), network({"lux": name}, state="LU"), crowd)
    states = [StateCode("LU"), StateCode("DE"), StateCode("XX")]
    of_some = await graph.read(similar_authorities, states=states, name=name, external_ids=())
    assert [row["id"] for row in of_some] == ["lux", "old"]
    of_any = await graph.read(similar_authorities, states=None, name=name, external_ids=(), most=300)
    assert {row["id"] for row in of_any} == {f"a{number:03}" for number in range(60)}, "more are not judged"


async def test_of_many_the_likest_are_named_in_order(graph: Graph, tmp_path: Path) -> None:
    many = {
        f"office-{number:02}": f"Landratsamt Altötting Stelle {'ABCDEFGHIJKLMNOPQRSTUVWXY'[number]}"
        for number in range(25)
    }
    await imported(
        graph, tmp_path, network(many | {"whole": "Landratsamt Altötting", "typo": "Landratsamt Altöting"})
    )
    rows = await similar(graph, "Landratsamt Altötting Stelle")
    scores = [row["score"] for row in rows]
    assert len(rows) == MOST_SIMILAR
    assert scores == sorted(scores, reverse=True)
    rows = await similar(graph, "Landratsamt Altötting")
    assert rows[0]["score"] == 100
    assert {row["authority"]["id"] for row in await similar(graph, "Landratsamt Altöting")} >= {
        "typo",
        "whole",
    }


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        '"',
        "!!! ??? ***",
        "AND OR NOT",
        "a AND (b OR c",
        "search_all:x^4 name:*",
        "[a TO z} {\\ /x/ ~2 ^",
        '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /',
        "*" * 1000,
        "x" * 1000,
        " ".join(f"word{number}" for number in range(110)),
        "\u0301\u0308",
        "e. V.",
    ],
)
async def test_no_name_is_read_as_an_operator_of_the_index(graph: Graph, tmp_path: Path, name: str) -> None:
    await imported(graph, tmp_path, network({"one": "Landratsamt Altötting"}))
    assert await similar(graph, name) == []


async def test_what_cannot_be_asked_is_said(graph: Graph) -> None:
    asked: dict[str, Any] = {"state": "DE", "name": "x"}
    many = [{"scheme": "a", "value": str(number)} for number in range(21)]
    for changed, said in (
        ({"name": "x" * 1001}, "`name` has 1001 characters; a name has 1000 at most."),
        (
            {"name": "one two " + "\ufdfa" * 900},
            "`name`: too many of its characters stand for several letters: write fewer of them.",
        ),
        ({"externalIds": many}, "`externalIds` are 21; ask about 20 at most."),
    ):
        assert await refusal(graph, QUERY, **(asked | changed)) == ("BAD_INPUT", said)


async def test_one_statement_answers_whatever_the_number_of_rows(graph: Graph, tmp_path: Path) -> None:
    await imported(graph, tmp_path, network(REGISTERED, languages=LANGUAGES))
    assert await statements_of(graph, QUERY, state="DE", name="Finanzamt Kiel-Nord") == [
        "similar_authorities"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  Śląski   Urząd-Wojewódzki ", "slaski urzad wojewodzki"),
        ("Ψυχή & Χώρα, Θεσσαλίας", "psychi chora thessalias"),
        ("Община Пещера – Жълъд, Юг, Ямбол", "obshtina peshtera zhalad yug yambol"),
        ("Љубљана Џез Ћук", "ljubljana dzhez cuk"),
        ("Ærø Œuvre Þing", "aero oeuvre thing"),
        ("№ 5²", "no 52"),
        ("!?", "!?"),
    ],
)
def test_names_are_searched_by_their_words_in_latin_letters(text: str, words: str) -> None:
    assert searchable(text) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kammer der Architekten e. V.", ["kammer", "architekten"]),
        ("Przedsiębiorstwo Sp. z o.o.", ["przedsiebiorstwo"]),
        ("E.N.P.A.M. – Ente di Previdenza", ["enpam", "ente", "previdenza"]),
        ("Amt f. d. Umwelt", ["amt", "umwelt"]),
        ("Stelle A", ["stelle"]),
        ("GmbH", ["gmbh"]),
    ],
)
def test_filler_words_and_legal_forms_tell_nothing(name: str, words: list[str]) -> None:
    assert [word.plain for word in BodyName.read(name, None).telling] == words


def test_the_index_is_asked_for_few_words_and_their_like() -> None:
    assert words_to_find(BodyName.read("Finanzamt Köln 12", None), None) == (
        "_12finanzamtkoeln^40 _12finanzamtkoln^40 "
        "finanzamt^4 finanzamt~1 finanzamt* finanz^4 finanz~1 finanz* koeln^4 koeln~1 koeln* koln^4 koln~1 12^4"
    )
    assert words_to_find(BodyName.read("Min. für X", "DE"), [StateCode("DE"), StateCode("AT")]) == (
        "+(__6465^0 __6174^0) +(_minx^40 min^4 min* x^4)"
    )
    long = " ".join("abcdefgh"[:n] * 3 for n in range(1, 9)) * 9
    assert len(words_to_find(BodyName.read(long, None), None).split()) <= 37


def test_candidates_are_ranked_by_likeness_and_then_by_id() -> None:
    candidates: Any = [
        {"id": id, "state": "DE", "name": name, "name_language": None, "names": [], "external_ids": []}
        for id, name in (("b", "Amt Ulm"), ("a", "Amt Ulm"), ("c", "Amt Ulms"), ("d", "Kammer Trier"))
    ]
    assert [row["id"] for row in ranked("Amt Ulm", candidates, {})] == ["a", "b"]


@pytest.mark.rule(Rule.R2)
async def test_a_body_with_a_like_name_is_registered_when_it_is_said_to_be_another(
    graph: Graph, tmp_path: Path
) -> None:
    await imported(graph, tmp_path, network({"old": "Landratsamt Altötting", "far": "Landratsamt Mühldorf"}))
    client = Client(graph)
    body: dict[str, Any] = {
        "id": "new",
        "name": "Verwaltung",
        "otherNames": [{"language": "de", "name": "Landratsamt Altoetting"}],
        "areas": [{"area": "SD"}],
    }
    refused = await client.refuses("nimic-DE", "registerCompetentAuthority", "R2", **body)
    assert [
        (each["rule"]["id"], each["authorities"], each["detail"]) for each in refused.data["violations"]
    ] == [
        (
            "R2",
            ["old"],
            "“Landratsamt Altoetting” is like “Landratsamt Altötting”, the name of old: confirm that it is another body",
        )
    ]
    await client.makes("nimic-DE", "registerCompetentAuthority", confirmSimilar=True, **body)
    other = body | {"id": "other", "name": "Landratsamt Traunstein", "otherNames": []}
    await client.makes("nimic-DE", "registerCompetentAuthority", **other)
