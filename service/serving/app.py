"""The composition root: the graph, the routes and what surrounds every request. No logic of its own."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from service.api.endpoint import Endpoint
from service.api.schema import sdl
from service.database.graph import Graph, Unavailable
from service.exchange.routes import ROUTES, Exchange
from service.http import cors
from service.http.bookmarks import Bookmarks
from service.http.errors import RETRY, error_body
from service.observability.metrics import Metrics, is_this_machine
from service.observability.tracing import Tracing
from service.serving import pages
from service.serving.middleware import Requests
from service.serving.resources import at_work, known_documents, opened, token_secrets
from service.settings import PREFIX, Settings
from service.statements.migrations import migrations_applied
from service.storage.migrations import migrate
from service.work.lasting import Lasting

READY_SECONDS = 10
"""How long the database may take to answer before the service says that it is not ready."""

_COMPRESSED = Middleware(GZipMiddleware, minimum_size=4096, compresslevel=5)
"""What is large is sent compressed to who takes that.

Measured on the map of 10,000 authorities (626 kB): level 5 makes 69 kB of it in 6 ms, level 9 as much in 28 ms; of
their GraphML (9 MB) 0.4 MB in 60 ms. From 128 kB on the middleware works in a thread, so that others are answered
meanwhile. It stands within Requests, whose figures of time then hold it.
"""

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
"""Headers of a proxy, which stands on this machine and speaks for others.

They are looked for beside the client's address: uvicorn takes that from X-Forwarded-For where it trusts who sends it.
"""


def create_app(settings: Settings, graph: Graph | None = None) -> Starlette:
    """The service. Without a graph it opens and migrates that of the settings when it starts. Raises WrongSetting."""
    secrets = token_secrets(settings)
    documents = known_documents(settings)
    metrics = Metrics()
    lasting = Lasting()
    tracing = Tracing(settings.otlp_endpoint) if settings.otlp_endpoint else None

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            async with nullcontext(graph) if graph is not None else _migrated(settings) as its:
                app.state.bookmarks = bookmarks = Bookmarks(its, secrets)
                endpoint = Endpoint(its, secrets, settings, documents, bookmarks=bookmarks, lasting=lasting)
                app.state.exchange = Exchange(its, secrets, settings, bookmarks)
                with _composed(app, its, endpoint, settings, metrics):
                    yield
                    await lasting.ended()
        finally:
            if tracing is not None:
                await asyncio.to_thread(tracing.close)

    app = Starlette(
        routes=[
            Route("/graphql", _graphql, methods=["GET", "POST"]),
            Route("/", pages.page),
            *pages.files,
            Route("/schema.graphql", _schema),
            *ROUTES,
            Route("/health/live", _live),
            Route("/health/ready", _ready),
            Route("/metrics", _metrics),
        ],
        exception_handlers={HTTPException: _http_error},
        middleware=[*_cors(settings), Middleware(Requests, metrics=metrics, tracing=tracing), _COMPRESSED],
        lifespan=lifespan,
    )
    app.state.lasting = lasting
    return app


@asynccontextmanager
async def _migrated(settings: Settings) -> AsyncIterator[Graph]:
    async with opened(settings) as graph:
        await migrate(graph)
        async with at_work(graph, settings):
            yield graph


@contextmanager
def _composed(
    app: Starlette, graph: Graph, endpoint: Endpoint, settings: Settings, metrics: Metrics
) -> Iterator[None]:
    app.state.graph, app.state.endpoint = graph, endpoint
    app.state.metrics, app.state.settings = metrics, settings
    metrics.serving(settings.database_connections)
    graph.meters.append(metrics)
    try:
        yield
    finally:
        graph.meters.remove(metrics)


def _cors(settings: Settings) -> list[Middleware]:
    """Around everything, so that a page can read errors too. Tokens come in a header, hence no credentials."""
    if settings.cors_origins is None:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins.split(","),
            allow_methods=["GET", "POST"],
            allow_headers=cors.SENT,
            expose_headers=cors.READ,
        )
    ]


async def _graphql(request: Request) -> Response:
    if pages.wants_graphiql(request):
        return pages.graphiql()
    response: Response = await request.app.state.endpoint(request)
    return response


async def _schema(request: Request) -> Response:
    return PlainTextResponse(sdl())


async def _live(request: Request) -> Response:
    return JSONResponse({"status": "live"})


async def _ready(request: Request) -> Response:
    try:
        async with asyncio.timeout(READY_SECONDS):
            await request.app.state.graph.read(migrations_applied)
    except (Unavailable, TimeoutError):
        return JSONResponse(
            {"status": "the database does not answer"},
            HTTPStatus.SERVICE_UNAVAILABLE,
            RETRY,
        )
    return JSONResponse({"status": "ready"})


async def _metrics(request: Request) -> Response:
    """For this machine, and for who has the token."""
    token = request.app.state.settings.metrics_token
    here = is_this_machine(request.client and request.client.host)
    if not here or any(header in request.headers for header in FORWARDED):
        if token is None:
            said = f"Ask on the machine of the service, or set {PREFIX}METRICS_TOKEN there.\n"
            return PlainTextResponse(said, HTTPStatus.FORBIDDEN)
        expected = f"Bearer {token.get_secret_value()}".encode()
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
            said = f"Send `Authorization: Bearer` and the token of {PREFIX}METRICS_TOKEN.\n"
            challenge = {"WWW-Authenticate": 'Bearer realm="metrics"'}
            return PlainTextResponse(said, HTTPStatus.UNAUTHORIZED, challenge)
    body, media_type = request.app.state.metrics.text(request.headers.get("accept", ""))
    return Response(body, media_type=media_type, headers={"Cache-Control": "no-store"})


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    body = error_body(f"{error.detail}: POST a GraphQL request to /graphql", "BAD_REQUEST")
    return JSONResponse(body, error.status_code, error.headers)
