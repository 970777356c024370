"""The service as its clients see it: over HTTP, in this process, on the real graph."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx

from service.database.graph import Graph
from service.http import tokens
from service.model.identifiers import Actor

SECRETS = (
    "k1:a-secret-of-these-tests-and-of-nothing-else-longer-than-any-algorithm-asks-for;"
    "k0:the-one-before-it-which-still-verifies"
)
KEPT = tokens.parse_secrets(SECRETS)
GRAPHQL = "/graphql"


def token(authority: str | None = None, *, now: datetime | None = None) -> str:
    """A token of the authority, or of the operator."""
    return tokens.issue(KEPT, Actor.of(authority), now or datetime.now(UTC))


class Api:
    """Asks one service; unless told otherwise as the NIMIC `bund`. Keeps which statements the graph was asked."""

    def __init__(self, http: httpx.AsyncClient, graph: Graph) -> None:
        self.http = http
        self.graph = graph
        self.http.headers["Authorization"] = f"Bearer {token('bund')}"

    async def post(self, body: Any, **headers: str) -> httpx.Response:
        """The response to a body: bytes as they are, else as JSON. `headers` are named with underscores."""
        content = {"content": body} if isinstance(body, bytes) else {"json": body}
        more = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): text for name, text in headers.items()
        }
        return await self.http.post(GRAPHQL, headers=more, **content)

    async def answer(self, query: str, /, **variables: Any) -> dict[str, Any]:
        """The whole answer to a request that is one of GraphQL."""
        response = await self.post({"query": query, "variables": variables})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def ask(self, query: str, /, **variables: Any) -> dict[str, Any]:
        """The data; no error is expected."""
        answer = await self.answer(query, **variables)
        assert answer.keys() == {"data", "extensions"}, answer
        assert 0 < answer["extensions"]["cost"]["units"] <= answer["extensions"]["cost"]["most"]
        data: dict[str, Any] = answer["data"]
        return data

    async def error(self, query: str, /, **variables: Any) -> tuple[str, str]:
        """Code and message of the one error that is expected."""
        (error,) = (await self.answer(query, **variables))["errors"]
        return error["extensions"]["code"], error["message"]

    @contextmanager
    def statements(self) -> Iterator[list[str]]:
        """The names of the statements that run meanwhile."""
        ran: list[str] = []
        self.graph.observers.append(ran.append)
        try:
            yield ran
        finally:
            self.graph.observers.remove(ran.append)
