"""Large answers are compressed for who takes that, whoever makes them; nothing else of them changes."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import httpx
import pytest

from service.database.graph import Graph
from tests.api.client import GRAPHQL, Api
from tests.api.conftest import serving
from tests.api.files import Files

RULES = "{ rules { id text } }"
ORIGIN = "https://a.example"
Sent: TypeAlias = tuple[str, str, dict[str, Any]]
"""Method, path, and what httpx is given beside."""

LARGE: dict[str, Sent] = {
    "an answer": ("POST", GRAPHQL, {"json": {"query": RULES}}),
    "an answer by GET": ("GET", GRAPHQL, {"params": {"query": RULES}}),
    "a graph file": ("GET", "/network/DE.graphml", {}),
    "the schema": ("GET", "/schema.graphql", {}),
    "figures": ("GET", "/metrics", {}),
}
SMALL: dict[str, Sent] = {
    "an answer": ("POST", GRAPHQL, {"json": {"query": "{ viewer { operator } }"}}),
    "a refusal": ("POST", GRAPHQL, {"json": {"query": "{"}}),
    "the manifest": ("GET", "/reconcile", {}),
    "health": ("GET", "/health/live", {}),
}


@pytest.fixture(scope="module")
def api(database: Graph, runner: asyncio.Runner, network: Files) -> Iterator[Api]:
    """One whose answers pages of another origin may read."""
    with serving(database, runner, cors_origins=ORIGIN) as one:
        yield one


async def asked(api: Api, what: Sent, **headers: str) -> httpx.Response:
    """The response to one of the requests above, with more headers, which are named with underscores."""
    method, path, given = what
    request = api.http.build_request(method, path, **given)
    request.headers.update({name.replace("_", "-"): text for name, text in headers.items()})
    return await api.http.send(request)


@pytest.mark.parametrize("what", LARGE)
async def test_a_large_answer_is_compressed_for_who_takes_it(api: Api, what: str) -> None:
    plain = await asked(api, LARGE[what], Accept_Encoding="identity")
    small = await asked(api, LARGE[what], Accept_Encoding="gzip, br", Origin=ORIGIN)
    assert (plain.status_code, small.status_code) == (200, 200)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    for each in (plain, small):
        assert "Accept-Encoding" in each.headers["Vary"]
        assert each.headers["Content-Type"] == plain.headers["Content-Type"]
        assert re.fullmatch("[0-9a-f]{32}", each.headers["X-Request-Id"])
    assert small.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert small.num_bytes_downloaded < plain.num_bytes_downloaded / 2
    if what != "figures":  # which count the requests themselves
        assert small.content == plain.content


@pytest.mark.parametrize("what", SMALL)
async def test_a_small_answer_is_sent_as_it_is(api: Api, what: str) -> None:
    answer = await asked(api, SMALL[what], Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(answer.content) < 4096


async def test_head_says_what_get_would_send(api: Api) -> None:
    _, path, given = LARGE["an answer by GET"]
    head, get = [
        await asked(api, (method, path, given), Accept_Encoding="gzip") for method in ("HEAD", "GET")
    ]
    for header in ("Content-Encoding", "Content-Length", "Content-Type", "Vary"):
        assert head.headers[header] == get.headers[header]
