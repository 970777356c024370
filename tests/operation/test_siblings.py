"""What of a request could not be done takes nothing from what was: a mutation that was carried out is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.database.graph import Graph, Writer
from service.model.identifiers import StateCode
from service.serving.app import create_app
from service.settings import Settings
from service.statements import writing
from tests.api.client import GRAPHQL, SECRETS, token
from tests.graph import blocked, rows
from tests.neo4j_server import Neo4jServer
from tests.networks import read_network, write_network

NETWORK = Path(__file__).parents[1] / "changes" / "network.yaml"
ACTS = """mutation {
  done: createRegion(input: {code: "DE-ONE", state: "DE", name: "One", idempotencyKey: "one"}) { ...It }
  held: createRegion(input: {code: "FR-ONE", state: "FR", name: "Une", idempotencyKey: "une"}) { ...It }
  after: createRegion(input: {code: "DE-TWO", state: "DE", name: "Two", idempotencyKey: "two"}) { ...It }
}
fragment It on RegionChange { change region { code } }
"""
HELD = """mutation {
  held: createRegion(input: {code: "FR-ONE", state: "FR", name: "Une"}) { __typename }
}"""
KINDS = ["application/json", "application/graphql-response+json"]


@asynccontextmanager
async def service(
    server: Neo4jServer, transaction_seconds: float = 30, request_seconds: float = 250
) -> AsyncIterator[httpx.AsyncClient]:
    settings = Settings(
        token_secrets=SECRETS, data_dir=Path("unused"), request_timeout_seconds=request_seconds
    )
    async with Graph.connect(server.uri, server.auth, transaction_seconds=transaction_seconds) as graph:
        app = create_app(settings, graph)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client,
        ):
            client.headers["Authorization"] = f"Bearer {token()}"
            yield client


@asynccontextmanager
async def france_is_locked(graph: Graph) -> AsyncIterator[None]:
    """Another transaction has the lock of the state meanwhile."""
    locked, over = asyncio.Event(), asyncio.Event()

    async def hold(tx: Writer) -> None:
        await writing.lock_states(tx, codes=[StateCode("FR")])
        locked.set()
        await over.wait()

    holding = asyncio.create_task(graph.write(hold))
    await locked.wait()
    try:
        yield
    finally:
        over.set()
        await holding


@pytest.fixture(autouse=True)
def network(graph: Graph, runner: asyncio.Runner) -> None:
    runner.run(write_network(graph, read_network(NETWORK)))


async def ask(client: httpx.AsyncClient, query: str, kind: str = KINDS[0]) -> httpx.Response:
    return await client.post(GRAPHQL, json={"query": query}, headers={"Accept": kind})


async def is_told(graph: Graph, answer: dict[str, Any], name: str, code: str) -> None:
    """What was carried out is answered with its change."""
    (kept,) = await rows(graph, "MATCH (c:Change {key: $key}) RETURN c.id AS id", key=name)
    assert answer == {"change": kept["id"], "region": {"code": code}}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_mutation_the_database_could_not_do_takes_nothing_from_its_siblings(
    graph: Graph, neo4j_server: Neo4jServer, kind: str
) -> None:
    async with service(neo4j_server) as unhurried:
        await ask(unhurried, ACTS.replace("})", "}, dryRun: true)"))  # whose statements are planned by then
    async with service(neo4j_server, transaction_seconds=3) as client, france_is_locked(graph):
        response = await ask(client, ACTS, kind)
        assert response.status_code == 200, response.text
        answer = response.json()
        (error,) = answer["errors"]
        assert (error["path"], error["extensions"]) == (["held"], {"code": "UNAVAILABLE"})
        assert answer["data"]["held"] is None
        await is_told(graph, answer["data"]["done"], "one", "DE-ONE")
        await is_told(graph, answer["data"]["after"], "two", "DE-TWO")
        alone = await ask(client, HELD, kind)
        assert (alone.status_code, alone.headers["Retry-After"]) == (503, "5")
        assert alone.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}


async def test_the_end_of_a_request_s_time_takes_nothing_from_what_was_done(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    async with service(neo4j_server, request_seconds=3) as client, france_is_locked(graph):
        while (
            response := await ask(client, ACTS)
        ).status_code == 503:  # on a slow machine before any was done
            assert response.json()["errors"][0]["extensions"] == {"code": "TIMEOUT"}
        answer = response.json()
        assert response.status_code == 200
        assert [error["path"] for error in answer["errors"]] == [["held"], ["after"]]
        assert [error["extensions"] for error in answer["errors"]] == [{"code": "TIMEOUT"}] * 2
        assert (answer["data"]["held"], answer["data"]["after"]) == (None, None)
        await is_told(graph, answer["data"]["done"], "one", "DE-ONE")
    assert await rows(graph, "MATCH (r:Region) WHERE r.code IN ['FR-ONE', 'DE-TWO'] RETURN r.code") == []


async def test_a_stop_takes_nothing_from_what_was_done(graph: Graph, neo4j_server: Neo4jServer) -> None:
    """The server cancels the task of a request that outlasts its stop."""
    async with service(neo4j_server) as client, france_is_locked(graph):
        asking = asyncio.create_task(ask(client, ACTS))
        await blocked(graph)
        asking.cancel()
        response = await asking
        answer = response.json()
        assert response.status_code == 200
        assert [error["path"] for error in answer["errors"]] == [["held"], ["after"]]
        assert {error["message"] for error in answer["errors"]} == {"Try again later: the service stops."}
        await is_told(graph, answer["data"]["done"], "one", "DE-ONE")
