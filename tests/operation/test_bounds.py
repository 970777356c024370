"""A request works no longer than its time, and not for a client that is gone."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import httpx
import uvicorn

from service.database.graph import Graph, Reader
from service.serving.app import create_app
from service.serving.workers import _Server
from service.settings import Settings
from tests.graph import rows
from tests.neo4j_server import Neo4jServer
from tests.networks import read_network, write_network
from tests.operation.process import QUERY, SECRETS, operators_token
from tests.operation.stalling import Line, line_to

NETWORK = Path(__file__).parents[1] / "scope/s19_nimic_alone.yaml"
ROOT_FIELD, LOADER = b"MemberState", b"AS authorities"
"""Words of the statement of `memberStates`, and of that by which the loaders read its NIMICs."""
WITH_LOADER = "{ memberStates { code nimic { id name } } }"


@asynccontextmanager
async def service(graph: Graph, **settings: object) -> AsyncIterator[httpx.AsyncClient]:
    """The service on a socket, in this process; asked by the operator."""
    chosen = Settings(token_secrets=SECRETS, data_dir=Path("unused"), **settings)  # type: ignore[arg-type]
    server = _Server(uvicorn.Config(create_app(chosen, graph), port=0, log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve())
    await server.begun.wait()
    headers = {"Authorization": f"Bearer {operators_token()}"}
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def held(
    server: Neo4jServer, wait_at: bytes, connections: int = 5
) -> AsyncIterator[tuple[Line, Graph]]:
    """A graph at the end of a line that waits at these words."""
    async with (
        line_to(server.uri) as line,
        Graph.connect(line.uri, server.auth, connections=connections) as graph,
    ):
        line.wait_at = wait_at
        yield line, graph


async def ask(client: httpx.AsyncClient, query: str = QUERY) -> httpx.Response:
    return await client.post("/graphql", json={"query": query})


async def nothing_is_open(line: Line, client: httpx.AsyncClient) -> None:
    """The driver has hung up, which it does only when its work is ended, and does not try again."""
    async with asyncio.timeout(60):
        await line.hung_up.wait()
        while "authority_network_transactions_open 0.0" not in (await client.get("/metrics")).text:
            pass


async def is_refused_and_works_again(server: Neo4jServer, wait_at: bytes, query: str) -> None:
    async with held(server, wait_at) as (line, slow):
        async with service(slow, request_timeout_seconds=0.5) as client, asyncio.timeout(60):
            while not line.held.is_set():  # on a slow machine some are ended before they come so far
                answer = await ask(client, query)
                assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
                assert int(answer.headers["Retry-After"]) > 0
                (error,) = answer.json()["errors"]
                assert error["extensions"] == {"code": "TIMEOUT"}
                assert "it took longer than 0.5 s" in error["message"]
            await nothing_is_open(line, client)
        line.wait_at = None
        async with service(slow) as client:
            answer = await ask(client, query)
            assert answer.json()["data"]["memberStates"][0]["code"] == "DE"


async def test_what_takes_too_long_is_ended_at_the_database_too(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    await write_network(graph, read_network(NETWORK))
    await is_refused_and_works_again(neo4j_server, ROOT_FIELD, QUERY)


async def test_so_is_what_a_loader_reads_in_a_task_of_its_own(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    await write_network(graph, read_network(NETWORK))
    await is_refused_and_works_again(neo4j_server, LOADER, WITH_LOADER)


async def test_the_work_for_a_client_that_goes_is_ended(graph: Graph, neo4j_server: Neo4jServer) -> None:
    await write_network(graph, read_network(NETWORK))
    for wait_at in (ROOT_FIELD, LOADER):
        async with held(neo4j_server, wait_at) as (line, slow), service(slow) as client:
            asking = asyncio.create_task(ask(client, WITH_LOADER))
            async with asyncio.timeout(60):
                await line.held.wait()
                asking.cancel()
            await nothing_is_open(line, client)
            line.wait_at = None
            assert (await ask(client, WITH_LOADER)).status_code == HTTPStatus.OK
            figures = (await client.get("/metrics")).text
            gone = 'authority_network_requests_total{operation="query",path="/graphql",status="499"} 1.0'
            assert gone in figures
            assert 'authority_network_errors_total{code="CLIENT_GONE"} 1.0' in figures


async def test_a_request_within_its_time_is_answered_however_long_the_database_waits(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    await write_network(graph, read_network(NETWORK))
    async with held(neo4j_server, ROOT_FIELD) as (line, slow), service(slow) as client:
        asking = asyncio.create_task(ask(client))
        async with asyncio.timeout(60):
            await line.held.wait()
        line.goes_on.set()
        assert (await asking).status_code == HTTPStatus.OK


async def test_a_body_that_does_not_come_is_not_waited_for(graph: Graph) -> None:
    async with service(graph, request_timeout_seconds=0.5) as client:
        reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
        authorization = client.headers["Authorization"]
        writer.write(
            f"POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: {authorization}\r\n"
            "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{".encode()
        )
        async with asyncio.timeout(60):
            said = await reader.read()
        writer.close()
        assert said.startswith(b"HTTP/1.1 408 ")
        assert b"The body did not come within 0.5 s." in said


async def test_work_that_is_ended_leaves_its_connection_to_others(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    """Wherever in a transaction it is ended: a pool of two still serves two at once."""
    chance = random.Random(5)

    async def wait_for_the_other(tx: Reader, arrived: asyncio.Barrier) -> None:
        await tx.rows("of a test", "RETURN 1", {})
        await arrived.wait()

    async with Graph.connect(neo4j_server.uri, neo4j_server.auth, connections=2) as two:
        began = asyncio.get_running_loop().time()
        await rows(two, "RETURN 1")
        whole = asyncio.get_running_loop().time() - began
        for _ in range(100):
            works = [asyncio.create_task(rows(two, "UNWIND range(1, 1000) AS n RETURN n")) for _ in range(3)]
            await asyncio.sleep(chance.uniform(0, 2 * whole))
            for work in works:
                work.cancel()
            await asyncio.gather(*works, return_exceptions=True)
        async with asyncio.timeout(60):
            barrier = asyncio.Barrier(2)
            await asyncio.gather(*(two.read(wait_for_the_other, barrier) for _ in range(2)))
