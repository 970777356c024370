"""Where other programs are answered."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.database.graph import Graph
from service.exchange.downloads import Downloads
from service.exchange.reconciliation import Reconciliation
from service.http import cors
from service.http.bookmarks import Bookmarks
from service.settings import Settings


class Exchange:
    """What answers there, from one graph, to those whose token one of `secrets` signed."""

    def __init__(
        self, graph: Graph, secrets: Mapping[str, str], settings: Settings, bookmarks: Bookmarks
    ) -> None:
        self.downloads = Downloads(graph, secrets, bookmarks, settings.request_timeout_seconds)
        self.reconciliation = Reconciliation(graph, secrets, bookmarks, settings)


async def _download(request: Request) -> Response:
    response: Response = await request.app.state.exchange.downloads(request)
    return response


async def _reconcile(request: Request) -> Response:
    response: Response = await request.app.state.exchange.reconciliation(request)
    return response


async def _suggest(request: Request) -> Response:
    response: Response = await request.app.state.exchange.reconciliation.suggest(request)
    return response


async def _properties(request: Request) -> Response:
    response: Response = await request.app.state.exchange.reconciliation.properties(request)
    return response


async def _preview(request: Request) -> Response:
    response: Response = await request.app.state.exchange.reconciliation.preview(request)
    return response


_EVERY_ORIGIN = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "POST"],
    allow_headers=cors.SENT,
    expose_headers=cors.READ,
)
"""As the specification asks for. A page of another origin has no token but that which its user gives it."""


def _reconciliation(
    path: str, answer: Callable[[Request], Awaitable[Response]], *methods: str
) -> list[Route]:
    """With a token in the header, and in the address."""
    return [
        Route(
            f"/reconcile{token}{path}",
            answer,
            methods=["GET", "OPTIONS", *methods],
            middleware=[_EVERY_ORIGIN],
        )
        for token in ("", "/{token}")
    ]


ROUTES = [
    Route("/network/{state}.{form}", _download),
    *_reconciliation("/suggest/{kind}", _suggest),
    *_reconciliation("/properties", _properties),
    *_reconciliation("/preview", _preview),
    *_reconciliation("", _reconcile, "POST"),
]
