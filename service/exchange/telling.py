"""What all requests for data have in common that are not of GraphQL: who asks, how long it takes, what went wrong."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import orjson
from starlette.requests import Request
from starlette.responses import Response

from service.api.authentication import Unauthenticated
from service.api.bounds import ClientGone, TookTooLong
from service.api.endpoint import CLIENT_GONE, JSON, BadRequest
from service.api.errors import RETRY_AFTER_SECONDS, error_body
from service.bookmarks import WrongBookmark
from service.graph import Unavailable
from service.request import current

RETRY = {"Retry-After": str(RETRY_AFTER_SECONDS)}


async def told(answer: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    """The answer, or what went wrong with a code, as the GraphQL endpoint has it."""
    if request.method == "OPTIONS":  # what asks for CORS has been answered
        return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Allow": _allowed(request)})
    try:
        return await answer(request)
    except Unauthenticated as error:
        challenge = {"WWW-Authenticate": error.challenge}
        return _error("UNAUTHENTICATED", str(error), HTTPStatus.UNAUTHORIZED, challenge)
    except BadRequest as error:
        return _error("BAD_REQUEST", str(error), error.status, error.headers)
    except WrongBookmark as error:
        return _error("BAD_INPUT", str(error), HTTPStatus.BAD_REQUEST, {})
    except Unavailable as error:
        return _error("UNAVAILABLE", f"Try again later: {error}.", HTTPStatus.SERVICE_UNAVAILABLE, RETRY)
    except TookTooLong:
        said = "The request was ended: it took too long. Ask for less at once."
        return _error("TIMEOUT", said, HTTPStatus.SERVICE_UNAVAILABLE, RETRY)
    except ClientGone:
        return _error("CLIENT_GONE", "The client has gone.", CLIENT_GONE, {})


def as_json(data: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None) -> Response:
    """A response of JSON that nobody keeps."""
    return Response(
        orjson.dumps(data),
        status,
        {"Content-Type": JSON, "Cache-Control": "no-store", **(headers or {})},
    )


def _allowed(request: Request) -> str:
    return ", ".join(sorted(request.scope["route"].methods))


def _error(code: str, message: str, status: int, headers: Mapping[str, str]) -> Response:
    if (record := current.get()) is not None:
        record.error = code
    return as_json(error_body(message, code), status, headers)
