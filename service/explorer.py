"""GraphiQL: a page where people ask the service by hand. All of it comes from here, nothing from elsewhere."""

from starlette.requests import Request
from starlette.responses import FileResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from service.folders import folder

FILES = folder("graphiql")
HEADERS = {
    # The page may load and ask what is here, and be framed by nobody. GraphiQL sets styles from scripts.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Accept",
}

files = Mount("/graphiql", StaticFiles(directory=FILES))
"""What the page loads."""


def wanted(request: Request) -> bool:
    """Whether a person asks for the page, rather than a program for an answer."""
    asks = "query" in request.query_params or "extensions" in request.query_params
    return request.method in ("GET", "HEAD") and "text/html" in request.headers.get("accept", "") and not asks


def page() -> FileResponse:
    """The page; it is for all, and asks with the token that it is given."""
    return FileResponse(FILES / "index.html", headers=HEADERS)
