"""A body is found by its name as people write it: the right one first, a match only where no other may be meant."""

from pathlib import Path
from typing import Any

import pytest

from service.database.graph import Graph
from service.exchange.matching import Constraint, Query, asked, candidates
from service.model.body_names import BodyName
from service.model.identifiers import StateCode
from service.model.names import fold, searched, without_case
from service.rules.catalogue import Rule
from service.rules.soundness import official_name_fault
from service.statements.similarity import suggested_authorities
from service.storage.similar_authorities import similar_authorities, words_that_begin
from tests.api.asking import ask
from tests.api.test_similar_authorities import imported, network
from tests.changes.client import Client

GERMAN = {
    "city": "München, Landeshauptstadt",
    "county": "Landkreis München",
    "chamber": "Handwerkskammer für München und Oberbayern",
    "hamburg": "Hamburg, Freie und Hansestadt",
    "commerce": "Handelskammer Hamburg",
    "networks": "Bundesnetzagentur für Elektrizität, Gas und Telekommunikation",
    "roads": "Straßenbauamt Münster",
    "transport": "Bundesamt für Güterverkehr (BAG)",
    "wendel": "Landkreis St. Wendel",
    "bunde": "Bunde",
    "hyphens": "Bundes\u00adkartell\u00adamt",
    "regen": "Regen, St",
    "kiel-north": "Finanzamt Kiel-Nord",
}
FRENCH = {
    "lo": "Mairie de Saint-Lô",
    "die": "Mairie de Die",
    "chatel": "Mairie de Châtel",
    "etienne": "Mairie de Saint-Étienne",
    "foy": "Mairie de Sainte-Foy-lès-Lyon",
    "marie": "Mairie de Sainte-Marie-aux-Mines",
}
DUTCH = {"city": "Utrecht", "province": "Provincie Utrecht", "michiel": "Gemeente Sint-Michielsgestel"}
POLISH = {"old": "Nowe Miasto", "kamienica": "Kamienica", "town": "Miasto Tarnów", "rural": "Gmina Tarnów"}
STATES = {"DE": GERMAN, "FR": FRENCH, "NL": DUTCH, "PL": POLISH}
MATCHES = (
    # the kind of body said otherwise, or not at all
    ("DE", "München", "city"),
    ("DE", "Stadt München", "city"),
    ("DE", "Hamburg", "hamburg"),
    ("DE", "Stadt Regen", "regen"),
    ("NL", "Gemeente Utrecht", "city"),
    ("NL", "Utrecht", "city"),
    ("NL", "Provincie Utrecht", "province"),
    ("FR", "Ville de Die", "die"),
    ("PL", "Gmina Tarnów", "rural"),
    # a part that stands by itself
    ("DE", "Bundesnetzagentur", "networks"),
    ("DE", "Bundesamt für Güterverkehr", "transport"),
    ("DE", "BAG", "transport"),
    # other spellings
    ("DE", "Strassenbauamt Muenster", "roads"),
    ("DE", "STRASSENBAUAMT MUNSTER", "roads"),
    ("DE", "Strassen-Bauamt Münster", "roads"),
    ("DE", "Landkreis Sankt Wendel", "wendel"),
    ("DE", "Wendel, Landkreis Saint", "wendel"),
    ("DE", "Bundeskartellamt", "hyphens"),
    ("FR", "MAIRIE DE ST ETIENNE", "etienne"),
    ("FR", "Mairie de Ste-Foy-lès-Lyon", "foy"),
    ("FR", "étienne (mairie de saint)", "etienne"),
    ("NL", "Sint Michielsgestel, Gemeente", "michiel"),
)
NO_MATCHES = (
    ("FR", "Mairie de Saint-Dos"),
    ("FR", "Mairie de Y"),
    ("FR", "Mairie de Delle"),
    ("FR", "Mairie de Til-Châtel"),
    ("FR", "Mairie de Sainte-Marie"),
    ("FR", "Mairie de Saint-Étienne-du-Bois"),
    ("FR", "Préfecture de Die"),
    ("DE", "Landkreis Hamburg"),
    ("DE", "Stadt Bünde"),
    ("DE", "Finanzamt Kiel"),
    ("DE", "Landratsamt St. Ingbert"),
    ("DE", "Finanzamt Kiel-Nort"),
    ("PL", "Nowe"),
    ("PL", "Kamienica Polska"),
    ("PL", "Tarnów"),
)


async def everything(graph: Graph, folder: Path) -> None:
    """All bodies of all states, each with the state before its id."""
    networks = [
        network({f"{state}-{id}": name for id, name in bodies.items()}, state=state)
        for state, bodies in STATES.items()
    ]
    await imported(graph, folder, *networks)


async def answered(graph: Graph, state: str, name: str) -> list[tuple[str, bool]]:
    """Ids of the candidates, the best first, and whether each is a match."""
    query = asked(Query(query=name, properties=[Constraint(pid="state", v=[state])]))
    found = await graph.read(candidates, {"q": query})
    return [(each.row["id"].partition("-")[2], each.match) for each in found["q"]]


async def test_the_obvious_body_comes_first_and_matches_where_no_other_may_be_meant(
    graph: Graph, tmp_path: Path
) -> None:
    await everything(graph, tmp_path)
    for state, name, id in MATCHES:
        assert (await answered(graph, state, name))[:1] == [(id, True)], name
    for state, name in NO_MATCHES:
        assert not any(match for _, match in await answered(graph, state, name)), name


async def test_the_same_is_the_likest_for_who_registers(graph: Graph, tmp_path: Path) -> None:
    await everything(graph, tmp_path)
    for state, name, id in MATCHES:
        rows = await graph.read(similar_authorities, states=[StateCode(state)], name=name, external_ids=())
        assert rows[0]["id"] == f"{state}-{id}", name


@pytest.mark.rule(Rule.R2, "refuses")
async def test_thousands_of_the_same_name_elsewhere_hide_nobody(graph: Graph, tmp_path: Path) -> None:
    crowd = network({f"it{number:04}": "Comune di Dello" for number in range(3000)}, state="IT")
    await imported(graph, tmp_path, network({"own": "Comune di Dello"}, state="SI"), crowd)
    found = await graph.read(
        similar_authorities, states=[StateCode("SI")], name="Comune di Dello", external_ids=()
    )
    assert [row["id"] for row in found] == ["own"]


def test_the_words_of_another_language_are_no_fillers() -> None:
    for state, name, core in (
        ("FR", "Mairie de Saint-Lô", ["st", "lo"]),
        ("FR", "Mairie de Die", ["die"]),
        ("DE", "Bezirk der Mitte", ["bezirk", "mitte"]),
        ("IT", "Comune di Ne", ["ne"]),
        ("SE", "Myndigheten Foer Vaard", ["myndigheten", "vaard"]),
    ):
        assert [word.plain for word in BodyName.read(name, state).core] == core, name


def test_no_name_is_emptied_of_its_words() -> None:
    for state, name, core in (
        ("FR", "Mairie de Y", ["de", "y"]),
        ("FR", "Mairie des Les", ["des", "les"]),
        ("NO", "Å kommune", ["a", "kommune"]),
        ("DE", "Der, die und das", ["der", "die", "und", "das"]),
        ("DE", "Stadt", ["stadt"]),
        ("DE", "GmbH", ["gmbh"]),
    ):
        assert [word.plain for word in BodyName.read(name, state).core] == core, name


@pytest.mark.rule(Rule.R59, "refuses")
def test_what_nobody_sees_hides_no_reserved_word() -> None:
    for hidden in "\u00ad\u200b\u200c\u200d\u2060\ufeff\u034f\u115f\u3164\ufe0f":
        assert official_name_fault(f"DI{hidden}MIC Bayern"), f"{ord(hidden):x}"
        assert without_case(f"A{hidden}mt") == "amt"
        assert searched(f"A{hidden}mt") == [["amt"]]


async def test_a_name_of_nothing_that_is_seen_is_empty(graph: Graph, tmp_path: Path) -> None:
    await imported(graph, tmp_path, network({}))
    client = Client(graph)
    for name in ("\u200b", "\u00ad \u2060", "\u3164", "\ufe0f\u034f"):
        body: dict[str, Any] = {"name": name, "areas": [{"area": "SD"}]}
        answer = await client.change("nimic-DE", "registerCompetentAuthority", **body)
        assert answer.member == "InvalidInput", name.encode("unicode_escape")


async def test_search_takes_words_in_any_order_and_spelling(graph: Graph, tmp_path: Path) -> None:
    await imported(
        graph,
        tmp_path,
        network(GERMAN | {"brien": "O'Brien Board", "metges": "Col·legi de Metges", "aabenraa": "Aabenraa"}),
    )
    query = """query($text: String!) {
      authorities(where: {search: $text}, first: 100) { edges { node { id } } }
    }"""

    async def found(text: str) -> set[str]:
        edges = (await ask(graph, query, text=text))["authorities"]["edges"]
        return {edge["node"]["id"] for edge in edges}

    expected = {
        "Muenster": "roads",
        "münster straß": "roads",
        "amt munster": "roads",
        "obrien": "brien",
        "o brien": "brien",
        "O’Brien": "brien",
        "collegi metges": "metges",
        "Åbenrå": "aabenraa",
        "sankt wendel": "wendel",
        "saint wend": "wendel",
        "bundeskartell": "hyphens",
        "kartell\u200bamt": "hyphens",
    }
    for text, id in expected.items():
        assert await found(text) == {id}, text


async def test_what_is_typed_is_suggested_by_its_beginning_first(graph: Graph, tmp_path: Path) -> None:
    names = {
        "de/muenchen": "Zentrale",
        "a": "Amt Altmünchen",
        "b": "Amt München",
        "c": "Münchenbernsdorf",
        "d": "München",
        "e": "Kiel",
    }
    await imported(graph, tmp_path, network(names))

    async def suggested(text: str) -> list[str]:
        search = searched(text)
        row = await graph.read(
            suggested_authorities,
            id=text,
            begins=fold(text),
            search=search,
            words=words_that_begin(search),
            skip=0,
            limit=20,
        )
        return list(row["ids"])

    assert await suggested("München") == ["d", "c", "b", "a"]
    assert await suggested("de/muenchen") == ["de/muenchen"]
    assert (await suggested("de/mue"))[0] == "de/muenchen"
