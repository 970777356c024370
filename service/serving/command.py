"""The `serve` command: one HTTP server on one graph, and what it tells the terminal."""

import json
import shlex
import shutil
import socket
import sys
from contextlib import AbstractContextManager, AsyncExitStack, nullcontext
from datetime import UTC, datetime
from typing import Any

from service.database.graph import Graph
from service.http import tokens
from service.model.identifiers import Actor
from service.neo4j_process import fetch_jars
from service.network_files import unfinished_imports
from service.observability import logs
from service.serving import pages
from service.serving.app import create_app
from service.serving.demonstration import NotLoaded, demonstration, load
from service.serving.resources import at_work, known_documents, opened, token_secrets
from service.serving.workers import serve_here, stopped_by_signals, supervise
from service.settings import PREFIX, Settings
from service.statements.network import network_states
from service.storage.migrations import migrate
from service.work.progress import lines, progress

CONNECTIONS_WAITING = 2048
"""How many connections may wait to be accepted."""


class CannotListen(Exception):
    """The address cannot be listened on; the message says why and what to do."""


def listen(settings: Settings) -> socket.socket:
    """Take the address of the settings before anything is started. Raises CannotListen."""
    host, port = settings.host, settings.port
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # Named wholly: without its protocol asyncio leaves Nagle's algorithm on, and an answer waits 40 ms for its end.
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(CONNECTIONS_WAITING)
    except (OSError, UnicodeError) as error:  # UnicodeError: a name that no host can have
        why = getattr(error, "strerror", None) or error
        raise CannotListen(
            f"Cannot listen on {host} port {port}: {why}. Choose another with {PREFIX}PORT "
            f"or {PREFIX}HOST (with make: `make run PORT=8001`)."
        ) from error
    return listening


async def serve(settings: Settings, listening: socket.socket, *, demo: bool) -> None:
    """Serve until SIGINT or SIGTERM. Raises WrongSetting, NewerGraph, Unavailable, AlreadyOwned, CannotStart."""
    logs.configure(settings.log_format, settings.log_level)
    secrets = token_secrets(settings)
    known_documents(
        settings
    )  # with several processes each reads them itself; a wrong file is reported before
    if settings.database_uri == "private":
        fetch_jars()  # what is still missing tells of itself, which two should not do at once
    async with AsyncExitStack() as stack:
        with _told(settings):
            graph = await stack.enter_async_context(opened(settings))
            await migrate(graph)
        await _say_unfinished(graph)
        if demo:
            await _load_demonstration(graph)

        greeting = await _greeting(graph, settings, _address(settings, listening), secrets, demo=demo)

        def greet() -> None:
            print(greeting, flush=True)

        stopping = stopped_by_signals()
        if settings.workers == 1:
            async with at_work(graph, settings):
                app = create_app(settings, graph)
                await serve_here(app, settings, listening, stopping, greet, lasting=app.state.lasting)
        else:
            await supervise(settings.workers, settings.stop_timeout_seconds, listening, stopping, greet)


def _told(settings: Settings) -> AbstractContextManager[None]:
    """Tells how long the database takes to start, where the log is one for people."""
    if settings.log_format == "json":
        return nullcontext()
    return lines(lambda seconds: f"Starting the database: {seconds:.0f} s so far")


async def _say_unfinished(graph: Graph) -> None:
    if unfinished := await unfinished_imports(graph):
        print(
            f"An import of {', '.join(unfinished)} was interrupted or is at work. Running it again finishes it, and so "
            "does `finish-import STATE`; `undo-import STATE` takes out what it wrote.",
            file=sys.stderr,
        )


async def _load_demonstration(graph: Graph) -> None:
    with progress("Loading the demonstration network", "steps") as update:
        try:
            await load(graph, update)
        except NotLoaded as error:
            print(f"The demonstration network was not loaded: {error}", file=sys.stderr)


def _address(settings: Settings, listening: socket.socket) -> str:
    host, port = settings.host, listening.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


async def _greeting(
    graph: Graph, settings: Settings, address: str, secrets: dict[str, str], *, demo: bool
) -> str:
    lines = [
        f"Serving on {address}  (POST {address}/graphql, Ctrl-C ends it)",
        f"Sign in: `{_script()} token --as AUTHORITY_ID` or `--operator` prints a token of one hour, for",
        "`Authorization: Bearer TOKEN`.",
    ]
    nimic = next((row["nimic"] for row in await graph.read(network_states) if row["nimic"]), None)
    actor = Actor.of(nimic)
    token = tokens.issue(secrets, actor, datetime.now(UTC))
    if demo:
        lines = [*_link(settings, address, secrets), *lines]
        lines += ["", f"One for {nimic or 'the operator'}:", f"TOKEN={token}", "", "Three questions to try:"]
        for each in _questions():
            lines += ["", f"# {each['question']}", _curl(address, each)]
    return "\n".join(lines)


def _link(settings: Settings, address: str, secrets: dict[str, str]) -> list[str]:
    """The pages with a token that reads everything, where nobody else can come by it."""
    if not pages.is_loopback(settings.host):
        return []
    return [
        "Open the map (for 12 hours, to read only):",
        pages.link(address, secrets, Actor(None, True)),
        "",
    ]


def _script() -> str:
    """How this command was called, and can be again: `make run` calls it in a .venv that no shell knows of."""
    name = "authority-network"
    return name if shutil.which(name) else sys.argv[0]


def _questions() -> list[dict[str, Any]]:
    path = demonstration().parent / "demo_questions.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return found


def _curl(address: str, question: dict[str, Any]) -> str:
    body = {key: question[key] for key in ("query", "variables") if question.get(key)}
    text = shlex.quote(json.dumps(body, ensure_ascii=False))
    return f'curl -s {address}/graphql -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d {text}'
