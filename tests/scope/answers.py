"""What the service answers of who monitors whom, at a moment or now, gathered for a whole network."""

from typing import Any

from service.database.graph import Graph
from service.model.identifiers import AuthorityId, Instant
from service.model.network import Network
from service.rules.monitoring import missing
from service.statements import monitoring
from tests.networks import Reasons

NO_FILTER: Any = dict.fromkeys(
    ("state", "region", "area", "type", "role", "role_area", "keyword", "search", "coordinated_by", "status")
)
ALL = 10_000
"""More than any network of these tests holds."""


def as_text(reason: monitoring.ReasonRow) -> str:
    """`R46 land APPOINTED(SD) amt REGISTERED stadt`: the rule, and the path from the monitor to the authority."""
    words: list[str] = [reason["rule"]]
    for step in reason["path"]:
        assert step["since"], step
        area = f"({step['area']})" if step["area"] else ""
        here = [] if words[-1] == step["from"] else [step["from"]]
        words += [*here, f"{step['relation']}{area}", step["to"]]
    return " ".join(words)


async def scopes(graph: Graph, network: Network, moment: Instant | None = None) -> Reasons:
    """`monitoring_scope` of every authority, those that see nobody left out."""
    found: Reasons = {}
    for monitor in network.authorities:
        page = await graph.read(
            monitoring.monitoring_scope,
            monitor=AuthorityId(monitor),
            by_id=True,
            after="",
            limit=ALL,
            with_total=True,
            where=NO_FILTER,
            moment=moment,
        )
        assert page["total"] == len(page["rows"])
        if page["rows"]:
            found[monitor] = {
                row["id"]: [as_text(reason) for reason in row["reasons"]] for row in page["rows"]
            }
    return found


async def monitors(graph: Graph, network: Network, moment: Instant | None = None) -> Reasons:
    """`monitors_of` every authority, turned to be compared with the scopes."""
    found: Reasons = {}
    for authority in network.authorities:
        rows = await graph.read(monitoring.monitors_of, authority=AuthorityId(authority), moment=moment)
        assert [row["monitor"] for row in rows] == sorted(row["monitor"] for row in rows)
        for row in rows:
            found.setdefault(row["monitor"], {})[authority] = [as_text(reason) for reason in row["reasons"]]
    return found


async def explanations(
    graph: Graph, network: Network, moment: Instant | None = None
) -> tuple[Reasons, Reasons]:
    """For every pair why, and what is missing: one of both, never neither."""
    why: Reasons = {}
    why_not: Reasons = {}
    for monitor in map(AuthorityId, network.authorities):
        for authority in map(AuthorityId, network.authorities):
            pair: Any = {"monitor": monitor, "authority": authority, "moment": moment}
            reasons = await graph.read(monitoring.monitoring_reasons, **pair)
            facts = await graph.read(monitoring.monitoring_facts, **pair)
            assert facts is not None
            lacks = missing(facts)
            assert bool(reasons) != bool(lacks), (monitor, authority, reasons, lacks)
            if reasons:
                why.setdefault(monitor, {})[authority] = [as_text(reason) for reason in reasons]
            else:
                why_not.setdefault(monitor, {})[authority] = [f"{lack.rule} {lack.detail}" for lack in lacks]
    return why, why_not
