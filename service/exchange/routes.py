"""Where other programs are answered."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from service.exchange.downloads import Downloads
from service.graph import Graph
from service.settings import Settings


class Exchange:
    """What answers there, from one graph, to those whose token one of `secrets` signed."""

    def __init__(self, graph: Graph, secrets: Mapping[str, str], settings: Settings) -> None:
        self.downloads = Downloads(graph, secrets, settings.request_timeout_seconds)


async def _download(request: Request) -> Response:
    response: Response = await request.app.state.exchange.downloads(request)
    return response


ROUTES = [Route("/network/{state}.{form}", _download)]
