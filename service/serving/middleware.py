"""What surrounds every request: its id, its record, its line in the log, its figures and its span."""

import asyncio
import logging
import re
import time
import uuid
from contextlib import nullcontext
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.bookmarks import HEADER as BOOKMARK
from service.http.errors import RETRY, error_body, unexpected
from service.observability.metrics import Metrics
from service.observability.request import RequestRecord, current
from service.observability.tracing import Tracing

log = logging.getLogger(__name__)

QUIET = ("/health/", "/metrics")
"""Routes that machines ask all the time; their requests are logged at the level `debug`."""
LONGEST_NAME = 100
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class Requests:
    """Gives every request an id, the client's where it sends a sound one, and its caller a bookmark; answers faults without telling of them."""

    def __init__(self, app: ASGIApp, metrics: Metrics, tracing: Tracing | None) -> None:
        self._app = app
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        record = RequestRecord(given if re.fullmatch(r"[\w.-]{1,64}", given, re.ASCII) else uuid.uuid4().hex)
        scope.setdefault("state", {})["request_id"] = record.id
        began, status = time.perf_counter(), 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                answered = MutableHeaders(scope=message)
                answered["X-Request-Id"] = record.id
                if record.bookmarks and (bookmark := scope["app"].state.bookmarks.given()):
                    answered[BOOKMARK] = bookmark
            await send(message)

        tracing = self._tracing if scope["path"] == "/graphql" else None
        entered = current.set(record)
        try:
            with tracing.operation(record, headers) if tracing else nullcontext():
                try:
                    await self._app(scope, receive, send_with_id)
                except (Exception, asyncio.CancelledError) as error:
                    if _is_stop(error):
                        # It ends here: the task has nothing else to do, and of one that stays cancelled uvicorn would
                        # log a traceback. An answer that has begun uvicorn cuts by itself.
                        record.error = "UNAVAILABLE"
                        answer = _stopping()
                    else:
                        record.error = "UNEXPECTED"
                        log.exception("request %s failed", record.id)
                        if status:
                            raise
                        answer = JSONResponse(unexpected(record.id), HTTPStatus.INTERNAL_SERVER_ERROR)
                    if not status:
                        await answer(scope, receive, send_with_id)
        finally:
            self._tell(record, scope, status, time.perf_counter() - began)
            current.reset(entered)

    def _tell(self, record: RequestRecord, scope: Scope, status: int, seconds: float) -> None:
        path = getattr(scope.get("route"), "path", "other")
        self._metrics.answered(record, path, status, seconds)
        level = logging.DEBUG if path.startswith(QUIET) else logging.INFO
        if not log.isEnabledFor(level):
            return
        fields = {
            "request_id": record.id,
            "method": scope["method"] if scope["method"] in METHODS else "other",
            "path": path,
            "operation": record.operation,
            "operation_name": record.operation_name and record.operation_name[:LONGEST_NAME],
            "status": status,
            "error": record.error,
            "milliseconds": round(1000 * seconds, 1),
            "statements": record.statements,
            "cost": record.cost,
        }
        present = {name: value for name, value in fields.items() if value is not None}
        log.log(level, "request", extra={"fields": present})


def _is_stop(error: BaseException) -> bool:
    """Whether uvicorn has cancelled this task, as it does when a stop has waited long enough; not another's cancellation."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def _stopping() -> JSONResponse:
    return JSONResponse(
        error_body("Try again later: the service stops.", "UNAVAILABLE"),
        HTTPStatus.SERVICE_UNAVAILABLE,
        {**RETRY, "Cache-Control": "no-store"},
    )
