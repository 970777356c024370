"""What went wrong with a request as a whole, as an answer of HTTP: one chain for GraphQL and the exchange routes.

    BadRequest         its code and status; else BAD_REQUEST, 400
    ├─ NoDocument      PERSISTED_QUERY_…, DOCUMENT_NOT_TRUSTED, 400
    └─ WrongBookmark   BAD_INPUT, 400
    Unauthenticated    UNAUTHENTICATED, 401
    Unavailable        UNAVAILABLE, 503 with Retry-After: the database is away, or the service stops
    Conflict           the same: what is read keeps changing
    TookTooLong        TIMEOUT, 503 with Retry-After
    ClientGone         CLIENT_GONE, 499, in the log alone
    everything else    UNEXPECTED, 500: the middleware, which keeps what happened for the log

What one field of a GraphQL answer raises stands beside the other fields: service/api/types/errors.py.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from service.database.graph import Conflict, Unavailable
from service.http.authentication import Unauthenticated
from service.http.bodies import JSON, BadRequest
from service.http.deadline import ClientGone, TookTooLong
from service.observability.request import current

RETRY = {"Retry-After": "5"}
CLIENT_GONE = 499
"""Nobody receives it: logs and metrics count with it the requests whose client has gone."""
AS_A_WHOLE = (BadRequest, Unauthenticated, Conflict, Unavailable, TookTooLong, ClientGone)
"""Exceptions that `error_answer` words."""


@dataclass(frozen=True)
class ErrorAnswer:
    """The body, status and headers of a response that is an error as a whole."""

    body: dict[str, Any]
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


def error_answer(error: Exception) -> ErrorAnswer:
    """The answer to one of AS_A_WHOLE."""
    match error:
        case BadRequest():
            return ErrorAnswer(error_body(str(error), error.code), error.status, error.headers)
        case Unauthenticated():
            challenge = {"WWW-Authenticate": error.challenge}
            return ErrorAnswer(error_body(str(error), "UNAUTHENTICATED"), HTTPStatus.UNAUTHORIZED, challenge)
        case TookTooLong():
            body = error_body(f"The request was ended: {error}. Ask for less at once.", "TIMEOUT")
            return ErrorAnswer(body, HTTPStatus.SERVICE_UNAVAILABLE, RETRY)
        case ClientGone():
            return ErrorAnswer(error_body("The client has gone.", "CLIENT_GONE"), CLIENT_GONE)
    body = error_body(f"Try again later: {error}.", "UNAVAILABLE")
    return ErrorAnswer(body, HTTPStatus.SERVICE_UNAVAILABLE, RETRY)


def error_body(message: str, code: str, **extensions: Any) -> dict[str, Any]:
    """The body of a response that is an error as a whole."""
    return {"errors": [{"message": message, "extensions": {"code": code, **extensions}}]}


def unexpected(request_id: str) -> dict[str, Any]:
    """What a client learns of a fault of the service; the log holds the rest under the same id."""
    return error_body("Unexpected error", "UNEXPECTED", requestId=request_id)


async def with_errors(answer: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    """The answer of a route that is not GraphQL, or what went wrong, as the GraphQL endpoint has it."""
    if request.method == "OPTIONS":  # a preflight of CORS has been answered before
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": _allowed(request)})
    try:
        return await answer(request)
    except AS_A_WHOLE as error:
        wrong = error_answer(error)
        if (record := current.get()) is not None:
            record.error = wrong.body["errors"][0]["extensions"]["code"]
        return as_json(wrong.body, wrong.status, wrong.headers)


def as_json(data: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """A response of JSON that no cache keeps."""
    return Response(
        orjson.dumps(data),
        status,
        {"Content-Type": JSON, "Cache-Control": "no-store", **(headers or {})},
    )


def _allowed(request: Request) -> str:
    return ", ".join(sorted(request.scope["route"].methods))
