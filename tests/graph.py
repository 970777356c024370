"""Looking into the graph from tests, past the statements of the service."""

import asyncio
import json
from typing import Any

from service.database.graph import Graph, Reader, Writer


async def rows(graph: Graph, cypher: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of a statement that only a test needs."""

    async def read(tx: Reader) -> list[dict[str, Any]]:
        return await tx.rows("of a test", cypher, params)

    return await graph.read(read)


async def forgotten_plans(graph: Graph) -> str:
    """Let the server forget its plans, and say how many there were.

    The Neo4j of the tests keeps plans for an hour. A test with a large network is slow by those made for small ones.
    """

    async def clear(tx: Writer) -> str:
        (row,) = await tx.rows("of a test", "CALL db.clearQueryCaches() YIELD value RETURN value", {})
        return str(row["value"])

    said = await graph.write(clear)
    await graph.write(clear)  # the first one's own plan
    return said


async def everything(graph: Graph) -> list[str]:
    """All that the graph holds, each node and each relation as one text: two are equal where nothing differs."""
    nodes = """MATCH (n) WHERE NOT n:Migration RETURN labels(n) AS labels, properties(n) AS has"""
    edges = """MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS has,
      [labels(a), properties(a)] AS from, [labels(b), properties(b)] AS to"""
    found = [*await rows(graph, nodes), *await rows(graph, edges)]
    return sorted(json.dumps(row, sort_keys=True) for row in found)


async def blocked(graph: Graph) -> None:
    """Return when some transaction waits for a lock."""
    while not await rows(  # noqa: ASYNC110  # the database tells of it only who asks
        graph, "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"
    ):
        await asyncio.sleep(0.01)
