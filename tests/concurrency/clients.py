"""Who asks at once: two connections to the database in this process, and two other processes of the service over HTTP."""

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx

from service.database.graph import Graph
from service.http import tokens
from service.model.identifiers import Actor
from service.settings import PREFIX
from tests.changes.client import OPERATOR, Answer, Client, mutation
from tests.neo4j_server import Neo4jServer

SECRETS = {"of-tests": "a secret of thirty-two characters and a few more"}


class Asking(Protocol):
    """Whoever asks for changes."""

    async def change(self, actor: str, action: str, **input: Any) -> Answer:
        """What a mutation answers."""
        ...


class HttpClient:
    """Asks one process of the service over HTTP, with a token of who acts."""

    def __init__(self, http: httpx.AsyncClient, address: str) -> None:
        self._http = http
        self._address = address

    async def change(self, actor: str, action: str, **input: Any) -> Answer:
        """What a mutation answers; the response is one without errors."""
        bearer = Actor.of(None if actor == OPERATOR else actor)
        response = await self._http.post(
            f"{self._address}/graphql",
            json={"query": mutation(action), "variables": {"input": input, "dryRun": False}},
            headers={"Authorization": f"Bearer {tokens.issue(SECRETS, bearer, datetime.now(UTC))}"},
        )
        body = response.json()
        assert response.status_code == 200, body
        assert "errors" not in body, body
        return Answer(body["data"]["answer"]["__typename"], body["data"]["answer"])


@contextmanager
def process(server: Neo4jServer, folder: Path) -> Iterator[str]:
    """A process of the service on this database, until the end of the block; its address."""
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    settings = {
        "DATABASE_URI": server.uri,
        "DATABASE_USER": server.auth[0],
        "DATABASE_PASSWORD": server.auth[1],
        "DATA_DIR": str(folder),
        "PORT": "0",
        "WARM_UP": "false",
        "DATABASE_PATIENCE_SECONDS": "60",  # a machine that runs many tests at once is no lost database
        "TOKEN_SECRETS": ";".join(f"{kid}:{secret}" for kid, secret in SECRETS.items()),
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "service", "serve"],
        env={**kept, **{f"{PREFIX}{name}": value for name, value in settings.items()}},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        said = running.stdout.readline()
        found = re.search(r"http://\S+:\d+", said)
        assert found, f"it said {said!r} and ended with {running.poll()}"
        yield found[0]
    finally:
        running.terminate()
        running.communicate(timeout=30)


@asynccontextmanager
async def connected(server: Neo4jServer, addresses: list[str]) -> AsyncIterator[list[Asking]]:
    """Two connections of this process, and one to each address, in turn."""
    async with (
        Graph.connect(server.uri, server.auth) as one,
        Graph.connect(server.uri, server.auth) as another,
        # The service closes a connection that was idle for 5 s, at once with the next request if they are kept as long.
        httpx.AsyncClient(timeout=60, trust_env=False, limits=httpx.Limits(keepalive_expiry=1)) as http,
    ):
        here: list[Asking] = [Client(one), Client(another)]
        there: list[Asking] = [HttpClient(http, address) for address in addresses]
        yield [each for pair in zip(there, here, strict=True) for each in pair]
