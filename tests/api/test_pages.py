"""Pages by key: whole, in order, stable while others write, and closed to cursors that are not theirs."""

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from service.api.schema import schema
from service.database.graph import Reader
from service.model.identifiers import instant
from tests.api.client import Api
from tests.api.files import BY_ID, BY_NAME, Files

PAGE = """query($first: Int!, $after: String, $orderBy: AuthorityOrder! = NAME, $where: AuthorityFilter) {
  page: authorities(first: $first, after: $after, orderBy: $orderBy, where: $where) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""
SCOPE = """query($first: Int!, $after: String, $orderBy: AuthorityOrder! = NAME, $where: AuthorityFilter) {
  page: monitoringScope(monitor: "bund", first: $first, after: $after, orderBy: $orderBy, where: $where) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


async def pages(api: Api, query: str, **asked: Any) -> AsyncIterator[list[str]]:
    """The ids of each page, until there are no more."""
    after, more = None, True
    while more:
        page = (await api.ask(query, after=after, **asked))["page"]
        info, cursors = page["pageInfo"], [edge["cursor"] for edge in page["edges"]]
        assert info["hasPreviousPage"] is (after is not None)
        assert [info["startCursor"], info["endCursor"]] == (
            [cursors[0], cursors[-1]] if cursors else [None] * 2
        )
        yield [edge["node"]["id"] for edge in page["edges"]]
        after, more = info["endCursor"], info["hasNextPage"]


@pytest.mark.parametrize("first", [1, 3, 11, 100])
@pytest.mark.parametrize(("order", "ordered"), [("NAME", BY_NAME), ("ID", BY_ID)])
async def test_pages_hold_everyone_once_in_order(
    api: Api, network: Files, first: int, order: str, ordered: list[str]
) -> None:
    found = [page async for page in pages(api, PAGE, first=first, orderBy=order)]
    assert found == [ordered[start : start + first] for start in range(0, len(ordered), first)]
    in_scope = [id for id in ordered if id not in ("bund", "lux", "amt-lu")]
    found = [page async for page in pages(api, SCOPE, first=first, orderBy=order)]
    assert found == [in_scope[start : start + first] for start in range(0, len(in_scope), first)]


def _nodes(field: str, node: str = "id") -> str:
    return f"page: {field} {{ edges {{ cursor node {{ {node} }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }}"


ON = "first: $first, after: $after"
RELATION = "relation from { id } to { id } area { code }"
WALKS = {
    "the scope of an SDIMIC": _nodes(f'monitoringScope(monitor: "land", {ON})'),
    "the scope of a NIMIC in the past": _nodes(f'monitoringScope(monitor: "bund", asOf: $then, {ON})'),
    "the scope of an SDIMIC in the past": _nodes(f'monitoringScope(monitor: "land", asOf: $then, {ON})'),
    "who may coordinate": _nodes(f'eligibleCoordinators(authority: "stadt", relation: VALIDATES, {ON})'),
    "how the scope of a NIMIC became": _nodes(f'scopeDifference(monitor: "bund", from: "2000-01-01", {ON})'),
    "how the scope of an SDIMIC became": _nodes(
        f'scopeDifference(monitor: "land", from: "2000-01-01", {ON})'
    ),
    "which authorities came": f'networkDifference(state: "DE", from: "2000-01-01") {{ {_nodes(f"authorities({ON})")} }}',
    "which relations came": f'networkDifference(state: "DE", from: "2000-01-01") {{ {_nodes(f"relations({ON})", RELATION)} }}',
}
ELSEWHERE = {"authorities", "authoritiesToServe", "changes", "stateChanges"}
"""Fields with pages that are walked in other tests, with data of their own."""


def test_every_field_with_pages_is_walked() -> None:
    query = schema._schema.query_type
    assert query is not None
    of_types = (query, schema._schema.type_map["NetworkDifference"])
    paged = {
        name
        for of in of_types
        for name, field in of.fields.items()  # type: ignore[attr-defined]
        if "first" in field.args
    }
    named = {
        name for name in paged for walk in WALKS.values() if f"{name}(first" in walk or f"{name}(" in walk
    }
    assert named | ELSEWHERE >= paged


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
async def test_pages_of_one_hold_what_a_page_of_all_does(api: Api, network: Files, walk: str) -> None:
    then = "" if "$then" not in walk else ", $then: DateTime!"
    asked = {} if not then else {"then": instant(datetime.now(UTC))}
    query = f"query($first: Int!, $after: String{then}) {{ {walk} }}"

    async def page(first: int, after: str | None) -> dict[str, Any]:
        data = await api.ask(query, first=first, after=after, **asked)
        found: dict[str, Any] = data["page"] if "page" in data else data["networkDifference"]["page"]
        return found

    whole = [edge["node"] for edge in (await page(100, None))["edges"]]
    assert 1 < len(whole) < 100
    found, after = [], None
    for _ in whole:
        one = await page(1, after)
        found += [edge["node"] for edge in one["edges"]]
        after = one["pageInfo"]["endCursor"]
    assert found == whole
    assert not one["pageInfo"]["hasNextPage"]


async def test_a_cursor_of_another_moment_is_refused(api: Api, network: Files) -> None:
    then = "2025-01-01T00:00:00.000000Z"
    code, message = await api.error(PAGE, first=1, after=cursor(["NAME", "a", then]))
    assert (code, message) == (
        "BAD_INPUT",
        f"`after` is a cursor of the network as of {then}; this request asks for now: go on with the moments of the first page.",
    )


async def test_a_page_after_the_last_is_empty(api: Api, network: Files) -> None:
    for query, last in ((PAGE, "regierung"), (SCOPE, "regierung")):
        whole = (await api.ask(query, first=100))["page"]
        assert whole["edges"][-1]["node"]["id"] == last
        after = (await api.ask(query, first=1, after=whole["pageInfo"]["endCursor"]))["page"]
        assert after == {
            "edges": [],
            "pageInfo": {
                "hasNextPage": False,
                "hasPreviousPage": True,
                "startCursor": None,
                "endCursor": None,
            },
        }


async def test_a_cursor_goes_with_any_filter_and_any_size_of_page(api: Api, network: Files) -> None:
    (first,) = (await api.ask(PAGE, first=1))["page"]["edges"]
    rest = (await api.ask(PAGE, first=50, after=first["cursor"], where={"state": "LU"}))["page"]
    assert [edge["node"]["id"] for edge in rest["edges"]] == ["lux"]


def cursor(value: Any) -> str:
    """Something wrapped as cursors are."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


GARBAGE = ["", " ", "x", "====", "é", "\x00", "YWJj", "null", "a" * 100_000, *map(cursor, (
    [], {}, None, 1, "NAME", ["NAME"], ["NAME", 1], ["NAME", None], ["NAME", "a", "b"], ["OTHER", "a"], ["name", "a"],
    ["NAME", "\ud800"], [["NAME"], "a"],
))]  # fmt: skip


@pytest.mark.parametrize("query", [PAGE, SCOPE], ids=["all", "a scope"])
async def test_what_is_no_cursor_is_refused(api: Api, network: Files, query: str) -> None:
    for garbage in GARBAGE:
        code, message = await api.error(query, first=1, after=garbage)
        assert code == "BAD_INPUT"
        assert message == "`after` is not a cursor of this service: take `endCursor` or `cursor` of a page."


@pytest.mark.parametrize("query", [PAGE, SCOPE], ids=["all", "a scope"])
@pytest.mark.parametrize(("given", "asked"), [("NAME", "ID"), ("ID", "NAME")])
async def test_a_cursor_of_the_other_order_is_refused(
    api: Api, network: Files, query: str, given: str, asked: str
) -> None:
    end = (await api.ask(query, first=1, orderBy=given))["page"]["pageInfo"]["endCursor"]
    code, message = await api.error(query, first=1, after=end, orderBy=asked)
    assert code == "BAD_INPUT"
    assert message == f"`after` is a cursor of the order {given}; this request asks for the order {asked}."


@pytest.mark.parametrize("query", [PAGE, SCOPE], ids=["all", "a scope"])
@pytest.mark.parametrize("first", [0, 101, -1, 2**31 - 1])
async def test_a_page_has_1_to_100(api: Api, network: Files, query: str, first: int) -> None:
    code, message = await api.error(query, first=first)
    assert (code, message) == ("BAD_INPUT", f"`first` must be between 1 and 100, not {first}.")


@pytest.mark.parametrize("first", ["1", 1.5, True, None, 2**31])
async def test_the_size_of_a_page_is_an_integer(api: Api, first: object) -> None:
    code, message = await api.error(PAGE, first=first)
    assert code == "VALIDATION"
    assert message.startswith("Variable '$first' has invalid value")


async def test_the_size_of_a_page_must_be_said(api: Api) -> None:
    code, message = await api.error("{ authorities { totalCount } }")
    assert code == "VALIDATION"
    assert "authorities(first:)" in message


COUNTS = {
    "{ page: authorities(first: 1) { edges { cursor } } }": False,
    "{ page: authorities(first: 1) { edges { cursor } totalCount } }": True,
    "{ page: authorities(first: 1) { edges { cursor } total: totalCount } }": True,
    "{ page: authorities(first: 1) { edges { cursor } totalCount @skip(if: true) } }": False,
    "{ page: authorities(first: 1) { edges { cursor } totalCount @include(if: true) } }": True,
    "query($yes: Boolean! = true) { page: authorities(first: 1) { edges { cursor } totalCount @skip(if: $yes) } }": False,
    "query($yes: Boolean! = true) { page: authorities(first: 1) { edges { cursor } totalCount @include(if: $yes) } }": True,
    "query($no: Boolean! = false) { page: authorities(first: 1) { edges { cursor } totalCount @include(if: $no) } }": False,
    "query($no: Boolean! = false) { page: authorities(first: 1) { edges { cursor } ... @skip(if: $no) { totalCount } } }": True,
    """query($yes: Boolean! = true) { page: authorities(first: 1) { edges { cursor } ...Total @skip(if: $yes) } }
    fragment Total on AuthorityConnection { totalCount }""": False,
    """{ page: authorities(first: 1) { edges { cursor } ...Outer } }
    fragment Outer on AuthorityConnection { ... on AuthorityConnection { ...Total } }
    fragment Total on AuthorityConnection { totalCount }""": True,
    "{ page: authorities(first: 1) { edges { cursor } } page: authorities(first: 1) { totalCount } }": True,
}
"""Ways to select the total, or not, and whether it is to be counted."""


@pytest.fixture
def totals(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each page that a statement was asked for meanwhile, whether with its total."""
    asked: list[bool] = []
    rows = Reader.rows

    async def noted(tx: Reader, name: str, cypher: Any, params: Any) -> Any:
        if "with_total" in params["given"]:
            asked.append(params["given"]["with_total"])
        return await rows(tx, name, cypher, params)

    monkeypatch.setattr(Reader, "rows", noted)
    return asked


@pytest.mark.parametrize(("query", "counts"), COUNTS.items())
async def test_the_total_is_counted_only_when_it_is_selected(
    api: Api, network: Files, query: str, counts: bool, totals: list[bool]
) -> None:
    of_scopes = query.replace("authorities(", 'monitoringScope(monitor: "bund", ').replace(
        "AuthorityConnection", "MonitoringScopeConnection"
    )
    for asked, total in ((query, 11), (of_scopes, 8)):
        page = (await api.ask(asked))["page"]
        assert totals.pop() is counts
        assert not totals
        assert {page[name] for name in page if name != "edges"} == ({total} if counts else set())
