"""Of the demonstration network what coordinators and their pages ask for, held against its files."""

import re
from collections import Counter
from typing import Any

import pytest

from tests.api.drawn import QUERY as MAP
from tests.api.drawn import plain
from tests.api.files import Row, pairs, values
from tests.changes.client import OPERATOR
from tests.demo.acts import APPINGEDAM, KULTUS, LAND, NL, STADT
from tests.demo.asking import PAGE_INFO, all_edges
from tests.demo.conftest import Demonstration
from tests.demo.files import NetworkFiles, folded

pytestmark = pytest.mark.timeout(1200)

STATES = ["DE", "EL", "NL", "PL", "SE"]

# --- who may coordinate, who is to be served --------------------------------------------------------------------------

ELIGIBLE = """query ($id: ID!, $relation: CoordinatingRelation!, $area: String, $search: String, $first: Int!, $after: String) {
  eligibleCoordinators(
    authority: $id, relation: $relation, area: $area, search: $search, first: $first, after: $after
  ) { totalCount pageInfo { ...Stands } edges { cursor node { id name type } } }
}"""


@pytest.mark.parametrize("id", [STADT, KULTUS, LAND, NL, APPINGEDAM, "de/lau/09162000", "a DIMIC of Poland"])
async def test_those_are_eligible_who_cover_an_authority(demo: Demonstration, id: str) -> None:
    files = demo.files
    if id == "a DIMIC of Poland":
        id = next(
            one for one, row in files.authorities.items() if row["state"] == "PL" and row["type"] == "DIMIC"
        )
    for relation, area in (
        ("VALIDATES", None),
        ("GRANTS_ACCESS", "PQ"),
        ("GRANTS_ACCESS", "SD"),
        ("COORDINATES_REQUESTS", "SD"),
        ("COORDINATES_REQUESTS", "TD"),
    ):
        edges = await all_edges(demo.client, ELIGIBLE + PAGE_INFO, id=id, relation=relation, area=area)
        assert edges == [
            {"node": {name: files.authorities[one][name] for name in ("id", "name", "type")}}
            for one in files.eligible(id, relation, area)
        ], (id, relation, area)


async def test_a_search_narrows_those_who_are_eligible(demo: Demonstration) -> None:
    files = demo.files
    asked = {"id": STADT, "relation": "COORDINATES_REQUESTS", "area": "SD", "search": "BUNDES"}
    edges = await all_edges(demo.client, ELIGIBLE + PAGE_INFO, **asked)
    some = [
        one for one in files.eligible(STADT, "COORDINATES_REQUESTS", "SD") if "bundes" in names_of(files, one)
    ]
    assert [edge["node"]["id"] for edge in edges] == some != []


def names_of(files: NetworkFiles, id: str) -> str:
    """All names of an authority, folded, a line each."""
    row = files.authorities[id]
    others = [each["name"] for each in pairs(row["other_names"], "=", "language", "name")]
    return "\n".join(folded(name) for name in (row["name"], *others))


@pytest.mark.parametrize(("coordinator", "area"), [(LAND, "PQ"), (KULTUS, "PQ"), (NL, "SD"), (STADT, "SD")])
async def test_those_are_to_be_served_whom_a_coordinator_covers_and_does_not_serve(
    demo: Demonstration, coordinator: str, area: str
) -> None:
    query = """query ($coordinator: ID!, $area: String!, $first: Int!, $after: String) {
      authoritiesToServe(coordinator: $coordinator, area: $area, first: $first, after: $after) {
        totalCount pageInfo { ...Stands }
        edges { cursor node { id name } accessCoordinator { id } requestCoordinators { id } }
      }
    }"""
    files = demo.files
    edges = await all_edges(demo.client, query + PAGE_INFO, coordinator=coordinator, area=area)
    expected = []
    for id in files.to_serve(coordinator, area):
        access = files.access_in(id, area)
        assert access is not None
        expected.append(
            {
                "node": {"id": id, "name": files.authorities[id]["name"]},
                "accessCoordinator": {"id": access["access_coordinator"]},
                "requestCoordinators": [
                    {"id": one} for one in sorted(values(access["request_coordinators"]))
                ],
            }
        )
    assert edges == expected


# --- whether a body is there already ----------------------------------------------------------------------------------

SIMILAR = """query ($state: String!, $name: String!, $ids: [ExternalIdInput!]) {
  similarAuthorities(state: $state, name: $name, externalIds: $ids) {
    authority { id name } score name words externalIds { scheme value }
  }
}"""


def with_names_of_their_own(files: NetworkFiles) -> list[Row]:
    """Of each state one with an external id, spread over the network; its name has other words than any body's."""
    found = []
    for state in STATES:
        some = [row for row in files.rows["authorities"] if row["state"] == state and row["external_ids"]]
        found += [some[0], some[len(some) // 2]] if some else []
    return found


async def test_a_body_of_that_external_id_comes_first_and_of_that_name_is_found(demo: Demonstration) -> None:
    files = demo.files
    chosen = with_names_of_their_own(files)
    for row, other in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
        asked = [*pairs(row["external_ids"], ":", "scheme", "value")]
        shouted = [{"scheme": each["scheme"], "value": each["value"].upper()} for each in asked]
        name = files.authorities[other["id"]]["name"] if other["state"] == row["state"] else "Nihil"
        data = await demo.client.query(OPERATOR, SIMILAR, state=row["state"], name=name.upper(), ids=shouted)
        first, *rest = data["similarAuthorities"]
        assert (first["authority"]["id"], first["externalIds"]) == (row["id"], asked)
        assert all(each["externalIds"] == [] for each in rest)
        check_order(rest)
        same = [
            id
            for id, each in files.authorities.items()
            if each["state"] == row["state"] and folded(each["name"]) == folded(name) and id != row["id"]
        ]
        assert [each["authority"]["id"] for each in rest[: len(same)]] == sorted(same)
        for each in rest[: len(same)]:
            said = each["authority"]["name"]
            assert (each["score"], each["name"]) == (100, said)
            assert each["words"]
            assert set(each["words"]) <= set(said.replace(",", " ").replace("-", " ").split())


def check_order(found: list[dict[str, Any]]) -> None:
    """The likest first, then by id; no more than 20, and a score of each."""
    keys = [(-each["score"], each["authority"]["id"]) for each in found]
    assert keys == sorted(keys)
    assert all(0 <= each["score"] <= 100 for each in found)
    assert len(found) <= 20


async def test_a_name_finds_its_body_whatever_case_marks_and_order_of_its_words(demo: Demonstration) -> None:
    files = demo.files
    for row in files.rows["authorities"][:: len(files.authorities) // 25]:
        name = " ".join(reversed(folded(row["name"]).upper().split()))
        data = await demo.client.query(OPERATOR, SIMILAR, state=row["state"], name=name)
        found = data["similarAuthorities"]
        check_order(found)
        likest = {each["authority"]["id"]: each for each in found if each["score"] == 100}
        said = likest[row["id"]]
        assert said["authority"]["name"] == said["name"] == row["name"]
        assert said["externalIds"] == []
        assert said["words"] == [
            word for word in re.findall(r"[^\W_]+", row["name"]) if word in said["words"]
        ]
        assert said["words"]


# --- the map ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
async def test_the_map_of_a_state_draws_every_authority_region_and_relation(
    demo: Demonstration, state: str
) -> None:
    files = demo.files
    network = (await demo.client.query(OPERATOR, MAP, state=state))["network"]
    members = {id: row for id, row in files.authorities.items() if row["state"] == state}
    assert list(network["map"]["authorities"]["ids"]) == sorted(members)
    authorities, bundles = plain(network)
    assert authorities == {
        id: {
            "name": row["name"],
            "type": row["type"],
            "status": row["status"],
            "validating": row["validating_coordinator"] or None,
            "region": row["region"] or None,
            "areas": [access["area"] for access in files.access(id)],
            "dimic": [access["area"] for access in files.access(id) if access["role"] == "DIMIC"],
        }
        for id, row in members.items()
    }
    expected = Counter[Any]()
    for relation, holder, id, area in files.edges(members):
        if relation in ("GRANTS_ACCESS", "COORDINATES_REQUESTS", "LINKED_TO"):
            validating = members[id]["validating_coordinator"]
            end = (True, validating) if validating and not files.coordinates(id) else (False, id)
            expected[relation, area, holder, *end] += 1
    assert bundles == expected
    order = [
        (each["relation"], each["area"] or "", each["ofValidated"]) for each in network["map"]["bundles"]
    ]
    assert order == sorted(order)
    assert network["state"] == {"code": state}
    assert network["unchanged"] is False
    assert network["map"]["areas"] == [
        {"code": row["code"], "name": row["name"]}
        for row in sorted(files.rows["areas"], key=lambda row: row["code"])
    ]
    assert network["map"]["regions"] == [
        {
            "code": code,
            "name": row["name"],
            "parent": {"code": row["parent"]} if row["parent"] else None,
            "latitude": float(row["latitude"]) if row["latitude"] else None,
            "longitude": float(row["longitude"]) if row["longitude"] else None,
        }
        for code, row in sorted(files.places.items())
        if row["state"] == state
    ]
    again = await demo.client.query(OPERATOR, MAP, state=state, unless=network["revision"])
    unchanged = {"state": {"code": state}, "revision": network["revision"], "unchanged": True, "map": None}
    assert again["network"] == unchanged


@pytest.mark.parametrize("monitor", [LAND, NL, "de-be/architektenkammer-berlin", APPINGEDAM])
async def test_a_lens_leaves_the_scope_of_a_monitor(demo: Demonstration, monitor: str) -> None:
    state = demo.files.authorities[monitor]["state"]
    query = "query ($state: String!, $monitor: ID!) { network(state: $state) { lens(monitor: $monitor) } }"
    found = (await demo.client.query(OPERATOR, query, state=state, monitor=monitor))["network"]["lens"]
    ids = sorted(id for id, row in demo.files.authorities.items() if row["state"] == state)
    assert [ids[at] for at in found] == sorted(demo.files.scopes[monitor])
