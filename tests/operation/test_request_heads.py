"""Connections whose requests do not come are closed; those whose requests do are not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from service import request_heads
from service.serving import listen
from service.settings import Settings
from service.workers import serve_here

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PATIENCE_SECONDS = 0.5
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers at once, whatever of the body is to come; a path is how many seconds it takes."""
    if scope["type"] == "lifespan":
        return
    await asyncio.sleep(float(scope["path"][1:] or 0))
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_heads, "SECONDS", PATIENCE_SECONDS)


@asynccontextmanager
async def connected() -> AsyncIterator[Connection]:
    """A connection to a server as `serve` has it."""
    settings = Settings(port=0, data_dir=Path("unused"))
    stopping = asyncio.Event()
    listening = listen(settings)
    host, port = listening.getsockname()
    serving = asyncio.create_task(serve_here(hello, settings, listening, stopping))
    reader, writer = await asyncio.open_connection(host, port)
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
    monkeypatch.setattr(request_heads, "SECONDS", 60)
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
