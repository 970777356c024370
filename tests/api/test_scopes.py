"""Over the API a network of the guidance has the same scopes, monitors and explanations as in its YAML file."""

from pathlib import Path
from typing import Any

import pytest

from service.graph import Graph
from service.rules.catalogue import Rule
from tests import scope
from tests.api.client import Api
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
