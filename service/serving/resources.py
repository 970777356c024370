"""What the settings name: the graph, the secrets that sign and verify tokens, the documents that are trusted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress

from service.api.admission.documents import Documents, WrongDocuments, trusted_documents
from service.database.graph import Graph, Unavailable
from service.database.plan_cache import planned
from service.http import tokens
from service.neo4j_process import attach_or_start, where_announced
from service.settings import PREFIX, Settings
from service.storage.migrations import learn_spellings

LEAST_TRANSACTION_SECONDS = 30
"""What a transaction of the service may take however short requests are: work that must finish goes on without them."""


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


def known_documents(settings: Settings) -> Documents:
    """The documents that requests may name: the setting's, and those that requests will have sent. Raises WrongSetting."""
    name = f"{PREFIX}TRUSTED_DOCUMENTS"
    if settings.trusted_documents is None:
        if settings.trusted_documents_only:
            raise WrongSetting(f"{name} is required with {name}_ONLY")
        return Documents({}, trusted_only=False)
    try:
        trusted = trusted_documents(settings.trusted_documents)
    except WrongDocuments as error:
        raise WrongSetting(f"{name}: {error}") from error
    return Documents(trusted, trusted_only=settings.trusted_documents_only)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Graph]:
    """The graph of these settings: attached to or started here, and kept running; or at its address.

    Call it in the main thread. Raises WrongSetting, and of the private Neo4j AlreadyOwned, CannotStart.
    """
    if settings.database_uri != "private":
        async with _connected(settings, *_address(settings)) as graph:
            yield graph
        return
    # Not in a thread: on Linux Neo4j ends with the thread that started it.
    server = attach_or_start(settings.data_dir, heap=f"{settings.private_heap_megabytes}m")
    stopping = asyncio.Event()
    supervision = asyncio.create_task(server.keep_running(stopping))
    try:
        async with _connected(settings, server.uri, server.auth) as graph:
            yield graph
    finally:
        stopping.set()
        try:
            await asyncio.wait({supervision})
        finally:  # however that has ended
            server.stop()


@asynccontextmanager
async def attached(settings: Settings) -> AsyncIterator[Graph]:
    """The same graph for a process that another one started, which owns it and has migrated it."""
    private = settings.database_uri == "private"
    uri, auth = where_announced(settings.data_dir) if private else _address(settings)
    async with _connected(settings, uri, auth) as graph:
        with suppress(Unavailable):  # it answers without the database all the same
            await learn_spellings(graph)
        yield graph


@asynccontextmanager
async def at_work(graph: Graph, settings: Settings) -> AsyncIterator[None]:
    """Around all that is asked of the graph while requests are answered, in the ways that the settings say."""
    # A request ends its transactions itself; the limit is for those it cannot end any more, and for work that goes on.
    with graph.transactions_within(max(LEAST_TRANSACTION_SECONDS, settings.request_timeout_seconds)):
        async with (
            graph.patience(settings.patience_seconds),
            planned(graph) if settings.warm_up else nullcontext(),
        ):
            yield


def _address(settings: Settings) -> tuple[str, tuple[str, str]]:
    if settings.database_password is None:
        raise WrongSetting(f"{PREFIX}DATABASE_PASSWORD is required with a database given by address")
    return settings.database_uri, (settings.database_user, settings.database_password.get_secret_value())


def _connected(settings: Settings, uri: str, auth: tuple[str, str]) -> AbstractAsyncContextManager[Graph]:
    private = settings.database_uri == "private"
    return Graph.connect(
        uri,
        auth,
        "neo4j" if private else settings.database_name,
        connections=settings.database_connections,
    )
