"""`GET /network/STATE.graphml` and `.json`: a state's network as a graph file, to those who may ask the API."""

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from service.database.graph import Graph
from service.exchange.graph_files import Content, as_graphml, as_json, read
from service.http.authentication import authenticate
from service.http.bodies import JSON, BadRequest
from service.http.bookmarks import Bookmarks
from service.http.deadline import bounded
from service.http.errors import with_errors
from service.model.identifiers import state_of
from service.work.heavy import off_the_loop

FORMS: dict[str, tuple[Callable[[Content], bytes], str]] = {
    "graphml": (as_graphml, "application/graphml+xml"),
    "json": (as_json, JSON),
}
MOST_AT_ONCE = 2
"""Files that are made at a time; a large one is some ten megabytes while it is made."""


class Downloads:
    """Graph files of one graph, for those whose token one of `secrets` signed."""

    def __init__(
        self, graph: Graph, secrets: Mapping[str, str], bookmarks: Bookmarks, timeout_seconds: float
    ) -> None:
        self._graph = graph
        self._secrets = secrets
        self._bookmarks = bookmarks
        self._seconds = timeout_seconds
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def __call__(self, request: Request) -> Response:
        """The response to a GET."""
        return await with_errors(self._answer, request)

    async def _answer(self, request: Request) -> Response:
        authenticate(request.headers, self._secrets)
        state, form = request.path_params["state"], request.path_params["form"]
        if form not in FORMS:
            known = " or ".join(f"`.{each}`" for each in FORMS)
            raise BadRequest(
                f"There are no files of the form `.{form}`: ask for {known}.", HTTPStatus.NOT_FOUND
            )
        made, media_type = FORMS[form]
        async with bounded(request, self._seconds), self._places:
            await self._bookmarks.take(request.headers)
            content = await self._graph.read(read, state=state_of(state))
            if content is None:
                raise BadRequest(f"There is no Member State with the code {state}.", HTTPStatus.NOT_FOUND)
            body = await off_the_loop(len(content["overview"]["authorities"]["ids"]), made, content)
        name = quote(f"{state}.{form}", safe="")
        return Response(
            body,
            headers={
                "Content-Type": media_type,
                "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
                "Cache-Control": "no-store",
            },
        )
