"""What the rules say of a network as plain data, the audit says of it in the graph.

The networks of the scope tests serve: most are sound, some are not on purpose (deactivated ends, moved validators).
The audit says more of one thing: who has deactivated Request Coordinators alone (R77) has none that counts (R28).
"""

from pathlib import Path

import pytest

from service.audit import audit
from service.database.graph import Graph
from service.rules.catalogue import Rule
from service.rules.soundness import faults
from tests.networks import read_network, write_network

NETWORKS = sorted((Path(__file__).parents[1] / "scope").glob("*.yaml"))


@pytest.mark.parametrize("path", NETWORKS, ids=lambda path: path.stem)
async def test_the_audit_and_the_rules_agree_on(path: Path, graph: Graph) -> None:
    network = read_network(path)
    await write_network(graph, network)
    judged = {(fault.rule, fault.at[1][0]) for fault in faults(network)}
    found = {(finding.rule, finding.authority) for finding in await audit(graph)}
    assert {
        (rule, id) for rule, id in found if rule is not Rule.R28 or (Rule.R77, id) not in judged
    } == judged
