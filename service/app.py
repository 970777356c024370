"""The composition root: the graph, the routes and what surrounds every request. No logic of its own."""

import asyncio
import logging
import re
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service import tokens
from service.api.errors import RETRY_AFTER_SECONDS, error_body, unexpected
from service.graph import Graph, Unavailable
from service.migrations import migrate
from service.neo4j_process import attach_or_start
from service.settings import PREFIX, Settings
from service.statements.migrations import migrations_applied

log = logging.getLogger(__name__)

READY_SECONDS = 3
"""How long the database may take to answer before the service says that it is not ready."""


class WrongSetting(Exception):
    """A setting cannot be used; the message names its variable."""


def token_secrets(settings: Settings) -> dict[str, str]:
    """The secrets that sign and verify tokens: the setting's, else with a private database the kept ones. Raises WrongSetting."""
    name = f"{PREFIX}TOKEN_SECRETS"
    try:
        if settings.token_secrets is not None:
            return tokens.parse_secrets(settings.token_secrets.get_secret_value())
        if settings.database_uri == "private":
            return tokens.kept_secrets(settings.data_dir)
    except tokens.WrongSecrets as error:
        raise WrongSetting(f"{name}: {error}") from error
    raise WrongSetting(
        f"{name} is required with a database given by address: kid:secret, the secret of 32 or more characters"
    )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Graph]:
    """The graph of these settings: attached to, started here and kept running, or at its address.

    Call it in the main thread. Raises WrongSetting, and of the private Neo4j AlreadyOwned, CannotStart.
    """
    if settings.database_uri != "private":
        if settings.database_password is None:
            raise WrongSetting(f"{PREFIX}DATABASE_PASSWORD is required with a database given by address")
        auth = (settings.database_user, settings.database_password.get_secret_value())
        async with Graph.connect(
            settings.database_uri,
            auth,
            settings.database_name,
            connections=settings.database_connections,
        ) as graph:
            yield graph
        return
    # Not in a thread: on Linux Neo4j ends with the thread that started it.
    server = attach_or_start(settings.data_dir, heap=f"{settings.private_heap_megabytes}m")
    stopping = asyncio.Event()
    supervision = asyncio.create_task(server.keep_running(stopping)) if server.owned else None
    try:
        async with Graph.connect(server.uri, server.auth, connections=settings.database_connections) as graph:
            yield graph
    finally:
        stopping.set()
        if supervision is not None:
            with suppress(asyncio.CancelledError):
                await supervision
        server.stop()


def create_app(settings: Settings, graph: Graph | None = None) -> Starlette:
    """The service. Without a graph it opens and migrates that of the settings when it starts. Raises WrongSetting."""
    secrets = token_secrets(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        if graph is not None:
            _compose(app, graph, secrets, settings)
            yield
            return
        async with opened(settings) as own:
            await migrate(own)
            _compose(app, own, secrets, settings)
            yield

    return Starlette(
        routes=[
            Route("/graphql", _graphql, methods=["GET", "POST"]),
            Route("/health/live", _live),
            Route("/health/ready", _ready),
        ],
        exception_handlers={HTTPException: _http_error},
        middleware=[Middleware(RequestIds)],
        lifespan=lifespan,
    )


def _compose(app: Starlette, graph: Graph, secrets: Mapping[str, str], settings: Settings) -> None:
    from service.api.endpoint import Endpoint  # noqa: PLC0415  # the schema is built by who serves, no other command

    app.state.graph = graph
    app.state.endpoint = Endpoint(graph, secrets, settings.request_body_limit_bytes)


async def _graphql(request: Request) -> Response:
    response: Response = await request.app.state.endpoint(request)
    return response


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
            {"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
    return JSONResponse({"status": "ready"})


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    body = error_body(f"{error.detail}: POST a GraphQL request to /graphql", "BAD_REQUEST")
    return JSONResponse(body, error.status_code, error.headers)


class RequestIds:
    """Gives every request an id, the client's where it sends a sound one, and answers faults without telling of them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if re.fullmatch(r"[\w.-]{1,64}", given, re.ASCII) else uuid.uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        begun = False

        async def send_with_id(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            log.exception("request %s failed", request_id)
            if begun:
                raise
            await JSONResponse(unexpected(request_id), HTTPStatus.INTERNAL_SERVER_ERROR)(
                scope, receive, send_with_id
            )
