"""Opt-outs as earlier versions wrote them, which ended and began the edge of the Request Coordinator, are made right."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from service.audit import audit
from service.database.graph import Graph, Writer
from service.model.identifiers import AuthorityId
from service.statements.migrations import part_referral_opt_outs
from service.storage import migrations
from service.storage.migrations import migrate
from tests.changes.client import Client
from tests.changes.conftest import NETWORK
from tests.graph import everything, rows
from tests.networks import read_network, write_network

OPT_OUTS = 8
SPANS = """
MATCH (c)-[r:COORDINATES_REQUESTS|COORDINATED_REQUESTS|OPTS_OUT_OF_REFERRAL|OPTED_OUT_OF_REFERRAL]->(a)
RETURN c.id AS coordinator, a.id AS authority, r.area AS area, type(r) STARTS WITH 'OPT' AS opted,
       r.since AS since, r.by AS by, r.until AS until, r.ended_by AS ended_by ORDER BY since
"""
AGE = """
MATCH ()-[r:COORDINATES_REQUESTS|COORDINATED_REQUESTS|OPTS_OUT_OF_REFERRAL|OPTED_OUT_OF_REFERRAL]->()
DELETE r
WITH count(*) AS gone
UNWIND $parts AS part
MATCH (c:Authority {id: part.coordinator}), (a:Authority {id: part.authority})
FOREACH (_ IN CASE WHEN part.until IS NULL THEN [1] END | CREATE (c)-[r:COORDINATES_REQUESTS]->(a) SET r = part)
FOREACH (_ IN CASE WHEN part.until IS NOT NULL THEN [1] END | CREATE (c)-[r:COORDINATED_REQUESTS]->(a) SET r = part)
"""
PQ: dict[str, Any] = {"area": "PQ"}
ACTS: list[tuple[str, str, dict[str, Any]]] = [
    # out, in, out: three cuts of one edge; and beside it one that is cut once
    *(("bildung", "setReferralOptOut", {"authority": "arzt", **PQ, "optOut": out}) for out in (True, False, True)),
    ("kammer", "setReferralOptOut", {"authority": "arzt", **PQ, "optOut": True}),
    # a real end while it is opted out; what begins later is another edge, whose opt-out is another
    ("bildung", "removeRequestCoordinator", {"authority": "arzt", **PQ, "coordinator": "bildung"}),
    ("kammer", "addRequestCoordinators", {"authorities": ["arzt"], **PQ, "coordinators": ["bildung"]}),
    *(("bildung", "setReferralOptOut", {"authority": "arzt", **PQ, "optOut": out}) for out in (True, False)),
    ("kammer", "replaceAccessCoordinator", {"authority": "arzt", **PQ, "successor": "bund"}),
    ("bund", "setReferralOptOut", {"authority": "arzt", **PQ, "optOut": True}),
    ("wirtschaft", "setReferralOptOut", {"authority": "amt", "area": "SD", "optOut": True}),
    ("commerce", "setReferralOptOut", {"authority": "lyon", "area": "SD", "optOut": True}),
]  # fmt: skip


def parts(spans: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each span of coordination cut where it was opted out or in again, as the versions before wrote it."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for span in spans:
        found[span["coordinator"], span["authority"], span["area"]].append(span)
    for some in found.values():
        opted = [span for span in some if span["opted"]]
        for span in some:
            if span["opted"]:
                continue
            end = span["until"] or "~"
            marks = {span["since"]: span["by"]}
            for each in opted:
                marks |= {
                    at: by
                    for at, by in ((each["since"], each["by"]), (each["until"], each["ended_by"]))
                    if at is not None and span["since"] < at < end
                }
            for (since, by), (until, ended_by) in pairwise(
                [*sorted(marks.items()), (span["until"], span["ended_by"])]
            ):
                yield {
                    **{name: span[name] for name in ("coordinator", "authority", "area")},
                    "since": since,
                    "by": by,
                    "until": until,
                    "ended_by": ended_by,
                    "referral_opt_out": any(
                        each["since"] <= since < (each["until"] or "~") for each in opted
                    ),
                }


async def written_before(graph: Graph) -> list[str]:
    """Fill the graph as an earlier version did, and answer what it is to hold when it has been migrated."""
    await write_network(graph, read_network(NETWORK))
    client = Client(graph)
    for actor, action, input in ACTS:
        await client.makes(actor, action, **input)
    meant = await everything(graph)
    old = list(parts(await rows(graph, SPANS)))

    async def age(tx: Writer) -> None:
        await tx.rows("of a test", AGE, {"parts": old})
        text = "MATCH (m:Migration {number: $number}) DELETE m"
        await tx.rows("of a test", text, {"number": OPT_OUTS})

    await graph.write(age)
    cut = "MATCH ()-[r:COORDINATED_REQUESTS]->() RETURN count(r) AS parts"
    assert await rows(graph, cut) == [{"parts": 11}]
    return meant


async def test_what_opt_outs_have_cut_is_one_edge_again_and_every_opt_out_keeps_its_time(
    graph: Graph,
) -> None:
    await migrate(graph)  # others leave earlier migrations to be done again
    meant = await written_before(graph)
    assert [each.number for each in await migrate(graph)] == [OPT_OUTS]
    assert await everything(graph) == meant
    assert await audit(graph) == []
    assert await migrate(graph) == []


async def test_one_that_was_interrupted_goes_on_and_what_is_parted_stays(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = await written_before(graph)
    await graph.write(part_referral_opt_outs, authorities=[AuthorityId("arzt"), AuthorityId("lyon")])
    assert await everything(graph) != meant
    monkeypatch.setattr(migrations, "PAGE", 3)
    await migrate(graph)
    assert await everything(graph) == meant
