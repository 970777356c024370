"""Bookmarks as callers are given them and hand them back: signed, and bound to the database.

Whichever process a caller asks next, it reads no earlier a state than the caller has seen.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from starlette.datastructures import Headers

from service.database.graph import Graph
from service.http import tokens
from service.http.bodies import BadRequest
from service.observability.request import current

HEADER = "Bookmark"
MOST_GIVEN = 10
"""Bookmarks of one request."""


class WrongBookmark(BadRequest):
    """The header holds what is no bookmark of this database; the message says so and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="BAD_INPUT")


class Bookmarks:
    """Gives bookmarks of one graph, signed with the first of `secrets`, and takes those that one of them signed."""

    def __init__(self, graph: Graph, secrets: Mapping[str, str]) -> None:
        self._graph = graph
        self._secrets = secrets

    async def take(self, headers: Headers) -> None:
        """Let all that the request at work asks of the graph come after these; one older than an hour counts no more.

        Raises WrongBookmark, Unavailable.
        """
        given = [text for each in headers.getlist(HEADER) for text in map(str.strip, each.split(",")) if text]
        if len(given) > MOST_GIVEN:
            raise WrongBookmark(f"The header {HEADER} holds {len(given)} bookmarks; {MOST_GIVEN} are taken.")
        seen: set[str] = set()
        for text in given:
            try:
                claims = tokens.claims_of(self._secrets, text, tokens.BOOKMARKS)
            except tokens.Expired:
                continue
            except tokens.BadToken:
                raise WrongBookmark(
                    f"The header {HEADER} holds what this service did not give: send it as it was answered, or not at all."
                ) from None
            if claims["sub"] != await self._graph.identity():
                raise WrongBookmark(
                    f"The header {HEADER} holds a bookmark of another database: send none before this one has given one."
                )
            seen.update(claims["seen"])
        if (record := current.get()) is not None:
            record.bookmarks = frozenset(seen)

    def given(self) -> str | None:
        """How far the caller of the request at work has seen by now; None for who has seen nothing."""
        record, identity = current.get(), self._graph.known_identity
        if record is None or not record.bookmarks or identity is None:
            return None
        more = {"seen": sorted(record.bookmarks)}
        return tokens.sign(self._secrets, identity, datetime.now(UTC), tokens.BOOKMARKS, more)

    def of_a_change(self) -> str | None:
        """The same, where the request has changed the graph."""
        record = current.get()
        return self.given() if record is not None and record.wrote else None
