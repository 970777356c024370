"""Over the API a network of the guidance has the same scopes, monitors and explanations as in its YAML file."""

from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

from service.database.graph import Graph
from service.model.network import Link
from service.rules.catalogue import Rule
from tests import scope
from tests.api.client import Api
from tests.neo4j_server import Neo4jServer
from tests.networks import Reasons, read_network, write_network
from tests.scope.answers import as_text

S12 = Path(scope.__file__).parent / "s12_registered_by_sdimic_dimic_nimic.yaml"
WHY = "fragment Why on Reason { rule { id } path { relation from { id } to { id } area since } }"


def reasons(found: list[dict[str, Any]]) -> list[str]:
    """Reasons of an answer, as the YAML says them."""
    return [
        as_text(
            {
                "rule": reason["rule"]["id"],
                "path": [
                    {**step, "from": step["from"]["id"], "to": step["to"]["id"]}  # type: ignore[typeddict-item]
                    for step in reason["path"]
                ],
            }
        )
        for reason in found
    ]


@pytest.mark.rule(Rule.R46)
async def test_s12_is_answered_alike_from_both_ends_and_for_every_pair(graph: Graph, api: Api) -> None:
    network = read_network(S12)
    await write_network(graph, network)
    scopes: Reasons = {}
    monitors: Reasons = {}
    explained: Reasons = {}
    for id in network.authorities:
        data = await api.ask(
            """query($id: ID!) {
              monitoringScope(monitor: $id, first: 100) { totalCount edges { node { id } reasons { ...Why } } }
              monitorsOf(authority: $id) { authority { id } reasons { ...Why } }
            }"""
            + WHY,
            id=id,
        )
        page = data["monitoringScope"]
        assert page["totalCount"] == len(page["edges"])
        if page["edges"]:
            scopes[id] = {edge["node"]["id"]: reasons(edge["reasons"]) for edge in page["edges"]}
        for monitor in data["monitorsOf"]:
            monitors.setdefault(monitor["authority"]["id"], {})[id] = reasons(monitor["reasons"])
        for other in network.authorities:
            why = await explanation(api, id, other)
            assert why["monitors"] is bool(why["reasons"]) is not bool(why["missing"])
            if why["monitors"]:
                explained.setdefault(id, {})[other] = reasons(why["reasons"])
            elif other in network.missing.get(id, {}):
                lacks = [f"{lack['rule']['id']} {lack['detail']}" for lack in why["missing"]]
                assert lacks == network.missing[id][other]
    assert scopes == monitors == explained == network.monitoring


async def explanation(api: Api, monitor: str, authority: str) -> dict[str, Any]:
    """Whether one monitors the other, and why or why not."""
    query = """query($monitor: ID!, $authority: ID!) {
      explainMonitoring(monitor: $monitor, authority: $authority) {
        monitors reasons { ...Why } missing { rule { id } detail }
      }
    }"""
    found: dict[str, Any] = (await api.ask(query + WHY, monitor=monitor, authority=authority))[
        "explainMonitoring"
    ]
    return found


async def test_a_link_that_comes_while_it_is_explained_is_seen(
    graph: Graph, api: Api, neo4j_server: Neo4jServer
) -> None:
    """Reasons and what is missing are read one after the other; never is neither there."""
    await write_network(graph, read_network(S12))
    came: list[str] = []

    def link_between(statement: str) -> None:
        if statement != "monitoring_facts" or came:
            return
        came.append(statement)
        with GraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth) as driver:
            driver.execute_query(
                """MATCH (m:Authority {id: 'land'}), (a:Authority {id: 'c'})
                CREATE (m)-[:LINKED_TO {observer: 'land', observed: 'c', since: '2009-01-15T09:00:00.000000Z'}]->(a)"""
            )

    api.graph.observers.append(link_between)
    try:
        found = await explanation(api, "land", "c")
    finally:
        api.graph.observers.remove(link_between)
    assert came
    assert found["monitors"] is True
    assert [reason["rule"]["id"] for reason in found["reasons"]] == ["R43"]


async def test_reasons_and_missing_facts_say_what_they_are_worded_from(graph: Graph, api: Api) -> None:
    network = read_network(S12)
    network.links["a", "c"] = Link("a", "c")
    await write_network(graph, network)
    found = {}
    for monitor, authority in [("a", "c"), ("bund", "a"), ("land", "a"), ("land", "b"), ("land", "nowhere")]:
        data = await api.ask(
            """query($m: ID!, $a: ID!) { explainMonitoring(monitor: $m, authority: $a) {
              reasons { ...Said } missing { ...Said }
            } }
            fragment Said on Worded {
              detail code arguments { name kind values more authorities { id name } }
            }""",
            m=monitor,
            a=authority,
        )
        found[monitor, authority] = [said for each in data["explainMonitoring"].values() for said in each]
    assert {pair: [(each["code"], each["detail"]) for each in said] for pair, said in found.items()} == {
        ("a", "c"): [("MONITOR_LINKED", "a is linked to c")],
        ("bund", "a"): [
            ("MONITOR_COORDINATES_REQUESTS", "bund is a Request Coordinator of a in SD"),
            ("MONITOR_GRANTS_ACCESS", "bund is the Access Coordinator of a in SD"),
            ("MONITOR_VALIDATES", "bund is the Validating Coordinator of a"),
            ("MONITOR_IS_THE_NIMIC", "the NIMIC of a Member State monitors every authority of it"),
        ],
        ("land", "a"): [("MONITOR_REGISTERED", "land registered a, which lies in its region")],
        ("land", "b"): [
            (
                "MONITOR_APPOINTED_REGISTRAR",
                "b lies in the region of land and was registered by office, which land appointed as DIMIC in SD",
            ),
            (
                "MONITOR_REGISTERED_REGISTRAR",
                "b lies in the region of land and was registered by office, which land registered and which is or was a "
                "DIMIC",
            ),
        ],
        ("land", "nowhere"): [
            ("MONITOR_NOT_LINKED", "no link from land to nowhere"),
            (
                "MONITOR_HOLDS_NOTHING",
                "land is neither Validating, Access nor Request Coordinator of nowhere",
            ),
            ("MONITOR_NOT_THE_NIMIC", "land is not the NIMIC of DE"),
            ("AUTHORITY_WITHOUT_REGION", "nowhere lies in no region, land coordinates DE2"),
        ],
    }
    office = network.authorities["office"].name
    assert found["land", "b"][0]["arguments"][2:] == [
        {
            "name": "registrar",
            "kind": "AUTHORITY",
            "values": ["office"],
            "more": 0,
            "authorities": [{"id": "office", "name": office}],
        },
        {"name": "area", "kind": "LEGISLATIVE_AREA", "values": ["SD"], "more": 0, "authorities": []},
    ]
    assert found["bund", "a"][-1]["arguments"] == []
