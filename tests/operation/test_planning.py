"""Statements are planned before anyone asks them: when the service starts, and when the database is back."""

import asyncio
from typing import LiteralString

import pytest

from service.database.graph import Conflict, Graph, Unavailable
from service.database.plan_cache import planned
from service.database.statement import PAST_TEXTS, PRESENT_TEXTS
from service.settings import PATIENCE_SECONDS
from service.statements.network import network_states
from tests.neo4j_server import Neo4jServer
from tests.operation.stalling import line_to


class Told(Graph):
    """A graph that keeps what it had planned."""

    planned: list[str]

    async def plan(self, cypher: LiteralString) -> None:
        """As a graph does it."""
        await super().plan(cypher)
        self.planned.append(cypher)


class Troubled(Told):
    """One whose database refuses the first of all statements, with a message that holds data, and plans the others."""

    refused: LiteralString | None = None

    async def plan(self, cypher: LiteralString) -> None:
        """Without a database."""
        self.refused = self.refused or cypher
        if cypher == self.refused:
            raise Conflict("somebody@example.org")
        self.planned.append(cypher)


async def so_many_are_planned(graph: Told, count: int) -> None:
    """Wait for it: a test that waits for ever is ended by CI."""
    while len(graph.planned) < count:  # noqa: ASYNC110  # what plans tells nobody
        await asyncio.sleep(0.05)


async def test_each_is_planned_at_the_start_and_again_when_the_database_is_back(
    neo4j_server: Neo4jServer, database: Graph
) -> None:
    texts = PRESENT_TEXTS + PAST_TEXTS
    async with (
        line_to(neo4j_server.uri) as line,
        Told.connect(line.uri, neo4j_server.auth) as graph,
    ):
        graph.planned = []
        async with graph.patience(PATIENCE_SECONDS), planned(graph, after_seconds=0):
            await so_many_are_planned(graph, len(texts))
            assert sorted(graph.planned) == sorted(texts)
            line.wait_at = b""  # everything
            with pytest.raises(Unavailable):
                await graph.read(network_states)
            line.wait_at = None
            line.goes_on.set()
            await so_many_are_planned(graph, 2 * len(texts))
            assert sorted(graph.planned) == sorted(2 * texts)


async def test_one_that_cannot_be_planned_is_told_by_its_type_and_disturbs_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    others = len(PRESENT_TEXTS + PAST_TEXTS) - 1
    async with Troubled.connect("bolt://127.0.0.1:1", ("neo4j", "")) as graph, asyncio.timeout(60):
        graph.planned = []
        async with planned(graph, after_seconds=0):
            await so_many_are_planned(graph, others)
            graph.back.set()
            graph.back = asyncio.Event()
            await so_many_are_planned(graph, 2 * others)
    assert {record.getMessage() for record in caplog.records} == {"a statement was not planned: Conflict"}
