"""Whatever bytes reach the service are answered: never a fault of the service, never a trace of one."""

import asyncio
import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.database.graph import Graph
from tests.api.client import GRAPHQL, KEPT, Api, token
from tests.api.files import Files
from tests.api.test_transport import answer, listening, post
from tests.fuzz.rounds import rounds

QUERY = "query Q($id: ID!) { authority(id: $id) { id } }"
BODY = json.dumps(
    {"query": QUERY, "operationName": "Q", "variables": {"id": "stadt"}, "extensions": {}}
).encode()
OURS = f"Bearer {token('bund')}".encode()
MOST_BYTES = 4000


def sound(response: httpx.Response) -> None:
    """Not the answer to a fault of the service, nor a page of someone else's making."""
    built = "make pages" not in response.text  # here the pages may not be, and then say so
    assert response.status_code < 500 or not built, response.text
    assert "Traceback" not in response.text
    if (
        response.headers.get("content-type", "").startswith("application/")
        and response.request.method != "HEAD"
    ):
        for error in response.json().get("errors", ()):
            assert error["extensions"]["code"] != "UNEXPECTED", error


@st.composite
def damaged(draw: st.DrawFn, sound: bytes) -> bytes:
    """The bytes with some of them replaced, taken out or repeated."""
    found = sound
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(found)))
        end = draw(st.integers(start, min(len(found), start + 20)))
        found = found[:start] + draw(st.binary(max_size=8) | st.just(found[start:end] * 2)) + found[end:]
    return found[:MOST_BYTES]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
REQUESTS = st.fixed_dictionaries(
    {},
    optional={
        "query": st.sampled_from([QUERY, "{ viewer { operator } }", "", "{"]) | JSON,
        "variables": st.just({"id": "stadt"}) | JSON,
        "operationName": st.sampled_from(["Q", ""]) | JSON,
        "extensions": st.builds(lambda it: {"persistedQuery": it}, JSON) | JSON,
        "more": JSON,
    },
)
BODIES = st.one_of(
    damaged(BODY), st.binary(max_size=200), REQUESTS.map(lambda it: json.dumps(it).encode()), st.just(BODY)
)
LINES = st.binary(max_size=60).map(lambda it: it.translate(None, b"\r\n\x00"))
TYPES = st.sampled_from([b"application/json", b"application/json; charset=utf-8", b"text/html", b"*/*", b""])
HEADERS = st.fixed_dictionaries(
    {
        "Content-Type": TYPES
        | damaged(b"application/json; charset=utf-8").map(lambda it: it.translate(None, b"\r\n\x00"))
    },
    optional={
        "Accept": TYPES
        | LINES
        | damaged(b"application/json;q=0.5, */*;q=0.1").map(lambda it: it.translate(None, b"\r\n\x00")),
        "X-Request-Id": LINES,
        "Origin": LINES,
        "Traceparent": LINES,
        "Content-Encoding": LINES,
        "Content-Length": LINES,
        "Cookie": LINES,
    },
)


async def send(
    api: Api, method: str, target: bytes, headers: dict[str, bytes], body: bytes
) -> httpx.Response:
    """The response to a request, by who may ask unless its headers say otherwise."""
    sent = [(name.encode(), value) for name, value in ({"Authorization": OURS} | headers).items()]
    url = httpx.URL("http://service", raw_path=target)
    return await api.http.send(httpx.Request(method, url, headers=sent, content=body))


@rounds(10)
@given(headers=HEADERS, body=BODIES)
async def test_any_body_with_any_headers_is_answered(
    api: Api, network: Files, headers: dict[str, bytes], body: bytes
) -> None:
    sound(await send(api, "POST", GRAPHQL.encode(), headers, body))


NAMES = st.sampled_from(["query", "variables", "operationName", "extensions", "x"])
VALUES = st.one_of(
    st.binary(max_size=40), REQUESTS.map(lambda it: json.dumps(it).encode()), st.just(QUERY.encode())
)


@rounds(10)
@given(
    parameters=st.lists(st.tuples(NAMES, VALUES), max_size=5), damage=st.binary(max_size=6), headers=HEADERS
)
async def test_any_query_string_is_answered(
    api: Api, network: Files, parameters: list[tuple[str, bytes]], damage: bytes, headers: dict[str, bytes]
) -> None:
    asked = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in parameters).encode()
    readable = bytes(it for it in damage if 0x20 < it < 0x7F and it != ord("#"))
    sound(await send(api, "GET", GRAPHQL.encode() + b"?" + asked + readable, headers, b""))


PATHS = st.sampled_from([GRAPHQL, "/", "/schema.graphql", "/health/live", "/graphiql/page.js", "/graphiql"])
METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])


@rounds(10)
@given(
    method=METHODS | st.from_regex(r"[A-Z!#$%&'*+.^_`|~-]{1,12}", fullmatch=True),
    path=st.tuples(PATHS, st.binary(max_size=12).map(quote_from_bytes)).map("".join),
    headers=HEADERS,
)
async def test_any_method_and_path_is_answered(
    api: Api, method: str, path: str, headers: dict[str, bytes]
) -> None:
    sound(await send(api, method, path.encode(), headers, BODY))


# --- cursors ------------------------------------------------------------------------------------------------------

PAGES = {
    "authorities": "authorities(first: 2, after: $after)",
    "by id": "authorities(first: 2, orderBy: ID, after: $after)",
    "scope": 'monitoringScope(monitor: "bund", first: 2, after: $after)',
    "eligible": 'eligibleCoordinators(authority: "stadt", relation: COORDINATES_REQUESTS, area: "SD", first: 2, after: $after)',
    "to serve": 'authoritiesToServe(coordinator: "bund", area: "SD", first: 2, after: $after)',
    "changes": 'changes(authority: "stadt", first: 2, after: $after)',
}
WRAPPED = (JSON.map(lambda it: json.dumps(it).encode()) | damaged(b'["NAME","Stadt","stadt"]')).map(
    lambda it: base64.urlsafe_b64encode(it).decode()
)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
@rounds(4)
@given(after=st.text(max_size=40) | WRAPPED | WRAPPED.map(lambda it: it.rstrip("=")))
async def test_any_cursor_gives_a_page_or_is_refused(api: Api, network: Files, page: str, after: str) -> None:
    query = f"query($after: String) {{ page: {page} {{ edges {{ cursor }} pageInfo {{ endCursor }} }} }}"
    response = await api.post(json.dumps({"query": query, "variables": {"after": after}}).encode())
    sound(response)
    for error in response.json().get("errors", ()):
        assert error["extensions"]["code"] in ("BAD_INPUT", "BAD_REQUEST")


# --- tokens -------------------------------------------------------------------------------------------------------


@rounds(10)
@given(
    given=LINES
    | damaged(OURS).map(lambda it: it.translate(None, b"\r\n\x00"))
    | LINES.map(lambda it: b"Bearer " + it)
)
async def test_no_token_but_ours_lets_anyone_in(api: Api, network: Files, given: bytes) -> None:
    response = await send(
        api, "POST", GRAPHQL.encode(), {"Authorization": given, "Content-Type": b"application/json"}, BODY
    )
    sound(response)
    assert response.status_code == 401 or OURS.removeprefix(b"Bearer ") in given


NOW = datetime.now(UTC)
TIMES = (
    st.sampled_from([NOW, NOW + timedelta(hours=1), NOW - timedelta(days=1)]).map(
        lambda it: int(it.timestamp())
    )
    | JSON
)
CLAIMS = st.fixed_dictionaries(
    {},
    optional={
        "iss": st.just("authority-network") | JSON,
        "aud": st.just("authority-network") | JSON,
        "sub": st.just("bund") | JSON,
        "iat": TIMES,
        "exp": TIMES,
        "nbf": TIMES,
        "operator": st.booleans() | JSON,
        "jti": JSON,
    },
)


@rounds(10)
@given(
    claims=CLAIMS,
    headers=st.fixed_dictionaries({}, optional={"kid": st.just("k1") | JSON, "crit": JSON, "typ": JSON}),
)
async def test_whatever_is_claimed_with_our_signature_is_taken_or_refused(
    api: Api, network: Files, claims: dict[str, Any], headers: dict[str, Any]
) -> None:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    signed = f"{part({'alg': 'HS256', **headers})}.{part(claims)}"
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        signed.encode(), KEPT["k1"].encode()
    )
    sent = f"Bearer {signed}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}".encode()
    response = await send(
        api, "POST", GRAPHQL.encode(), {"Authorization": sent, "Content-Type": b"application/json"}, BODY
    )
    sound(response)
    assert response.status_code in (200, 401)


# --- the socket ---------------------------------------------------------------------------------------------------

WHOLE = post(f"Content-Length: {len(BODY)}", "Connection: close", body=BODY)


@pytest.fixture(scope="module")
def port(database: Graph, network: Files, runner: asyncio.Runner) -> Iterator[int]:
    """The service behind a real socket."""
    server = listening(database)
    yield runner.run(server.__aenter__())
    runner.run(server.__aexit__(None, None, None))


@rounds(10)
@given(sent=damaged(WHOLE) | st.binary(max_size=100))
async def test_any_bytes_on_the_socket_are_answered_or_hung_up_on(port: int, sent: bytes) -> None:
    said = await answer(port, sent, over=True)
    assert not said.startswith(b"HTTP/1.1 5"), said
    assert b"Traceback" not in said
    assert (await answer(port, WHOLE)).startswith(b"HTTP/1.1 200")
