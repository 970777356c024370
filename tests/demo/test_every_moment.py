"""Of the demonstration network what was done and when: the import is its one change, and before it there was nothing."""

from typing import Any

import pytest

from tests.changes.client import OPERATOR
from tests.demo.asking import PAGE_INFO, all_edges
from tests.demo.conftest import Demonstration
from tests.demo.told import CHANGE, Import, in_any_order

pytestmark = pytest.mark.timeout(1200)

BEFORE = "2009-01-15T09:00:00Z"
AUTHORITIES = [
    *(
        "de/bundesverwaltungsamt",
        "gr/mindev",
        "nl/ministerie-van-economische-zaken",
        "pl/ministerstwo-rozwoju",
    ),
    *("se/kommerskollegium", "de-by/wirtschaftsministerium", "de-by/kultusministerium", "nl/lau/GM0003"),
    *("de-be/architektenkammer-berlin", "de-be/bezirksamt-friedrichshain-kreuzberg", "de/lau/09174115"),
]
"""Each NIMIC, an SDIMIC, a DIMIC, a deactivated authority, both ends of a link and a Competent Authority."""


def the_import(demo: Demonstration, id: str) -> Import:
    """The import of the state of an authority."""
    states = sorted(demo.files.since)
    return Import(
        demo.files, dict(zip(states, demo.result.changes, strict=True))[demo.files.authorities[id]["state"]]
    )


@pytest.mark.parametrize("id", AUTHORITIES)
async def test_the_import_is_its_one_change_and_says_what_it_did(demo: Demonstration, id: str) -> None:
    query = """query ($id: ID!, $first: Int!, $after: String) {
      changes(authority: $id, first: $first, after: $after) {
        totalCount pageInfo { ...Stands } edges { cursor node { ...Told } }
      }
    }"""
    (edge,) = await all_edges(demo.client, query + CHANGE + PAGE_INFO, id=id)
    assert in_any_order(edge["node"]) == in_any_order(the_import(demo, id).of(id))


@pytest.mark.parametrize(
    "monitor", ["de-by/wirtschaftsministerium", "gr/mindev", "de-be/architektenkammer-berlin"]
)
async def test_by_the_import_everyone_entered_the_scope(demo: Demonstration, monitor: str) -> None:
    query = """query ($monitor: ID!, $from: DateTime!, $to: DateTime, $first: Int!, $after: String) {
      scopeDifference(monitor: $monitor, from: $from, to: $to, first: $first, after: $after) {
        totalCount pageInfo { ...Stands } edges { cursor entered node { id name type } change { ...Told } }
      }
    }"""
    files = demo.files
    asked = {"monitor": monitor, "from": BEFORE}
    edges = await all_edges(demo.client, query + CHANGE + PAGE_INFO, **asked)
    assert [edge["node"]["id"] for edge in edges] == files.by_name(files.scopes[monitor])
    for edge in edges:
        id = edge["node"]["id"]
        assert edge["entered"] is True
        assert edge["node"] == {name: files.authorities[id][name] for name in ("id", "name", "type")}
        assert in_any_order(edge["change"]) == in_any_order(the_import(demo, id).of(id))
    assert await all_edges(demo.client, query + CHANGE + PAGE_INFO, **asked, to="2009-01-16") == []


STATE_CHANGES = """query ($state: String!, $first: Int!, $after: String) {
  stateChanges(state: $state, first: $first, after: $after) {
    totalCount pageInfo { ...Stands } days { day count } edges { cursor node { ...Made } }
  }
}
fragment Made on StateChange {
  id at actor { id } operator user action reason touched { id name } touchedCount
}"""


@pytest.mark.parametrize("state", ["DE", "EL", "NL", "PL", "SE"])
async def test_of_a_state_the_import_is_its_one_change(demo: Demonstration, state: str) -> None:
    files, at = demo.files, demo.files.since[state]
    ids = sorted(id for id, row in files.authorities.items() if row["state"] == state)
    (edge,) = await all_edges(demo.client, STATE_CHANGES + PAGE_INFO, state=state)
    assert edge["node"] == {
        "id": the_import(demo, ids[0]).change,
        "at": at,
        "actor": None,
        "operator": True,
        "user": None,
        "action": "import",
        "reason": None,
        "touched": [{"id": id, "name": files.authorities[id]["name"]} for id in ids[:20]],
        "touchedCount": len(ids),
    }
    data = await demo.client.query(OPERATOR, STATE_CHANGES + PAGE_INFO, state=state, first=1)
    assert data["stateChanges"]["days"] == [{"day": at[:10], "count": 1}]


NETWORK_DIFFERENCE = """query ($state: String!, $from: DateTime!, $after: String, $relationsAfter: String) {
  networkDifference(state: $state, from: $from) {
    state { code } from to
    authorities(first: 100, after: $after) {
      totalCount pageInfo { ...Stands } edges { cursor came node { id status } change { id } }
    }
    relations(first: 100, after: $relationsAfter) {
      totalCount pageInfo { ...Stands }
      edges { cursor came node { relation from { id } to { id } area { code } } change { id } }
    }
  }
}"""


@pytest.mark.parametrize("state", ["EL", "SE"])
async def test_by_the_import_all_that_takes_part_and_every_relation_came(
    demo: Demonstration, state: str
) -> None:
    files = demo.files
    members = {id: row for id, row in files.authorities.items() if row["state"] == state}
    change = the_import(demo, next(iter(members))).change
    asked = {"state": state, "from": BEFORE}
    seen: dict[str, list[Any]] = {"authorities": [], "relations": []}
    after: dict[str, Any] = {"authorities": None, "relations": None}
    more = True
    while more:
        found = (
            await demo.client.query(
                OPERATOR,
                NETWORK_DIFFERENCE + PAGE_INFO,
                **asked,
                after=after["authorities"],
                relationsAfter=after["relations"],
            )
        )["networkDifference"]
        assert (found["state"], found["from"]) == ({"code": state}, "2009-01-15T09:00:00.000000Z")
        assert found["to"] > files.since[state]
        more = False
        for part, edges in seen.items():
            edges.extend(found[part]["edges"])
            if found[part]["pageInfo"]["hasNextPage"]:
                more = True
            after[part] = found[part]["pageInfo"]["endCursor"] or after[part]
            assert len(edges) <= found[part]["totalCount"]
    for edges in seen.values():
        assert all((edge["came"], edge["change"]) == (True, {"id": change}) for edge in edges)
    active = sorted(id for id, row in members.items() if row["status"] == "ACTIVE")
    assert [edge["node"] for edge in seen["authorities"]] == [{"id": id, "status": "ACTIVE"} for id in active]
    expected = sorted(
        (relation, area or "", holder, id)
        for relation, holder, id, area in files.edges(members)
        if relation in ("VALIDATES", "GRANTS_ACCESS", "COORDINATES_REQUESTS", "LINKED_TO")
    )
    assert [
        (
            edge["node"]["relation"],
            edge["node"]["area"]["code"] if edge["node"]["area"] else "",
            edge["node"]["from"]["id"],
            edge["node"]["to"]["id"],
        )
        for edge in seen["relations"]
    ] == expected
    again = await demo.client.query(
        OPERATOR, NETWORK_DIFFERENCE + PAGE_INFO, **{**asked, "from": files.since[state]}
    )
    assert [again["networkDifference"][part]["totalCount"] for part in seen] == [0, 0]


AS_OF = """query ($id: ID!, $other: ID!, $state: String!, $then: DateTime) {
  authority(id: $id, asOf: $then) {
    id type status name region { code } validatingCoordinator { id } validatingCoordinatorSince
    areas { area { code } role accessCoordinator { id } requestCoordinators { coordinator { id } since } }
  }
  monitoringScope(monitor: $id, first: 100, asOf: $then) { totalCount edges { node { id } reasons { rule { id } } } }
  monitorsOf(authority: $other, asOf: $then) { authority { id } reasons { rule { id } path { since } } }
  explainMonitoring(monitor: $id, authority: $other, asOf: $then) { monitors reasons { rule { id } } }
  network(state: $state, asOf: $then) {
    state { code nimic { id } }
    map { authorities { ids } regions { code } bundles { counts } }
    lens(monitor: $id)
  }
}"""


async def test_before_the_import_there_was_nothing_and_since_then_everything(demo: Demonstration) -> None:
    asked = {"id": "de-by/wirtschaftsministerium", "other": "de/lau/09174115", "state": "DE"}
    now = await demo.client.query(OPERATOR, AS_OF, **asked)
    scope = demo.files.scopes[asked["id"]]
    assert now["monitoringScope"]["totalCount"] == len(scope)
    assert [edge["node"]["id"] for edge in now["monitoringScope"]["edges"]] == demo.files.by_name(scope)[:100]
    assert now["explainMonitoring"]["monitors"]
    then = await demo.client.query(OPERATOR, AS_OF, **asked, then=demo.files.since["DE"])
    assert then == now
    before = await demo.client.query(OPERATOR, AS_OF, **asked, then=BEFORE)
    network = before.pop("network")
    assert set(before.values()) == {None}
    regions = sorted(code for code, row in demo.files.places.items() if row["state"] == "DE")
    assert network == {
        "state": {"code": "DE", "nimic": None},
        "map": {
            "authorities": {"ids": []},
            "regions": [{"code": code} for code in regions],
            "bundles": [],
        },
        "lens": None,
    }


@pytest.mark.parametrize("order", ["NAME", "ID"])
@pytest.mark.parametrize(("monitor", "state"), [("de/bundesverwaltungsamt", "DE"), ("gr/mindev", "EL")])
async def test_the_scope_of_a_nimic_as_of_its_import_in_short_pages_of_a_large_state_and_a_long_one(
    demo: Demonstration, monitor: str, state: str, order: str
) -> None:
    """Short pages of a large state walk an index of all states; in long ones the whole state is put in order."""
    query = """query ($monitor: ID!, $then: DateTime, $first: Int!, $after: String, $order: AuthorityOrder!) {
      monitoringScope(monitor: $monitor, asOf: $then, first: $first, after: $after, orderBy: $order) {
        totalCount pageInfo { endCursor } edges { node { id } }
      }
    }"""
    files = demo.files
    ids = [id for id, row in files.authorities.items() if row["state"] == state and id != monitor]
    expected = files.by_name(ids) if order == "NAME" else sorted(ids)
    after, found = None, []
    for first in (3, 3, 4, 90):
        page = (
            await demo.client.query(
                OPERATOR,
                query,
                monitor=monitor,
                then=files.since[state],
                first=first,
                after=after,
                order=order,
            )
        )["monitoringScope"]
        assert page["totalCount"] == len(ids)
        after = page["pageInfo"]["endCursor"]
        found += [edge["node"]["id"] for edge in page["edges"]]
    assert found == expected[:100]
