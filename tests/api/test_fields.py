"""Every field of every type, with the values that the network files give it."""

from pathlib import Path
from typing import Any

import pytest

from service.api.schema import schema
from service.database.graph import Graph
from service.rules.catalogue import CATALOGUE, Rule
from tests.api.asked_fields import documents_of, every_field, fields_asked
from tests.api.client import Api, token
from tests.api.files import AUTHORITY, BY_ID, BY_NAME, Files, instant
from tests.changes.client import mutation
from tests.graph import rows

FOLDERS = (Path(__file__).parent, Path(__file__).parents[1] / "changes")


@pytest.fixture(scope="module")
def since(network: Files, database: Graph, runner: Any) -> dict[str, str]:
    """When the relations of each state were imported."""
    found = runner.run(rows(database, "MATCH (s:MemberState) RETURN s.code AS state, s.at AS at"))
    return {row["state"]: row["at"] for row in found}


@pytest.mark.parametrize("id", BY_ID)
async def test_an_authority_is_what_the_network_files_say(
    api: Api, network: Files, since: dict[str, str], id: str
) -> None:
    data = await api.ask("query($id: ID!) { authority(id: $id) { ...Everything } }" + AUTHORITY, id=id)
    state = network.authorities[id]["state"]
    assert data["authority"] == network.authority(id, since[state])


async def test_a_node_is_the_authority_of_that_id(api: Api, network: Files) -> None:
    query = "query($id: ID!) { node(id: $id) { __typename id ... on Authority { name } } }"
    assert await api.ask(query, id='Στέλεχος "1"') == {
        "node": {"__typename": "Authority", "id": 'Στέλεχος "1"', "name": "Ärztekammer Berlin"}
    }


async def test_nodes_are_those_of_their_ids_in_their_order(api: Api, network: Files) -> None:
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Authority { name } } }"
    assert await api.ask(query, ids=["stadt", "nobody", "bund", "stadt"]) == {
        "nodes": [
            {"id": "stadt", "name": "Landeshauptstadt München"},
            None,
            {"id": "bund", "name": "Bundesverwaltungsamt"},
            {"id": "stadt", "name": "Landeshauptstadt München"},
        ]
    }
    assert await api.ask(query, ids=[]) == {"nodes": []}


async def test_more_nodes_than_a_page_has_are_refused(api: Api, network: Files) -> None:
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    hundred = [f"nobody {number}" for number in range(100)]
    assert await api.ask(query, ids=hundred) == {"nodes": [None] * 100}
    code, message = await api.error(query, ids=[*hundred, "bund"])
    assert (code, message) == ("BAD_INPUT", "`ids` may hold 100 at most, not 101.")


async def test_an_unknown_id_is_null(api: Api, network: Files) -> None:
    query = """query($id: ID!) {
      node(id: $id) { id }
      authority(id: $id) { id name }
      monitoringScope(monitor: $id, first: 1) { totalCount }
      monitorsOf(authority: $id) { authority { id } }
      unknownMonitor: explainMonitoring(monitor: $id, authority: "stadt") { monitors }
      unknownAuthority: explainMonitoring(monitor: "bund", authority: $id) { monitors }
    }"""
    for id in ("nobody", "", "BUND", "\x00", "x" * 100_000):
        assert set((await api.ask(query, id=id)).values()) == {None}


async def test_member_states_their_regions_and_nimics(api: Api, network: Files, database: Graph) -> None:
    data = await api.ask(
        "{ memberStates { code name revision nimic { id name } regions { code name parent { code name } state { code } } } }"
    )
    revisions = await rows(database, "MATCH (s:MemberState) RETURN s.code AS code, s.revision AS revision")
    names = {row["code"]: row["name"] for row in network.rows["regions"]}
    assert data["memberStates"] == [
        {
            "code": state["code"],
            "name": state["name"],
            "revision": next(row["revision"] for row in revisions if row["code"] == state["code"]),
            "nimic": {"id": state["nimic"], "name": network.authorities[state["nimic"]]["name"]},
            "regions": [
                {
                    "code": row["code"],
                    "name": row["name"],
                    "parent": {"code": row["parent"], "name": names[row["parent"]]}
                    if row["parent"]
                    else None,
                    "state": {"code": state["code"]},
                }
                for row in network.rows["regions"]
                if row["state"] == state["code"]
            ],
        }
        for state in network.rows["states"]
    ]


async def test_legislative_areas(api: Api, network: Files) -> None:
    data = await api.ask("{ legislativeAreas { code name requiresProfessions keywords } }")
    assert data["legislativeAreas"] == [
        {
            "code": row["code"],
            "name": row["name"],
            "requiresProfessions": row["requires_professions"] == "true",
            "keywords": row["keywords"].split(";"),
        }
        for row in network.rows["areas"]
    ]


async def test_rules(api: Api) -> None:
    data = await api.ask("{ rules { id text source held } }")
    assert [rule["id"] for rule in data["rules"]] == [f"R{number}" for number in range(1, 84)]
    assert data["rules"][7] == {
        "id": "R8",
        "text": CATALOGUE[Rule.R8].text,
        "source": "§2.2.1",
        "held": ["GUARD"],
    }
    assert data["rules"][70]["held"] == ["GUARD", "QUERY"]


async def test_the_viewer_is_who_the_token_speaks_for(api: Api, network: Files) -> None:
    query = {"query": "{ viewer { operator authority { id name } } }"}
    for who, shown in (
        ("land", {"id": "land", "name": "Bayerisches Staatsministerium für Wirtschaft"}),
        ('Στέλεχος "1"', {"id": 'Στέλεχος "1"', "name": "Ärztekammer Berlin"}),
        ("nobody of the graph", None),
        (None, None),
    ):
        response = await api.post(query, Authorization=f"Bearer {token(who)}")
        assert response.json()["data"] == {"viewer": {"operator": who is None, "authority": shown}}


async def test_a_page_of_authorities(api: Api, network: Files) -> None:
    query = """query($after: String) {
      authorities(first: 4, after: $after) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id name } }
      }
    }"""
    first = (await api.ask(query))["authorities"]
    assert [edge["node"]["id"] for edge in first["edges"]] == BY_NAME[:4]
    assert first["edges"][0]["node"]["name"] == "Administration des bâtiments publics"
    assert first["totalCount"] == len(BY_NAME)
    assert first["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": first["edges"][0]["cursor"],
        "endCursor": first["edges"][3]["cursor"],
    }
    second = (await api.ask(query, after=first["pageInfo"]["endCursor"]))["authorities"]
    assert [edge["node"]["id"] for edge in second["edges"]] == BY_NAME[4:8]
    assert second["pageInfo"]["hasPreviousPage"]


REASON = "fragment Why on Reason { rule { id text source held } path { relation from { id } to { id name } area since } }"


def step(files: Files, relation: str, ends: tuple[str, str], since: str, area: str | None = None) -> Any:
    """One relation of a path, as REASON asks for it."""
    holder, whom = ends
    to = {"id": whom, "name": files.authorities[whom]["name"]}
    return {"relation": relation, "from": {"id": holder}, "to": to, "area": area, "since": since}


def why(rule: str, *path: dict[str, Any]) -> dict[str, Any]:
    """A reason, as REASON asks for it."""
    entry = CATALOGUE[Rule(rule)]
    said = {"id": rule, "text": entry.text, "source": entry.source, "held": list(entry.held)}
    return {"rule": said, "path": list(path)}


def reasons_of_the_sdimic(files: Files, since: dict[str, str]) -> list[dict[str, Any]]:
    """Why `land` monitors `stadt`: as a Request Coordinator, and because a DIMIC it created registered it."""
    stadt, regierung = (instant(files.authorities[id]["registered_at"]) for id in ("stadt", "regierung"))
    appointed = instant(files.access("regierung")[0]["granted_at"])
    registered = step(files, "REGISTERED", ("regierung", "stadt"), stadt)
    return [
        why("R44", step(files, "COORDINATES_REQUESTS", ("land", "stadt"), since["DE"], "SD")),
        why("R46", step(files, "APPOINTED", ("land", "regierung"), appointed, "SD"), registered),
        why("R46", step(files, "REGISTERED", ("land", "regierung"), regierung), registered),
    ]


async def test_a_scope_says_of_every_authority_why(api: Api, network: Files, since: dict[str, str]) -> None:
    query = """query($first: Int!) {
      monitoringScope(monitor: "land", first: $first) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id name } reasons { ...Why } }
      }
    }"""
    scope = (await api.ask(query + REASON, first=2))["monitoringScope"]
    assert [edge["node"] for edge in scope["edges"]] == [
        {"id": "stadt", "name": "Landeshauptstadt München"},
        {"id": "kreis 2", "name": "LANDKREIS  Ebersberg"},
    ]
    assert scope["totalCount"] == 3
    assert scope["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": scope["edges"][0]["cursor"],
        "endCursor": scope["edges"][1]["cursor"],
    }
    assert scope["edges"][0]["reasons"] == reasons_of_the_sdimic(network, since)


async def test_monitors_of_an_authority(api: Api, network: Files, since: dict[str, str]) -> None:
    query = '{ monitorsOf(authority: "stadt") { authority { id name } reasons { ...Why } } }'
    found = {row["authority"]["id"]: row for row in (await api.ask(query + REASON))["monitorsOf"]}
    assert list(found) == ["bund", "kammer", "kreis", "land", "regierung", 'Στέλεχος "1"']
    assert found["bund"] == {
        "authority": {"id": "bund", "name": "Bundesverwaltungsamt"},
        "reasons": [why("R45")],
    }
    link = step(network, "LINKED_TO", ("kreis", "stadt"), since["DE"])
    assert found["kreis"]["reasons"] == [why("R43", link)]
    assert found["land"]["reasons"] == reasons_of_the_sdimic(network, since)


async def test_an_explanation_gives_reasons_or_what_each_rule_lacks(
    api: Api, network: Files, since: dict[str, str]
) -> None:
    query = """query($monitor: ID!) {
      explainMonitoring(monitor: $monitor, authority: "stadt") {
        monitors reasons { ...Why } missing { rule { id text source held } detail }
      }
    }"""
    yes = (await api.ask(query + REASON, monitor="land"))["explainMonitoring"]
    assert yes == {"monitors": True, "reasons": reasons_of_the_sdimic(network, since), "missing": []}
    no = (await api.ask(query + REASON, monitor="alt"))["explainMonitoring"]
    assert (no["monitors"], no["reasons"]) == (False, [])
    assert [(lack["rule"]["id"], lack["detail"]) for lack in no["missing"]] == [
        ("R77", "alt is deactivated and monitors nothing"),
        ("R43", "no link from alt to stadt"),
        ("R44", "alt is no IMI Coordinator"),
        ("R44", "alt is neither Validating, Access nor Request Coordinator of stadt"),
        ("R45", "alt is not the NIMIC of DE"),
        ("R46", "alt is no SDIMIC"),
    ]
    assert no["missing"][0]["rule"]["text"] == CATALOGUE[Rule.R77].text


# --- nothing is left out ------------------------------------------------------------------------------------------


def test_every_field_of_every_type_is_asked_for_in_these_tests() -> None:
    assert schema._schema.mutation_type is not None
    mutations = [mutation(action, scopes=True) for action in schema._schema.mutation_type.fields]
    files = [path for folder in FOLDERS for path in folder.glob("*.py")]
    assert every_field() - fields_asked([*mutations, *documents_of(files)]) == set()
