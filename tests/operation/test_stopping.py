"""What is answered to requests that are at work when the service stops, and have no more time."""

import asyncio
import json
import logging
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from service.observability.metrics import Metrics
from service.serving.command import listen
from service.serving.middleware import Requests
from service.serving.workers import serve_here
from service.settings import Settings

BEGUN = {"type": "http.response.start", "status": 200, "headers": []}


class Endless:
    """An application that never comes to an end; `/begun` has an answer of which a part is sent."""

    def __init__(self) -> None:
        self.at_work = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            return
        if scope["path"] == "/begun":
            await send(BEGUN)
            await send({"type": "http.response.body", "body": b"a part", "more_body": True})
        self.at_work.set()
        await asyncio.Event().wait()


async def answer_at_a_stop(metrics: Metrics, path: str) -> tuple[bytes, bytes]:
    """The head and the body of what is answered when the service stops while it works on a request."""
    settings = Settings(port=0, data_dir=Path("unused"), stop_timeout_seconds=0)
    app, stopping, listening = Endless(), asyncio.Event(), listen(settings)
    address = listening.getsockname()
    serving = asyncio.create_task(serve_here(Requests(app, metrics, None), settings, listening, stopping))
    reader, writer = await asyncio.open_connection(*address)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    async with asyncio.timeout(60):
        await app.at_work.wait()
        stopping.set()
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        await serving
    writer.close()
    return head, body


def figures(metrics: Metrics) -> str:
    return metrics.text("")[0].decode()


async def test_work_that_a_stop_cuts_off_is_answered_503_and_counted_and_logged_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    metrics = Metrics()
    head, body = await answer_at_a_stop(metrics, "/")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 5" in head.lower()
    assert b"connection: close" in head.lower()
    assert json.loads(body) == {
        "errors": [{"message": "Try again later: the service stops.", "extensions": {"code": "UNAVAILABLE"}}]
    }
    assert 'authority_network_errors_total{code="UNAVAILABLE"} 1.0' in figures(metrics)
    (told,) = [record for record in caplog.records if record.getMessage() == "request"]
    assert (told.__dict__["fields"]["status"], told.__dict__["fields"]["error"]) == (503, "UNAVAILABLE")
    assert not [record for record in caplog.records if record.exc_info]


async def test_an_answer_that_has_begun_is_cut_and_counted_so(caplog: pytest.LogCaptureFixture) -> None:
    metrics = Metrics()
    head, body = await answer_at_a_stop(metrics, "/begun")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert body == b"6\r\na part\r\n"  # and no last chunk
    assert 'authority_network_errors_total{code="UNAVAILABLE"} 1.0' in figures(metrics)
    assert not [record for record in caplog.records if record.exc_info]


async def test_work_that_another_task_cancels_is_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(scope: Scope, receive: Receive, send: Send) -> None:
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        await future

    sent = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    async def receive() -> dict[str, object]:
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    await Requests(fail, Metrics(), None)(scope, receive, send)  # type: ignore[arg-type]
    assert sent[0]["status"] == 500
    assert [record.exc_info is not None for record in caplog.records] == [True]
