"""What only a socket shows: bodies that are too long or never end, clients that leave."""

import asyncio
import http.client
import json
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from service.database.graph import Graph
from service.serving.app import create_app
from service.serving.command import listen
from service.serving.workers import serve_here
from service.settings import Settings
from tests.api.client import GRAPHQL, SECRETS, Api, token
from tests.api.conftest import serving

LIMIT = 2000
LARGE_BYTES = 20_000_000
BODY = json.dumps({"query": "{ viewer { operator } }"}).encode()
ANSWER = b'{"data":{"viewer":{"operator":false}},"extensions":{"cost":{"units":2,"most":100000}}}'


@asynccontextmanager
async def listening(graph: Graph) -> AsyncIterator[int]:
    """The service behind a real socket; gives its port."""
    settings = Settings(
        token_secrets=SECRETS, data_dir=Path("unused"), port=0, request_body_limit_bytes=LIMIT
    )
    stopping, taken = asyncio.Event(), listen(settings)
    served = asyncio.create_task(serve_here(create_app(settings, graph), settings, taken, stopping))
    try:
        yield taken.getsockname()[1]
    finally:
        stopping.set()
        await served


async def answer(port: int, request: bytes, *, over: bool = False) -> bytes:
    """All that comes back for these bytes until the service closes the connection; `over`: no more will be sent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    if over:
        writer.write_eof()
    try:
        return await reader.read()
    finally:
        writer.close()


async def leave(port: int, request: bytes) -> None:
    """Send these bytes and be gone."""
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    await writer.drain()
    writer.transport.abort()


def post(*headers: str, body: bytes = b"") -> bytes:
    """A POST with these headers besides the usual ones."""
    usual = (
        f"POST {GRAPHQL} HTTP/1.1",
        "Host: service",
        f"Authorization: Bearer {token('bund')}",
        "Content-Type: application/json",
    )
    return "\r\n".join((*usual, *headers, "", "")).encode() + body


def chunk(part: bytes) -> bytes:
    """One chunk of a chunked body."""
    return f"{len(part):x}\r\n".encode() + part + b"\r\n"


async def test_a_body_up_to_the_limit_is_taken_in_one_or_in_chunks(database: Graph) -> None:
    padded = BODY + b" " * (LIMIT - len(BODY))
    chunked = chunk(padded[:7]) + chunk(padded[7:]) + chunk(b"")
    async with listening(database) as port:
        for request in (
            post(f"Content-Length: {LIMIT}", "Connection: close", body=padded),
            post("Transfer-Encoding: chunked", "Connection: close", body=chunked),
        ):
            said = await answer(port, request)
            assert said.startswith(b"HTTP/1.1 200")
            assert said.endswith(ANSWER)


@pytest.fixture
def limited(database: Graph, runner: asyncio.Runner) -> Iterator[Api]:
    """A service whose bodies end at LIMIT, handed each part of a body by itself: a socket may hand over several as one."""
    with serving(database, runner, request_body_limit_bytes=LIMIT) as one:
        yield one


@pytest.mark.parametrize("parts", [2, 3, LIMIT])
@pytest.mark.parametrize("path", [GRAPHQL, "/reconcile"])
@pytest.mark.parametrize("closing", [{}, {"Connection": "close"}], ids=["stays open", "closes"])
async def test_the_limit_is_of_all_parts_of_a_body_together(
    limited: Api, path: str, parts: int, closing: dict[str, str]
) -> None:
    async def sent(length: int) -> AsyncIterator[bytes]:
        whole = (BODY if path == GRAPHQL else b"queries={}").ljust(length)
        size = -(-length // parts)
        for place in range(0, length, size):
            yield whole[place : place + size]

    kind = "application/json" if path == GRAPHQL else "application/x-www-form-urlencoded"
    for length, status in ((LIMIT, 200), (LIMIT + 1, 413), (2 * LIMIT - 2, 413)):
        headers = {"Content-Type": kind, **closing}
        response = await limited.http.post(path, content=sent(length), headers=headers)
        assert response.status_code == status, (length, response.text)


async def test_a_longer_body_is_refused_before_it_has_all_come(database: Graph) -> None:
    endless = chunk(b" " * 1500) * 2  # and no last chunk
    async with listening(database) as port:
        for request in (
            post(f"Content-Length: {LIMIT + 2}", body=BODY + b" " * (LIMIT + 1 - len(BODY))),
            post("Content-Length: 1000000000000", body=b" " * (LIMIT + 1)),
            post("Transfer-Encoding: chunked", body=endless),
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            async with asyncio.timeout(60):
                assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 413")
                await reader.readuntil(f"The body is longer than {LIMIT} bytes.".encode())
            writer.close()


@pytest.mark.parametrize("connection", ["keep-alive", "close"])
async def test_its_client_reads_so_however_much_it_sends_and_little_of_it_is_kept(
    database: Graph, connection: str
) -> None:
    """http.client reads nothing before all is sent; a connection that is reset meanwhile has no answer for it."""
    large = bytes(LARGE_BYTES)
    headers = {"Authorization": f"Bearer {token('bund')}", "Content-Type": "application/json"}

    def ask(asking: http.client.HTTPConnection, body: bytes) -> tuple[int, bytes]:
        asking.request("POST", GRAPHQL, body, headers | {"Connection": connection})
        response = asking.getresponse()
        return response.status, response.read()

    async with listening(database) as port:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        tracemalloc.start()
        try:
            for _ in range(5):
                status, said = await asyncio.to_thread(ask, asking, large)
                assert status == 413
                assert f"The body is longer than {LIMIT} bytes.".encode() in said
                assert await asyncio.to_thread(ask, asking, BODY) == (200, ANSWER)
            assert tracemalloc.get_traced_memory()[1] < LARGE_BYTES / 4
        finally:
            tracemalloc.stop()
            asking.close()


async def test_clients_that_leave_in_the_middle_leave_nothing_behind(database: Graph) -> None:
    async with listening(database) as port:
        whole = post(f"Content-Length: {len(BODY)}", body=BODY)
        for sent in (b"", b"POST", whole[:100], whole[:-5], whole):
            await leave(port, sent)
        said = await answer(port, post(f"Content-Length: {len(BODY)}", "Connection: close", body=BODY))
        assert said.endswith(ANSWER)


async def test_what_is_no_http_is_refused(database: Graph) -> None:
    async with listening(database) as port:
        for rubbish in (
            b"\x16\x03\x01\x02\x00 TLS\r\n\r\n",
            b"GET\r\n\r\n",
            b"GET / HTTP/1.1\r\n\x00: x\r\n\r\n",
        ):
            said = await answer(port, rubbish)
            assert said == b"" or said.startswith(b"HTTP/1.1 400")


async def test_head_has_no_body(database: Graph) -> None:
    request = post("Connection: close").replace(b"POST /graphql", b"HEAD /graphql?query={viewer{operator}}")
    async with listening(database) as port:
        head, _, body = (await answer(port, request)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert f"content-length: {len(ANSWER)}".encode() in head.lower()
    assert body == b""
