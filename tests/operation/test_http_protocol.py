"""Connections whose requests do not come, or whose answers are not read, are closed; others are not."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from service import slow_clients
from service.serving import listen
from service.settings import Settings
from service.workers import serve_here
from tests.operation.process import eventually

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PATIENCE_SECONDS = 0.5
SOCKET_BYTES = 16 * 1024
"""What the system keeps of a connection for either side, so that little is much."""
LARGE_BYTES = 40 * SOCKET_BYTES
LARGE = HEAD.replace(b"/", b"/large", 1)
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers at once, whatever of the body is to come; a path is how many seconds it takes, or that much is sent."""
    if scope["type"] == "lifespan":
        return
    if scope["path"] == "/large":
        length = str(LARGE_BYTES).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": b"x" * LARGE_BYTES})
        return
    await asyncio.sleep(float(scope["path"][1:] or 0))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "HEAD_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(slow_clients, "READ_SECONDS", PATIENCE_SECONDS)


@asynccontextmanager
async def connected() -> AsyncIterator[Connection]:
    """A connection to a server as `serve` has it."""
    settings = Settings(port=0, data_dir=Path("unused"))
    stopping = asyncio.Event()
    listening = listen(settings)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SOCKET_BYTES)
    serving = asyncio.create_task(serve_here(hello, settings, listening, stopping))
    asking = socket.socket()
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BYTES)
    asking.connect(listening.getsockname())
    reader, writer = await asyncio.open_connection(sock=asking, limit=SOCKET_BYTES)
    try:
        yield reader, writer
    finally:
        writer.close()
        stopping.set()
        await serving
        listening.close()


async def is_answered(connection: Connection, request: bytes = HEAD) -> None:
    reader, writer = connection
    writer.write(request)
    async with asyncio.timeout(60):
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 ")
        assert await reader.readexactly(5) == b"hello"


async def is_closed(connection: Connection) -> None:
    """Before uvicorn, or this test, would end it."""
    async with asyncio.timeout(4):
        with suppress(ConnectionResetError):  # with bytes on their way
            assert await connection[0].read() == b""


@pytest.mark.parametrize("sent", [b"", HEAD[:20], b"\r\n"], ids=["nothing", "half a head", "an empty line"])
async def test_a_first_request_that_does_not_come_whole_is_not_waited_for(sent: bytes) -> None:
    async with connected() as connection:
        connection[1].write(sent)
        await is_closed(connection)


async def test_nor_is_one_that_comes_a_byte_at_a_time() -> None:
    async with connected() as connection:

        async def drip() -> None:
            for byte in HEAD[:5] + b"x" * 1000:
                connection[1].write(bytes([byte]))
                await asyncio.sleep(PATIENCE_SECONDS / 5)

        dripping = asyncio.create_task(drip())
        await is_closed(connection)
        dripping.cancel()


@pytest.mark.parametrize("sent", [HEAD[:20], b"\r\n"], ids=["half a head", "an empty line"])
async def test_nor_is_a_following_one_that_has_begun(sent: bytes) -> None:
    async with connected() as connection:
        await is_answered(connection)
        connection[1].write(sent)
        await is_closed(connection)


async def test_nor_is_the_rest_of_a_body_whose_request_is_answered() -> None:
    async with connected() as connection:
        await is_answered(connection, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        connection[1].write(b"{")
        await is_closed(connection)


async def test_a_head_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "HEAD_SECONDS", 60)
    async with connected() as connection:
        writer = connection[1]
        writer.write(HEAD[:-2] + b"X: ")

        async def send() -> None:
            while True:
                writer.write(b"x" * 10_000)
                await writer.drain()
                await asyncio.sleep(0.01)

        sending = asyncio.create_task(send())
        await is_closed(connection)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def test_requests_that_come_are_answered_however_long_answers_and_pauses_are() -> None:
    """A pause between two is uvicorn's to end, after 5 s; an answer takes what it takes, also with half of the next
    request there; a body that was refused may take its time."""
    async with connected() as connection:
        await is_answered(connection)
        await asyncio.sleep(2 * PATIENCE_SECONDS)
        await is_answered(connection)
        slow = HEAD.replace(b"/", b"/1.5", 1)
        await is_answered(connection, slow + HEAD[:20])
        await is_answered(connection, HEAD[20:])
        connection[1].write(HEAD[:20])
        await asyncio.sleep(PATIENCE_SECONDS / 5)
        await is_answered(connection, HEAD[20:])
        await is_answered(connection, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\n\r\n")
        for byte in b"a body!!":
            connection[1].write(bytes([byte]))
            await asyncio.sleep(PATIENCE_SECONDS / 5)
        await is_answered(connection)


async def is_reset(connection: Connection) -> None:
    """Seen though nothing is read."""
    asking = connection[1].get_extra_info("socket")

    def told() -> bool:
        return bool(asking.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == errno.ECONNRESET)

    await asyncio.to_thread(eventually, told)


async def test_an_answer_of_which_nothing_is_read_is_not_kept() -> None:
    async with connected() as connection:
        connection[1].write(LARGE)
        await is_reset(connection)


async def test_nor_are_many_answers_and_their_requests() -> None:
    async with connected() as connection:
        connection[1].write(LARGE * (slow_clients.MOST_AHEAD + 1))
        await is_reset(connection)


async def test_of_more_requests_than_may_wait_none_is_kept() -> None:
    async with connected() as (reader, writer):
        writer.write(HEAD * (slow_clients.MOST_AHEAD + 2))
        async with asyncio.timeout(60):
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")


async def test_as_many_as_may_wait_are_answered() -> None:
    async with connected() as connection:
        ahead = HEAD * slow_clients.MOST_AHEAD
        await is_answered(connection, ahead + HEAD)
        for _ in range(slow_clients.MOST_AHEAD):
            await is_answered(connection, b"")


async def test_an_answer_that_is_read_slowly_is_sent_whole_and_so_is_the_next() -> None:
    async with connected() as (reader, writer):
        for _ in range(2):
            writer.write(LARGE)
            async with asyncio.timeout(120):
                await reader.readuntil(b"\r\n\r\n")
                for _ in range(40):
                    assert await reader.readexactly(SOCKET_BYTES) == b"x" * SOCKET_BYTES
                    await asyncio.sleep(PATIENCE_SECONDS / 10)
