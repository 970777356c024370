"""Neo4j plans a reading statement once, whatever it is asked: planning the large ones takes seconds."""

import pytest

from service.database.graph import Graph
from service.model.identifiers import AuthorityId, Instant
from service.statements import authorities, monitoring
from tests.graph import forgotten_plans
from tests.networks import AT
from tests.scope.answers import NO_FILTER

LENGTHS = (0, 1, 5, 50, 500)
"""Neo4j tells parameters apart by the order of their length."""


@pytest.mark.parametrize("moment", [None, AT], ids=["the present", "the past"])
async def test_a_page_has_one_plan_whatever_the_lengths_of_ids_and_cursors(
    graph: Graph, moment: Instant | None
) -> None:
    await forgotten_plans(graph)
    for length in LENGTHS:
        for where in (NO_FILTER, NO_FILTER | {"search": [["x" * length]], "status": "ACTIVE"}):
            await graph.read(
                monitoring.monitoring_scope,
                monitor=AuthorityId("m" * length),
                where=where,
                by_id=bool(length % 2),
                after="x" * length,
                limit=length + 1,
                with_total=bool(length % 2),
                moment=moment,
            )
    assert await forgotten_plans(graph) == "Query caches successfully cleared of 1 queries."


async def test_authorities_have_one_plan_however_many_are_asked_for(graph: Graph) -> None:
    await forgotten_plans(graph)
    for length in LENGTHS:
        await graph.read(authorities.authorities_by_id, ids=[AuthorityId("a")] * length)
    assert await forgotten_plans(graph) == "Query caches successfully cleared of 1 queries."
