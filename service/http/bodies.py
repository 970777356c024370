"""The body of a request: read whole, within its limits of size and time."""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request

JSON = "application/json"


class BadRequest(Exception):
    """The request cannot be used; the message says why, `code` tells it programs."""

    def __init__(
        self,
        message: str,
        status: HTTPStatus = HTTPStatus.BAD_REQUEST,
        headers: Mapping[str, str] | None = None,
        *,
        code: str = "BAD_REQUEST",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers or {}
        self.code = code


async def body_of(request: Request, limit: int, seconds: float) -> bytes:
    """The whole body, of at most so many bytes within so many seconds. Raises BadRequest.

    A longer one is refused at once, and the HTTP server throws away what still comes of it: a connection that is closed
    with bytes unread is reset, and the refusal is lost with it. Of who wants it closed the rest is read before, therefore.
    """
    body, too_long = bytearray(), False
    closes = _closes(request)
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                too_long = too_long or len(body) + len(chunk) > limit
                if not too_long:
                    body += chunk
                elif not closes:
                    break
    except TimeoutError:
        if not too_long:
            raise BadRequest(
                f"The body did not come within {seconds:g} s.",
                HTTPStatus.REQUEST_TIMEOUT,
                {"Connection": "close"},
            ) from None
    except ClientDisconnect:
        raise BadRequest("The body ended early.") from None
    if too_long:
        raise BadRequest(f"The body is longer than {limit} bytes.", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return bytes(body)


def _closes(request: Request) -> bool:
    """Whether the connection will be closed after the answer, as the client has it."""
    wishes = request.headers.get("connection", "").lower().split(",")
    return request.scope.get("http_version") == "1.0" or "close" in (wish.strip() for wish in wishes)
