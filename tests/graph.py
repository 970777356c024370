"""Looking into the graph from tests, past the statements of the service."""

from typing import Any

from service.graph import Graph, Reader


async def rows(graph: Graph, cypher: str, **params: Any) -> list[dict[str, Any]]:
    """The rows of a statement that only a test needs."""

    async def read(tx: Reader) -> list[dict[str, Any]]:
        return await tx.rows("of a test", cypher, params)

    return await graph.read(read)
