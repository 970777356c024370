"""What bounds a transaction, and what is said of one that met a bound."""

import pytest

from service import graph as graphs
from service.graph import Graph, Reader, Unavailable
from tests.graph import rows
from tests.neo4j_server import Neo4jServer


async def test_who_waits_too_long_for_a_connection_is_told_to_ask_later(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "CONNECTION_SECONDS", 0.2)
    async with Graph.connect(neo4j_server.uri, neo4j_server.auth, connections=1) as one:

        async def ask_for_another(tx: Reader) -> None:
            await tx.rows("of a test", "RETURN 1", {})
            with pytest.raises(Unavailable, match=r"^the service has too much to do$"):
                await rows(one, "RETURN 2")

        await one.read(ask_for_another)
