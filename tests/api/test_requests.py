"""GraphQL over HTTP: methods, media types, and bodies that are none. Nothing that a client sends gives a 500."""

import json
from typing import Any

import graphql.type.definition
import pytest

from tests.api.client import GRAPHQL, Api
from tests.api.files import Files

QUERY = "{ viewer { operator } }"
ANSWER = {"data": {"viewer": {"operator": False}}, "extensions": {"cost": {"units": 2, "most": 100_000}}}
BY_ID = "query($id: ID!) { authority(id: $id) { id } }"
JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"


# --- methods ------------------------------------------------------------------------------------------------------


async def test_a_query_may_be_asked_by_get(api: Api, network: Files) -> None:
    response = await api.http.get(GRAPHQL, params={"query": QUERY})
    assert (response.status_code, response.json()) == (200, ANSWER)
    asked = {
        "query": BY_ID,
        "variables": json.dumps({"id": 'Στέλεχος "1"'}),
        "operationName": "",
        "extensions": "",
    }
    response = await api.http.get(GRAPHQL, params=asked)
    assert response.json()["data"] == {"authority": {"id": 'Στέλεχος "1"'}}


async def test_head_is_answered_as_get_without_a_body(api: Api) -> None:
    response = await api.http.head(GRAPHQL, params={"query": QUERY})
    assert (response.status_code, response.headers["Content-Type"]) == (200, f"{JSON}; charset=utf-8")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_nothing_but_queries_is_asked_by_get(api: Api, method: str) -> None:
    response = await api.http.request(method, GRAPHQL, params={"query": "mutation { viewer { operator } }"})
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"


async def test_a_body_of_a_get_is_not_read(api: Api) -> None:
    """A mutation there would get around what keeps pages of others from writing."""
    response = await api.http.request("GET", GRAPHQL, json={"query": QUERY})
    assert response.status_code == 400
    response = await api.http.request("HEAD", GRAPHQL, json={"query": QUERY})
    assert response.status_code == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_refused_in_json(api: Api, method: str) -> None:
    response = await api.http.request(method, GRAPHQL, json={"query": QUERY})
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST"}
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_subscriptions_are_refused(api: Api) -> None:
    response = await api.post({"query": "subscription { viewer { operator } }"})
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"] == "Subscriptions are not answered here."


# --- media types --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"{GRAPHQL_JSON}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{JSON}, {GRAPHQL_JSON};q=0.9", JSON),
        (f"{JSON};q=0.1, {GRAPHQL_JSON};q=0.2", GRAPHQL_JSON),
        (f"{JSON.upper()};Q=0.1, {GRAPHQL_JSON.upper()};Q=0.2", GRAPHQL_JSON),
        ("text/html", JSON),
        ("image/png;q=x, ,;;,", JSON),
    ],
)
async def test_the_answer_is_of_the_media_type_wished_for(api: Api, accept: str, answered: str) -> None:
    response = await api.post({"query": QUERY}, Accept=accept)
    assert (response.status_code, response.json()) == (200, ANSWER)
    assert response.headers["Content-Type"] == f"{answered}; charset=utf-8"
    assert (response.headers["Vary"], response.headers["Cache-Control"]) == ("Accept", "no-store")


@pytest.mark.parametrize("body", [{"query": "{ nothing }"}, {"query": "{"}, {"query": BY_ID}], ids=str)
async def test_a_request_error_is_400_in_the_newer_media_type_and_200_in_the_older(
    api: Api, body: Any
) -> None:
    """As GraphQL over HTTP has it; `data` is then not there at all."""
    older, newer = await api.post(body, Accept=JSON), await api.post(body, Accept=GRAPHQL_JSON)
    assert (older.status_code, newer.status_code) == (200, 400)
    assert older.json() == newer.json()
    assert older.json().keys() - {"extensions"} == {"errors"}


async def test_an_error_of_a_field_is_200_in_both(api: Api) -> None:
    for accept in (JSON, GRAPHQL_JSON):
        response = await api.post({"query": "{ authorities(first: 0) { totalCount } }"}, Accept=accept)
        assert response.status_code == 200
        assert response.json()["data"] is None


@pytest.mark.parametrize(
    "content_type",
    [
        JSON,
        "Application/JSON",
        f"{JSON};charset=utf-8",
        f'{JSON}; charset="UTF-8"',
        f"{JSON}; charset=utf8",
        f"{JSON}; profile=x; charset=utf-8",
    ],
)
async def test_a_body_is_taken_as_json_in_utf_8(api: Api, content_type: str) -> None:
    response = await api.post({"query": QUERY}, Content_Type=content_type)
    assert (response.status_code, response.json()) == (200, ANSWER)


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        f"{JSON}; charset=latin-1",
        f"{JSON}; charset=utf-16",
        "json",
        ";;;",
    ],
)
async def test_a_body_of_another_kind_is_refused(api: Api, content_type: str) -> None:
    """Browsers send the first ones across sites without asking."""
    response = await api.post({"query": QUERY}, Content_Type=content_type)
    assert response.status_code == 415
    assert (
        response.json()["errors"][0]["message"]
        == "Send the request as `Content-Type: application/json` in UTF-8."
    )


# --- bodies -------------------------------------------------------------------------------------------------------

BAD_BODIES: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"query { viewer { operator } }",
    "cut short": b'{"query": "{ viewer',
    "more than one": b'{"query": "{ viewer { operator } }"} {}',
    "invalid UTF-8": b'{"query": "\xff"}',
    "UTF-16": '{"query": "{ viewer { operator } }"}'.encode("utf-16"),
    "NaN": b'{"query": "{ viewer { operator } }", "variables": {"id": NaN}}',
    "an endless number": b'{"query": "{ viewer { operator } }", "variables": {"id": 1e999}}',
    "too deep": b'{"query": "{ viewer { operator } }", "variables": '
    + b'{"a":' * 20_000
    + b"1"
    + b"}" * 20_001,
    "a lone surrogate": b'{"query": "{ viewer { operator } }", "variables": {"id": "\\ud800"}}',
    "a lone low surrogate": b'{"query": "{ viewer { operator } }", "variables": {"id": "\\udfff"}}',
    "surrogates in UTF-8": b'{"query": "{ viewer { operator } }", "variables": {"id": "\xed\xa0\x80"}}',
    "a list": b'[{"query": "{ viewer { operator } }"}]',
    "null": b"null",
    "a text": b'"{ viewer { operator } }"',
    "no query": b"{}",
    "a blank query": b'{"query": "  "}',
    "a query that is no text": b'{"query": {"a": 1}}',
    "a name that is no text": b'{"query": "{ viewer { operator } }", "operationName": 1}',
    "variables in a list": b'{"query": "{ viewer { operator } }", "variables": []}',
    "variables in a text": b'{"query": "{ viewer { operator } }", "variables": "{}"}',
    "extensions in a number": b'{"query": "{ viewer { operator } }", "extensions": 1}',
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES)
async def test_a_body_that_is_no_request_is_400(api: Api, body: bytes) -> None:
    response = await api.post(body)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert error["message"].endswith((".", "`."))


@pytest.mark.parametrize("given", ["{", "[]", "1", '"{}"', '{"id": "\\ud800"}'])
@pytest.mark.parametrize("name", ["variables", "extensions"])
async def test_the_same_holds_for_the_parameters_of_a_get(api: Api, name: str, given: str) -> None:
    response = await api.http.get(GRAPHQL, params={"query": QUERY, name: given})
    assert response.status_code == 400
    assert f"`{name}`" in response.json()["errors"][0]["message"]


async def test_percent_encoded_rubbish_is_no_request(api: Api) -> None:
    for rubbish in ("query=%FF%FE", "query=%ED%A0%80", "variables=%00", "%FF=%FF", "query"):
        assert (await api.http.get(f"{GRAPHQL}?{rubbish}")).status_code in (200, 400)


@pytest.mark.parametrize("text", ["\\ud800", "\\udc00x", "\\u{d800}", "\\u{110000}"])
async def test_a_lone_surrogate_in_the_document_is_a_syntax_error(api: Api, text: str) -> None:
    code, message = await api.error(f'{{ authority(id: "{text}") {{ id }} }}')
    assert code == "SYNTAX"
    assert "Unicode escape" in message


@pytest.mark.parametrize(
    "id", ["\x00", "\U0001f600", "\ufeff", "x\u0301", "\uffff", "'\"`\\$", "0", 0, 2**53, 10**300]
)
async def test_any_text_or_number_may_be_an_id(api: Api, network: Files, id: object) -> None:
    response = await api.post(json.dumps({"query": BY_ID, "variables": {"id": id}}).encode())
    assert response.status_code == 200
    assert response.json().get("data", {"authority": None}) == {"authority": None}


@pytest.mark.parametrize("id", [1.5, True, [], {}, None])
async def test_nothing_else_is_an_id(api: Api, id: object) -> None:
    code, message = await api.error(BY_ID, id=id)
    assert code == "VALIDATION"
    assert message.startswith("Variable '$id' has invalid value")


# --- operations ---------------------------------------------------------------------------------------------------

TWO = "query A { a: viewer { operator } } query B { b: viewer { operator } }"


async def test_the_operation_of_the_name_is_run(api: Api) -> None:
    response = await api.post({"query": TWO, "operationName": "B"})
    assert response.json()["data"] == {"b": {"operator": False}}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"query": TWO}, "The document holds several operations: name one with `operationName`."),
        (
            {"query": TWO, "operationName": ""},
            "The document holds several operations: name one with `operationName`.",
        ),
        ({"query": TWO, "operationName": "C"}, "There is no operation named C."),
        ({"query": "fragment F on Viewer { operator }"}, "There is no operation in the document."),
    ],
)
async def test_which_operation_must_be_clear(api: Api, body: dict[str, str], message: str) -> None:
    response = await api.post(body, Accept=GRAPHQL_JSON)
    assert response.status_code == 400
    assert [error["message"] for error in response.json()["errors"]] == [message]


async def test_misspelt_names_are_not_corrected(api: Api) -> None:
    """A suggestion tells of what was not asked for."""
    for query in (
        "{ viewr { operator } }",
        "{ viewer { operatr } }",
        "{ authority(di: 1) { id } }",
        "{ authorities(first: 1, where: {stat: 1}) { totalCount } }",
        "{ authorities(first: 1, orderBy: NAM) { totalCount } }",
        "{ node(id: 1) { ... on Authorty { id } } }",
        "{ viewer { operator @skp(if: true) } }",
    ):
        for error in (await api.answer(query))["errors"]:
            assert error["extensions"] == {"code": "VALIDATION"}
            assert error["message"].endswith((".", "}"))
            assert "Did you mean" not in error["message"]
    code, message = await api.error(
        "query($order: AuthorityOrder!) { authorities(first: 1, orderBy: $order) { totalCount } }",
        order="NAM",
    )
    assert (code, message) == (
        "VALIDATION",
        "Variable '$order' has invalid value: Value 'NAM' does not exist in 'AuthorityOrder' enum.",
    )


async def test_nothing_is_sought_that_is_not_suggested(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is near to a long wrong value takes long to find."""
    sought: list[str] = []

    def seek(value: str, _: object) -> list[str]:
        sought.append(value)
        return []

    monkeypatch.setattr(graphql.type.definition, "suggestion_list", seek)
    query = "query($order: AuthorityOrder!) { authorities(first: 1, orderBy: $order) { totalCount } }"
    code, _ = await api.error(query, order="NAM")
    assert (code, sought) == ("VALIDATION", [])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "query($o: AuthorityOrder) { authorities(first: 1, orderBy: $o) { totalCount } }",
            "Argument 'orderBy' has invalid value",
        ),
        (
            "query($o: Boolean = true) { viewer { operator @skip(if: $o) } }",
            "Argument 'if' has invalid value",
        ),
        (
            "query($o: Boolean = true) { authorities(first: 1) { totalCount @include(if: $o) } }",
            "Argument 'if' has invalid value",
        ),
    ],
)
async def test_null_where_a_default_stands_in_for_it_is_the_clients_fault(
    api: Api, query: str, said: str
) -> None:
    """Validation lets it pass, for the default's sake; it is found while the field is answered."""
    code, message = await api.error(query, o=None)
    assert code == "BAD_INPUT"
    assert message.startswith(said)
