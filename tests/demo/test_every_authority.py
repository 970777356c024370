"""Of the demonstration network every authority, state, region and area: each field is what the files say."""

from typing import Any

import pytest

from service.rules.catalogue import CATALOGUE
from tests.api.files import AUTHORITY, pairs, values
from tests.changes.client import OPERATOR
from tests.demo.asking import PAGE_INFO, all_edges
from tests.demo.conftest import Demonstration
from tests.demo.files import NetworkFiles

pytestmark = pytest.mark.timeout(1200)

AUTHORITIES = """
  query ($first: Int!, $after: String, $where: AuthorityFilter, $order: AuthorityOrder!) {
    authorities(first: $first, after: $after, where: $where, orderBy: $order) {
      totalCount
      pageInfo { ...Stands }
      edges { cursor node { ...Everything } }
    }
  }
"""


async def test_every_authority_is_what_its_rows_say_in_the_order_of_names(demo: Demonstration) -> None:
    files = demo.files
    edges = await all_edges(demo.client, AUTHORITIES + AUTHORITY + PAGE_INFO, order="NAME")
    ordered = files.by_name(files.authorities)
    assert [edge["node"]["id"] for edge in edges] == ordered
    for id, edge in zip(ordered, edges, strict=True):
        assert edge == {"node": files.own(id)}


async def test_those_of_one_state_in_the_order_of_ids(demo: Demonstration) -> None:
    query = """query ($first: Int!, $after: String) {
      authorities(first: $first, after: $after, where: {state: "PL"}, orderBy: ID) {
        totalCount pageInfo { ...Stands } edges { cursor node { id state { code name } } }
      }
    }"""
    edges = await all_edges(demo.client, query + PAGE_INFO)
    ordered = sorted(id for id, row in demo.files.authorities.items() if row["state"] == "PL")
    assert [edge["node"]["id"] for edge in edges] == ordered
    assert all(edge["node"]["state"] == {"code": "PL", "name": "Poland"} for edge in edges)


async def test_a_node_is_the_authority_of_that_id(demo: Demonstration) -> None:
    query = "query ($id: ID!) { node(id: $id) { id ...Everything } authority(id: $id) { ...Everything } }"
    for id in ("gr/mindev", "de-by/wirtschaftsministerium", "de/lau/09174115"):
        data = await demo.client.query(OPERATOR, query + AUTHORITY, id=id)
        assert data == {"node": demo.files.own(id), "authority": demo.files.own(id)}


async def test_nodes_are_the_authorities_of_their_ids(demo: Demonstration) -> None:
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id ...Everything } }"
    for state in ("EL", "SE"):
        ids = sorted(id for id, row in demo.files.authorities.items() if row["state"] == state)[:100]
        data = await demo.client.query(OPERATOR, query + AUTHORITY, ids=ids)
        assert data == {"nodes": [demo.files.own(id) for id in ids]}


# --- states, regions, areas, rules ------------------------------------------------------------------------------------


def region(files: NetworkFiles, code: str) -> dict[str, Any]:
    """A region with all that it has."""
    row = files.places[code]
    parent = row["parent"]
    return {
        "code": code,
        "name": row["name"],
        "parent": {"code": parent, "name": files.places[parent]["name"]} if parent else None,
        "state": {"code": row["state"]},
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "longitude": float(row["longitude"]) if row["longitude"] else None,
    }


async def test_member_states_with_their_regions(demo: Demonstration) -> None:
    query = """{ memberStates { code name revision nimic { id name type }
      regions { code name latitude longitude parent { code name } state { code } } } }"""
    found = (await demo.client.query(OPERATOR, query))["memberStates"]
    revisions = [state.pop("revision") for state in found]
    files = demo.files
    assert found == [
        {
            "code": row["code"],
            "name": row["name"],
            "nimic": {
                "id": row["nimic"],
                "name": files.authorities[row["nimic"]]["name"],
                "type": "NIMIC",
            },
            "regions": [
                region(files, code)
                for code in sorted(files.places)
                if files.places[code]["state"] == row["code"]
            ],
        }
        for row in sorted(files.rows["states"], key=lambda row: row["code"])
    ]
    of_maps = (
        "{" + " ".join(f'_{code}: network(state: "{code}") {{ revision }}' for code in files.since) + "}"
    )
    maps = await demo.client.query(OPERATOR, of_maps)
    assert [maps[f"_{code}"]["revision"] for code in sorted(files.since)] == revisions
    assert min(revisions) >= 1


def names_of_area(row: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    """Names of an area and of its keywords in other languages as its row has them."""
    keywords = (text.split("=") for text in values(row["keyword_names"]))
    return {
        "otherNames": pairs(row["other_names"], "=", "language", "name"),
        "keywordNames": [{"keyword": it, "language": of, "name": name} for it, of, name in keywords],
    }


async def test_legislative_areas(demo: Demonstration) -> None:
    found = await demo.client.query(
        OPERATOR,
        """{ legislativeAreas {
          code name requiresProfessions keywords otherNames { language name } keywordNames { keyword language name }
        } }""",
    )
    assert found["legislativeAreas"] == [
        {
            "code": row["code"],
            "name": row["name"],
            "requiresProfessions": row["requires_professions"] == "true",
            "keywords": row["keywords"].split(";"),
            **names_of_area(row),
        }
        for row in sorted(demo.files.rows["areas"], key=lambda row: row["code"])
    ]


async def test_rules_are_those_of_the_catalogue(demo: Demonstration) -> None:
    found = (await demo.client.query(OPERATOR, "{ rules { id text source held } }"))["rules"]
    assert [rule["id"] for rule in found] == [f"R{number}" for number in range(1, 84)]
    assert [(each["text"], each["source"], each["held"]) for each in found] == [
        (entry.text, entry.source, list(entry.held)) for entry in CATALOGUE.values()
    ]


# --- who asks ---------------------------------------------------------------------------------------------------------

TABLE = {
    # §2.2 of the guidance: NIMIC, SDIMIC, DIMIC; an empty cell is read as yes.
    ("R14", "REGISTER_SDIMIC"): ("STATE", "NOWHERE", "NOWHERE"),
    ("R15", "REGISTER_DIMIC"): ("STATE", "REGION", "NOWHERE"),
    ("R16", "REGISTER_CA"): ("STATE", "REGION", "TERRITORY"),
    ("R17", "MANAGE_REGISTRATION_DATA"): ("HELD", "HELD", "HELD"),
    ("R18", "GRANT_ACCESS"): ("STATE", "REGION", "TERRITORY"),
    ("R19", "MANAGE_AREA_SETTINGS"): ("HELD", "HELD", "HELD"),
    ("R20", "TRAIN_AND_SUPPORT"): ("STATE", "REGION", "TERRITORY"),
    ("R21", "MONITOR_REQUESTS"): ("STATE", "HELD", "HELD"),
    ("R22", "SPEAK_WITH_THE_COMMISSION"): ("STATE", "NOWHERE", "NOWHERE"),
    ("R23", "DISSEMINATE_INFORMATION"): ("STATE", "REGION", "TERRITORY"),
    ("R24", "TAKE_PART_IN_THE_WORKFLOW"): ("HELD", "HELD", "HELD"),
}
MAY_REGISTER = {"NIMIC": ["SDIMIC", "DIMIC", "CA"], "SDIMIC": ["DIMIC", "CA"], "DIMIC": ["CA"], "CA": []}
VIEWER = """{ viewer { operator registers powers { power reach rule { id text source held } }
  authority { ...Everything } } }"""


@pytest.mark.parametrize("kind", ["NIMIC", "SDIMIC", "DIMIC", "CA", "deactivated", "operator"])
async def test_the_viewer_is_the_actor_with_the_powers_of_its_kind(demo: Demonstration, kind: str) -> None:
    authorities = demo.files.authorities
    who = OPERATOR
    if kind == "deactivated":
        who = next(id for id in authorities if not demo.files.active(id))
    elif kind != "operator":
        who = next(id for id, row in authorities.items() if row["type"] == kind and demo.files.active(id))
    viewer = (await demo.client.query(who, VIEWER + AUTHORITY))["viewer"]
    place = ["NIMIC", "SDIMIC", "DIMIC"].index(kind) if kind in ("NIMIC", "SDIMIC", "DIMIC") else None
    rules = {rule.value: entry for rule, entry in CATALOGUE.items()}
    assert viewer == {
        "operator": kind == "operator",
        "authority": None if kind == "operator" else demo.files.own(who),
        "registers": MAY_REGISTER.get(kind, []),
        "powers": [
            {
                "power": power,
                "reach": "NOWHERE" if place is None else reaches[place],
                "rule": {
                    "id": rule,
                    "text": rules[rule].text,
                    "source": rules[rule].source,
                    "held": list(rules[rule].held),
                },
            }
            for (rule, power), reaches in TABLE.items()
        ],
    }
