"""Documents named by their hash, trusted ones, the published schema, and pages of other origins."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.api.admission.documents import DOCUMENTS_KEPT, LONGEST_TEXT, Documents, NoDocument, digest
from service.api.schema import sdl
from service.database.graph import Graph
from service.serving.app import create_app
from service.serving.resources import WrongSetting
from service.settings import PREFIX, Settings
from tests.api.client import GRAPHQL, SECRETS, Api
from tests.api.conftest import serving

QUERY = "{ viewer { operator } }"
TRUSTED = "query Trusted { viewer { operator } }"


def named(text: str) -> dict[str, Any]:
    """The extensions that name a document."""
    return {"persistedQuery": {"version": 1, "sha256Hash": digest(text)}}


def code(response: httpx.Response) -> str:
    """Of the one error of a request that is refused as a whole."""
    assert response.status_code == 400, response.text
    (error,) = response.json()["errors"]
    assert error["message"]
    return str(error["extensions"]["code"])


async def get(api: Api, **parameters: Any) -> httpx.Response:
    """The response to a GET."""
    texts = {name: it if isinstance(it, str) else json.dumps(it) for name, it in parameters.items()}
    return await api.http.get(GRAPHQL, params=texts)


async def test_a_document_is_sent_once_and_then_asked_by_its_hash(api: Api) -> None:
    text = QUERY + " # sent once"
    assert code(await get(api, extensions=named(text))) == "PERSISTED_QUERY_NOT_FOUND"
    for response in (
        await get(api, query=text, extensions=named(text)),
        await get(api, extensions=named(text)),
        await api.post({"extensions": named(text)}),
    ):
        assert response.json()["data"] == {"viewer": {"operator": False}}


async def test_a_mutation_is_not_asked_by_get_and_hash(api: Api) -> None:
    text = "mutation { __typename }"
    await api.post({"query": text, "extensions": named(text)})
    assert (await get(api, extensions=named(text))).status_code == 405


async def test_a_hash_of_another_text_is_refused_and_not_kept(api: Api) -> None:
    other = QUERY + " # another"
    assert code(await api.post({"query": QUERY, "extensions": named(other)})) == "PERSISTED_QUERY_MISMATCH"
    assert code(await api.post({"extensions": named(other)})) == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "given",
    [
        "",
        1,
        [],
        {},
        {"version": 1},
        {"version": 2, "sha256Hash": "0" * 64},
        {"version": 1, "sha256Hash": "\ud800"},
    ],
    ids=str,
)
async def test_what_is_no_hash_is_refused(api: Api, given: object) -> None:
    body = json.dumps({"query": QUERY, "extensions": {"persistedQuery": given}}).encode()
    assert code(await api.post(body)) == "BAD_REQUEST"


def test_only_so_many_are_kept_those_used_last_and_none_that_is_too_long() -> None:
    documents = Documents({}, trusted_only=False)
    texts = [str(number) for number in range(DOCUMENTS_KEPT + 1)]
    for text in texts[:-1]:
        documents.text(text, named(text))
    documents.text(None, named("0"))
    documents.text(texts[-1], named(texts[-1]))
    for text in ("0", texts[-1]):
        assert documents.text(None, named(text)) == text
    long = "#" * (LONGEST_TEXT + 1)
    assert documents.text(long, named(long)) == long
    for gone in ("1", long):
        with pytest.raises(NoDocument):
            documents.text(None, named(gone))


@pytest.fixture
def trusting(database: Graph, runner: asyncio.Runner, tmp_path: Path) -> Iterator[Api]:
    """A service that answers one document only."""
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({digest(TRUSTED): TRUSTED}), encoding="utf-8")
    with serving(database, runner, trusted_documents=path, trusted_documents_only=True) as one:
        yield one


async def test_where_only_trusted_documents_are_answered_no_other_is(trusting: Api) -> None:
    for body in (
        {"query": TRUSTED},
        {"extensions": named(TRUSTED)},
        {"query": TRUSTED, "extensions": named(TRUSTED)},
    ):
        assert (await trusting.post(body)).json()["data"] == {"viewer": {"operator": False}}
    for body in (
        {"query": QUERY},
        {"extensions": named(QUERY)},
        {"query": QUERY, "extensions": named(QUERY)},
    ):
        assert code(await trusting.post(body)) == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize("text", [None, "{", "[]", '{"a": 1}', '{"a": "{ viewer { operator } }"}', "\udcff"])
def test_a_file_that_holds_no_documents_is_named(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "documents.json"
    if text is not None:
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(WrongSetting, match=f"{PREFIX}TRUSTED_DOCUMENTS: .*documents.json"):
        create_app(Settings(token_secrets=SECRETS, trusted_documents=path))


def test_trusting_only_documents_of_no_file_is_refused() -> None:
    with pytest.raises(WrongSetting, match=f"{PREFIX}TRUSTED_DOCUMENTS is required"):
        create_app(Settings(token_secrets=SECRETS, trusted_documents_only=True))


async def test_the_schema_is_published_to_all(api: Api) -> None:
    response = await api.http.get("/schema.graphql", headers={"Authorization": ""})
    assert (response.status_code, response.text) == (200, sdl())
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


PAGE = "https://map.example"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization,content-type,x-request-id,traceparent,tracestate,baggage,"
    "apollo-require-preflight,apollographql-client-name,apollographql-client-version,x-apollo-operation-name",
}


@pytest.fixture
def open_to_a_page(database: Graph, runner: asyncio.Runner) -> Iterator[Api]:
    """A service that pages of two origins may ask."""
    with serving(database, runner, cors_origins=f"{PAGE},http://localhost:5173") as one:
        yield one


async def test_pages_of_the_origins_set_may_ask_and_read_errors_and_no_others(open_to_a_page: Api) -> None:
    http = open_to_a_page.http
    for origin in (PAGE, "http://localhost:5173"):
        asked = await http.options(GRAPHQL, headers=PREFLIGHT | {"Origin": origin})
        assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (200, origin)
        refused = await http.post(GRAPHQL, headers={"Origin": origin, "Authorization": ""})
        assert (refused.status_code, refused.headers["Access-Control-Allow-Origin"]) == (401, origin)
        assert "X-Request-Id" in refused.headers["Access-Control-Expose-Headers"]
    other = await http.options(GRAPHQL, headers=PREFLIGHT | {"Origin": "https://other.example"})
    assert (other.status_code, "Access-Control-Allow-Origin" in other.headers) == (400, False)


async def test_without_the_setting_no_page_may_ask(api: Api) -> None:
    response = await api.http.get(GRAPHQL, params={"query": QUERY}, headers={"Origin": PAGE})
    assert "Access-Control-Allow-Origin" not in response.headers
