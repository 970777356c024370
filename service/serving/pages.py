"""The pages for people: the map, and GraphiQL at its own address. All of it comes from here, nothing from elsewhere.

The pages are public and hold no data: they ask for it with the token that they are given.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from service.http import tokens
from service.model.folders import folder
from service.model.identifiers import Actor

BUILT = folder("web/dist")
"""What `web/build.py` makes of `web/`; it may be missing, and then `/` says why."""
FAILURE = "failure.txt"
"""Within it: why the last build failed."""

_NOTHING_ELSE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
MAP_POLICY = (
    # Nothing, but for what follows.
    "default-src 'none'; "
    # Its own scripts, as files: there is none within the page, and none from elsewhere.
    "script-src 'self'; "
    # Its own style sheets; what scripts set on an element's style counts as theirs. The hash is of the one style sheet
    # that React Aria puts into the page by script: it keeps a touch on a button from scrolling.
    "style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; "
    # The empty icon is a data: address; a picture on its way to a PNG file is a blob:.
    "img-src 'self' data: blob:; "
    # GraphQL, and nobody else.
    "connect-src 'self'; " + _NOTHING_ELSE
    # No other base, no forms that leave, no frame around it.
)
GRAPHIQL_POLICY = (
    "default-src 'none'; script-src 'self'; "
    # GraphiQL puts style sheets into the page by script.
    "style-src 'self' 'unsafe-inline'; "
    # Its style sheet holds its fonts.
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; " + _NOTHING_ELSE
)
_HEADERS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}
_OF_A_PAGE = {**_HEADERS, "Cache-Control": "no-cache"}
_FOR_EVER = "public, max-age=31536000, immutable"


class _Built(StaticFiles):
    """Built files, compressed ahead where the client takes that."""

    def __init__(self, name: str, *, named_by_content: bool) -> None:
        super().__init__(directory=BUILT / name, check_dir=False)
        self._caching = _FOR_EVER if named_by_content else "no-cache"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with what a browser needs to know of it."""
        takes = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
        smaller, found = self.lookup_path(f"{path}.br") if "br" in _words(takes) else ("", None)
        response: Response
        if found is not None and not path.endswith(".br"):
            media_type = "text/javascript" if path.endswith(".js") else "text/css"
            response = FileResponse(
                smaller, headers={"Content-Encoding": "br"}, media_type=media_type, stat_result=found
            )
        else:
            response = await super().get_response(path, scope)
        response.headers.update({**_HEADERS, "Cache-Control": self._caching, "Vary": "Accept-Encoding"})
        return response


def _words(header: str) -> set[str]:
    return {
        word
        for word, _, weight in (part.strip().partition(";") for part in header.split(","))
        if weight != "q=0"
    }


files = [
    Mount("/pages/assets", _Built("assets", named_by_content=True)),
    Mount("/graphiql", _Built("graphiql", named_by_content=False)),
]
"""What the pages load."""


def link(address: str, secrets: Mapping[str, str], actor: Actor) -> str:
    """An address of the pages with a token that only reads, in the fragment, which browsers send to nobody."""
    return f"{address}/#token={tokens.issue(secrets, actor, datetime.now(UTC), tokens.READING)}"


def is_loopback(host: str) -> bool:
    """Whether what is sent there stays on this machine, as a link with a token in it must."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


async def page(request: Request) -> Response:
    """The map, for all."""
    return _file("index.html", MAP_POLICY)


def wants_graphiql(request: Request) -> bool:
    """Whether a person asks for the page, rather than a program for an answer."""
    asks = "query" in request.query_params or "extensions" in request.query_params
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "") and not asks


def graphiql() -> Response:
    """GraphiQL, for all; it asks with the token that it is given."""
    return _file("graphiql/index.html", GRAPHIQL_POLICY, {"Vary": "Accept"})


def _file(name: str, policy: str, headers: dict[str, str] | None = None) -> Response:
    headers = {**_OF_A_PAGE, "Content-Security-Policy": policy, **(headers or {})}
    if (BUILT / name).is_file():
        return FileResponse(BUILT / name, headers=headers)
    failure = BUILT / FAILURE
    why = failure.read_text(encoding="utf-8") if failure.is_file() else "They have not been built yet."
    return HTMLResponse(_MISSING.format(why=escape(why)), HTTPStatus.SERVICE_UNAVAILABLE, headers)


_MISSING = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The pages are not built</title>
<h1>The pages are not built</h1>
<p>The service itself works: programs ask <code>POST /graphql</code>. The pages are missing, because:</p>
<pre>{why}</pre>
<p>In the folder of the service <code>make pages</code> builds them and shows what goes wrong; it needs a registry of npm
packages. Then reload this page.</p>
</html>
"""
