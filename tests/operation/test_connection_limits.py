"""Connections whose requests do not come, or whose answers are not read, are closed; others are not; HTTP/2 is declined."""

import asyncio
import errno
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from service.serving import connection_limits
from service.serving.command import listen
from service.serving.workers import serve_here
from service.settings import Settings
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
    monkeypatch.setattr(connection_limits, "HEAD_SECONDS", PATIENCE_SECONDS)
    monkeypatch.setattr(connection_limits, "REST_SECONDS", 4 * PATIENCE_SECONDS)
    monkeypatch.setattr(connection_limits, "READ_SECONDS", PATIENCE_SECONDS)


@asynccontextmanager
async def connected(app: ASGIApp = hello, keeps: int = SOCKET_BYTES) -> AsyncIterator[Connection]:
    """A connection to a server as `serve` has it, for which the system keeps that much."""
    settings = Settings(port=0, data_dir=Path("unused"))
    stopping = asyncio.Event()
    listening = listen(settings)
    asking = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, keeps)
    asking.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BYTES)
    serving = asyncio.create_task(serve_here(app, settings, listening, stopping))
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


async def test_a_first_request_that_comes_a_byte_at_a_time_is_not_waited_for() -> None:
    async with connected() as connection:

        async def drip() -> None:
            for byte in HEAD[:5] + b"x" * 1000:
                connection[1].write(bytes([byte]))
                await asyncio.sleep(PATIENCE_SECONDS / 5)

        dripping = asyncio.create_task(drip())
        await is_closed(connection)
        dripping.cancel()


@pytest.mark.parametrize("sent", [HEAD[:20], b"\r\n"], ids=["half a head", "an empty line"])
async def test_a_following_request_that_has_begun_is_not_waited_for(sent: bytes) -> None:
    async with connected() as connection:
        await is_answered(connection)
        connection[1].write(sent)
        await is_closed(connection)


async def test_the_rest_of_a_body_whose_request_is_answered_is_not_waited_for() -> None:
    async with connected() as connection:
        await is_answered(connection, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        connection[1].write(b"{")
        await is_closed(connection)


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answered", "sent"),
    [
        (HEAD, b"\r\n" * 500),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n", b"x" * 1000),
        (CHUNKED, b"1;" + b"x" * 1000),
        (CHUNKED, b"0\r\nx: " + b"x" * 1000),
    ],
    ids=["empty lines", "a refused body", "what stands beside a chunk's length", "a trailer"],
)
async def test_no_byte_of_it_begins_the_time_anew(answered: bytes, sent: bytes) -> None:
    async with connected() as connection:
        await is_answered(connection, answered)

        async def drip() -> None:
            for byte in sent:
                connection[1].write(bytes([byte]))
                await asyncio.sleep(PATIENCE_SECONDS / 5)

        dripping = asyncio.create_task(drip())
        await is_closed(connection)
        dripping.cancel()


async def test_the_head_after_a_late_body_has_its_own_time() -> None:
    """As http.client sends bodies: after the head was answered."""
    async with connected() as connection:
        await is_answered(connection, b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
        connection[1].write(b"x")
        await asyncio.sleep(0.9 * PATIENCE_SECONDS)
        connection[1].write(HEAD[:20])
        await asyncio.sleep(0.7 * PATIENCE_SECONDS)
        await is_answered(connection, HEAD[20:])


@pytest.mark.parametrize("line", [b"x: y\r\n" * 1000, b"x" * 6000], ids=["many", "one without end"])
async def test_trailers_without_end_are_not_kept(line: bytes) -> None:
    async with connected() as connection:
        await is_answered(connection, CHUNKED)
        connection[1].write(b"0\r\nx: y")
        with pytest.raises(ConnectionError):
            async with asyncio.timeout(PATIENCE_SECONDS * 3):  # of its time the rest would have more
                while True:
                    connection[1].write(line)
                    await connection[1].drain()
                    await asyncio.sleep(0.01)


async def test_a_head_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_limits, "HEAD_SECONDS", 60)
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


async def test_an_answer_that_nobody_reads_is_not_kept() -> None:
    async with connected() as connection:
        connection[1].write(LARGE)
        await is_reset(connection)


async def test_many_answers_that_nobody_reads_are_not_kept_nor_their_requests() -> None:
    async with connected() as connection:
        connection[1].write(LARGE * (connection_limits.MOST_AHEAD + 1))
        await is_reset(connection)


async def test_more_requests_than_may_wait_are_refused() -> None:
    async with connected() as (reader, writer):
        writer.write(HEAD * (connection_limits.MOST_AHEAD + 2))
        async with asyncio.timeout(60):
            assert (await reader.read()).startswith(b"HTTP/1.1 400 ")


async def test_as_many_as_may_wait_are_answered() -> None:
    async with connected() as connection:
        ahead = HEAD * connection_limits.MOST_AHEAD
        await is_answered(connection, ahead + HEAD)
        for _ in range(connection_limits.MOST_AHEAD):
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


async def test_an_answer_is_read_though_the_system_takes_no_more_of_it() -> None:
    """It takes more only when much of what it keeps for the sender has been read."""
    async with connected(keeps=20 * SOCKET_BYTES) as (reader, writer):
        writer.write(LARGE * 2)
        async with asyncio.timeout(120):
            for _ in range(2):
                await reader.readuntil(b"\r\n\r\n")
                for _ in range(40):
                    await reader.readexactly(SOCKET_BYTES)
                    await asyncio.sleep(PATIENCE_SECONDS / 5)


async def test_the_request_at_work_learns_that_its_client_is_gone_though_others_wait() -> None:
    learnt: list[str] = []
    working, gone = asyncio.Event(), asyncio.Event()

    async def waits(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await receive()
            working.set()
            learnt.append((await receive())["type"])
            gone.set()

    async with connected(waits) as (_, writer), asyncio.timeout(60):
        writer.write(HEAD * 3)
        await working.wait()
        writer.close()
        await gone.wait()
    assert learnt == ["http.disconnect"]


# --- HTTP/2 and other protocols ---------------------------------------------------------------------------------------

OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\n"
SENT = {
    "with its length": (
        b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n" + OFFER + b"\r\n",
        b"query",
    ),
    "in chunks": (
        b"POST /a?b=c HTTP/1.1\r\nHost: x\r\n" + OFFER + b"Transfer-Encoding: chunked\r\n\r\n",
        b"3\r\nque\r\n2\r\nry\r\n0\r\n\r\n",
    ),
}


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers what it was asked."""
    if scope["type"] == "lifespan":
        return
    names = [name for name, _ in scope["headers"]]
    assert len(names) == len(set(names)), "each header is there once"
    body = b""
    while (message := await receive()).get("more_body"):
        body += message["body"]
    text = (
        f"{scope['method']} {scope['path']} {scope['query_string'].decode()} ".encode()
        + body
        + message["body"]
    )
    length = str(len(text)).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
    await send({"type": "http.response.body", "body": text})


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "head and body apart"])
@pytest.mark.parametrize("kind", SENT)
async def test_who_offers_http_2_is_answered_in_http_1_with_body_and_all(kind: str, apart: bool) -> None:
    head, body = SENT[kind]
    async with connected(echo) as (reader, writer), asyncio.timeout(60):
        for _ in range(2):
            writer.write(head)
            await asyncio.sleep(PATIENCE_SECONDS / 5 if apart else 0)
            writer.write(body)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
            assert await reader.readexactly(17) == b"POST /a b=c query"
        writer.write((head + body) * 3)
        for _ in range(3):
            await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(17) == b"POST /a b=c query"


async def test_a_tunnel_is_not_made() -> None:
    async with connected(echo) as (reader, writer), asyncio.timeout(60):
        writer.write(b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n")
        assert (await reader.read()).startswith(b"HTTP/1.1 400 ")
