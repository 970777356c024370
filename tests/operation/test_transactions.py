"""What bounds a transaction, and what is said of one that met a bound, or no database."""

import asyncio
import socket
from typing import Any

import pytest
from neo4j import AsyncDriver, AsyncGraphDatabase, unit_of_work
from pydantic import SecretStr

from service.database import graph as graphs
from service.database.graph import Graph, Reader, Unavailable
from service.observability.metrics import Metrics
from service.serving import resources
from service.settings import PATIENCE_SECONDS, Settings
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
    monkeypatch.setattr(resources, "LEAST_TRANSACTION_SECONDS", 0)
    settings = settings_of(neo4j_server, 0.5)
    async with resources.opened(settings) as graph, resources.at_work(graph, settings):
        with pytest.raises(Unavailable, match=r"^the database took too long$"):
            await rows(graph, LONG)


async def test_a_command_and_a_migration_have_an_hour_for_a_transaction_and_a_service_half_a_minute(
    neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[float] = []

    def noted(timeout: float) -> Any:
        limits.append(timeout)
        return unit_of_work(timeout=timeout)

    monkeypatch.setattr(graphs, "unit_of_work", noted)
    settings = settings_of(neo4j_server, 0.5)
    async with resources.opened(settings) as graph:
        await rows(graph, "RETURN 1")
        async with resources.at_work(graph, settings):
            await rows(graph, "RETURN 1")
        await rows(graph, "RETURN 1")
    assert limits == [3600, 30, 3600]


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
@pytest.mark.parametrize(
    "reason", [socket.EAI_AGAIN, socket.EAI_FAIL, None], ids=["later", "never", "unnamed"]
)
async def test_a_database_whose_name_cannot_be_looked_up_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, scheme: str, reason: int | None
) -> None:
    def fail(*asked: object) -> None:
        raise OSError("no descriptor") if reason is None else socket.gaierror(reason, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    async with Graph.connect(f"{scheme}://database.test:7687", ("neo4j", "x")) as graph, graph.patience(0.2):
        with pytest.raises(Unavailable, match=r"^the database does not answer$"):
            await rows(graph, "RETURN 1")


async def test_an_error_of_the_work_itself_is_no_error_of_the_database(neo4j_server: Neo4jServer) -> None:
    async def fail(tx: Reader) -> None:
        raise ValueError("of the work")

    async with Graph.connect(neo4j_server.uri, neo4j_server.auth) as graph:
        with pytest.raises(ValueError, match=r"^of the work$"):
            await graph.read(fail)


async def test_a_meter_that_fails_hides_from_nobody_that_the_database_was_lost_and_is_back(
    neo4j_server: Neo4jServer,
) -> None:
    class Full(Metrics):
        def answering(self, answers: bool) -> None:
            raise OSError("no room")

    class Kept(Metrics):
        def answering(self, answers: bool) -> None:
            told.append(answers)

    async def wait(tx: Reader) -> None:
        await asyncio.Event().wait()

    async def greets() -> bool:
        return bool(told)

    told: list[bool] = []
    opened = []

    def open_driver() -> AsyncDriver:
        opened.append(AsyncGraphDatabase.driver(neo4j_server.uri, auth=neo4j_server.auth))
        return opened[-1]

    graph = Graph(open_driver, "neo4j", greets)
    graph.meters += [Full(), Kept()]
    back = graph.back
    async with graph.patience(PATIENCE_SECONDS), asyncio.timeout(60):
        with pytest.raises(Unavailable):
            await graph.read(wait)
        await back.wait()
        assert await rows(graph, "RETURN 1 AS n") == [{"n": 1}]
        assert told == [False, True]
    for driver in opened:
        await driver.close()
