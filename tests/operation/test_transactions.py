"""What bounds a transaction, and what is said of one that met a bound."""

import pytest
from pydantic import SecretStr

from service import graph as graphs
from service import opening
from service.graph import Graph, Reader, Unavailable
from service.settings import Settings
from tests.graph import rows
from tests.neo4j_server import Neo4jServer

LONG = "UNWIND range(1, 10000000000) AS n WITH n WHERE n % 2 = 3 RETURN count(n) AS n"
"""A statement of some minutes, for which the database needs no memory."""


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


@pytest.mark.parametrize("access", ["read", "write"])
async def test_the_database_ends_a_transaction_that_takes_longer_than_it_may(
    neo4j_server: Neo4jServer, access: str
) -> None:
    async def take_long(tx: Reader) -> None:
        await tx.rows("of a test", LONG, {})

    async with Graph.connect(neo4j_server.uri, neo4j_server.auth, transaction_seconds=0.5) as hasty:
        with pytest.raises(Unavailable, match=r"^the database took too long$"):
            await (hasty.read if access == "read" else hasty.write)(take_long)


def settings_of(server: Neo4jServer, request_timeout_seconds: float) -> Settings:
    return Settings(
        database_uri=server.uri,
        database_user=server.auth[0],
        database_password=SecretStr(server.auth[1]),
        request_timeout_seconds=request_timeout_seconds,
    )


async def test_a_transaction_may_take_as_long_as_the_settings_say_of_a_request(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "LEAST_TRANSACTION_SECONDS", 0)
    async with opening.opened(settings_of(neo4j_server, 0.5)) as graph:
        with pytest.raises(Unavailable, match=r"^the database took too long$"):
            await rows(graph, LONG)


async def test_a_command_has_time_for_its_transactions_however_short_requests_are(
    neo4j_server: Neo4jServer,
) -> None:
    async with opening.opened(settings_of(neo4j_server, 0.001)) as graph:
        assert await rows(graph, "UNWIND range(1, 1000000) AS n RETURN count(n) AS n") == [{"n": 1_000_000}]
