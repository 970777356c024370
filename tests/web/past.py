"""A service whose network has a past: acts of every kind on days of their own, made with the clock as a parameter."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.database.graph import Graph
from service.model.identifiers import instant
from service.storage.migrations import migrate
from tests.changes.client import Client
from tests.changes.conftest import NETWORK
from tests.changes.history import ACTS
from tests.neo4j_server import Neo4jServer, running_neo4j
from tests.networks import AT, read_network, write_network
from tests.operation.process import Service, serving

FIRST = datetime(2026, 1, 10, 9, tzinfo=UTC)
TIMES = [FIRST + timedelta(days=4 * (number // 2), hours=number % 2) for number in range(len(ACTS))]
"""Two acts a day, each fourth day."""
DAYS = [AT[:10], *dict.fromkeys(f"{at:%Y-%m-%d}" for at in TIMES)]
"""The days on which the network was changed."""


def day(number: int) -> str:
    """The day of an act."""
    return f"{TIMES[number]:%Y-%m-%d}"


@contextmanager
def serving_a_past(folder: Path) -> Iterator[Service]:
    """The service on a Neo4j of its own: what other tests share stays as it is."""
    with running_neo4j("private", folder / "neo4j") as neo4j:
        with ThreadPoolExecutor(1) as beside:  # where a browser is driven, a loop may run already
            beside.submit(asyncio.run, _written(neo4j)).result()
        with serving(folder / "served", neo4j, request_timeout_seconds=300) as service:
            yield service


async def _written(neo4j: Neo4jServer) -> None:
    async with Graph.connect(neo4j.uri, neo4j.auth) as graph:
        await migrate(graph)
        await write_network(graph, read_network(NETWORK))
        for (actor, action, input), at in zip(ACTS, TIMES, strict=True):
            await Client(graph, lambda at=at: instant(at)).makes(actor, action, **input)  # type: ignore[misc]
