"""The reconciliation service: OpenRefine matches a spreadsheet of bodies against the network."""

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.exchange.vocabulary import CONSTRAINTS, PROPERTIES, TYPES
from service.http import tokens
from service.model.identifiers import Actor
from service.rules.catalogue import Rule
from tests.api.client import GRAPHQL, KEPT, Api, token
from tests.api.files import Files, values
from tests.exchange import specification

STADT = "Landeshauptstadt München"


def address_token(authority: str | None = "bund", *, now: datetime | None = None) -> str:
    """A token for the address of the reconciliation service."""
    return tokens.issue(KEPT, Actor.of(authority), now or datetime.now(UTC), tokens.RECONCILIATION)


async def without_header(api: Api, method: str, path: str, **given: Any) -> httpx.Response:
    """The response to a client that sends no header Authorization, as OpenRefine."""
    request = api.http.build_request(method, path, **given)
    del request.headers["authorization"]
    return await api.http.send(request)


async def matched(api: Api, **queries: Any) -> dict[str, list[specification.Candidate]]:
    """The candidates of each query, asked as OpenRefine asks."""
    response = await without_header(
        api, "POST", f"/reconcile/{address_token()}", data={"queries": json.dumps(queries)}
    )
    assert response.status_code == 200, response.text
    batch = specification.ResultBatch.model_validate_json(response.content).root
    assert batch.keys() == queries.keys()
    for result in batch.values():
        scores = [each.score for each in result.result]
        assert scores == sorted(scores, reverse=True)
        assert sum(each.match for each in result.result) <= 1
    return {key: result.result for key, result in batch.items()}


async def ids(api: Api, query: str, **more: Any) -> list[str]:
    """The candidates of one query."""
    return [each.id for each in (await matched(api, q0={"query": query, **more}))["q0"]]


def having(pid: str, *v: Any) -> dict[str, Any]:
    """A query's properties: one."""
    return {"properties": [{"pid": pid, "v": list(v) if len(v) != 1 else v[0]}]}


async def test_the_manifest_says_what_there_is_to_whoever_asks(api: Api) -> None:
    plain = await without_header(api, "GET", "/reconcile")
    assert plain.status_code == 200
    manifest = specification.Manifest.model_validate_json(plain.content)
    assert manifest.versions == ["0.2"]
    assert manifest.authentication
    assert [each.id for each in manifest.default_types] == list(TYPES)
    address = f"http://service/reconcile/{address_token()}"
    with_token = await without_header(api, "GET", address)
    own = specification.Manifest.model_validate_json(with_token.content)
    assert own.authentication is None
    assert own.preview.url == f"{address}/preview?id={{{{id}}}}"
    assert own.suggest.entity.service_url == address
    assert (own.identifier_space, own.schema_space) == (manifest.identifier_space, manifest.schema_space)


@pytest.mark.rule(Rule.R2)
async def test_a_name_is_matched_however_it_is_written(api: Api, files: Files) -> None:
    kammer = files.authorities["kammer"]
    found = await matched(
        api,
        same={"query": "BUNDESARZTEKAMMER"},
        translated={"query": "ordre federal des medecins"},
        slip={"query": "Bundesärztekamer"},
        other={"query": "Handwerkskammer Kassel"},
    )
    (same,), (translated,), (slip,) = found["same"], found["translated"], found["slip"]
    for each in (same, translated, slip):
        assert (each.id, each.name) == ("kammer", kammer["name"])
        assert each.description == "DIMIC · DE · PQ"
        assert each.type == [specification.Named(id="DIMIC", name=TYPES["DIMIC"].name)]
    assert (same.score, same.match) == (translated.score, translated.match) == (100, True)
    assert 70 <= slip.score < 100
    assert not slip.match
    assert found["other"] == []


async def test_an_id_is_matched_and_so_is_one_of_another_register(api: Api, files: Files) -> None:
    held = {id: values(row["external_ids"]) for id, row in files.authorities.items() if row["external_ids"]}
    id, external = next((id, ids[0]) for id, ids in sorted(held.items()))
    scheme, _, value = external.partition(":")
    found = await matched(
        api,
        id={"query": "kammer"},
        both=having("external_id", external.upper()),
        value={"query": "Nobody", **having(f"external_id:{scheme}", f" {value} ")},
        more={"query": files.authorities["kammer"]["name"], **having(f"external_id:{scheme}", value)},
        other={"query": files.authorities[id]["name"], **having(f"external_id:{scheme}", "another")},
        foreign={"query": files.authorities["kammer"]["name"], **having(f"external_id:{scheme}", "another")},
    )
    assert [(each.id, each.match) for each in found["id"]] == [("kammer", True)]
    for key in ("both", "value"):
        assert [(each.id, each.score, each.match) for each in found[key]] == [(id, 100, True)]
    assert "kammer" not in held
    assert [(each.id, each.match) for each in found["more"]] == [(id, True), ("kammer", False)], (
        "an id tells more"
    )
    assert id not in [each.id for each in found["other"]], "it has another id of that register"
    assert [(each.id, each.match) for each in found["foreign"]] == [("kammer", True)], "it has none"


async def test_an_odd_cell_loses_nothing_of_its_batch(api: Api, files: Files) -> None:
    held = {id: values(row["external_ids"]) for id, row in files.authorities.items() if row["external_ids"]}
    id, external = next((id, ids[0]) for id, ids in sorted(held.items()))
    name = files.authorities[id]["name"]
    found = await matched(
        api,
        plain={"query": "Regierung von Oberbayern"},
        no_id={"query": name, **having("external_id", "n/a")},
        no_id_alone=having("external_id", "n/a"),
        one_of_two=having("external_id", "n/a", external),
        long_name={"query": "Handwerkskammer Kassel " * 100},
        long_when_compared={"query": "Handwerkskammer \ufdfa" * 50},
        long_id={"query": name, **having("external_id", "x" * 5000)},
        long_place={"query": name, **having("region", "x" * 5000)},
    )
    assert [each.id for each in found["plain"]] == ["regierung"]
    for key in ("no_id", "long_id"):
        assert id in [each.id for each in found[key]], "what is nobody's id tells nothing of an authority"
    assert found["no_id_alone"] == found["long_name"] == found["long_place"] == []
    assert found["long_when_compared"] == []
    assert [(each.id, each.match) for each in found["one_of_two"]] == [(id, True)]


async def test_of_two_bodies_of_one_name_none_is_matched_until_something_tells_them_apart(api: Api) -> None:
    name = "Landkreis Ebersberg"
    both = (await matched(api, q0={"query": name}))["q0"]
    assert {each.id for each in both} == {"kreis", "kreis 2"}
    assert [each.match for each in both] == [False, False]
    (one,) = (await matched(api, q0={"query": name, **having("status", "active", "x"), "limit": 1}))["q0"]
    assert not one.match, "the other is left out by the limit alone"


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({}, True),
        (having("state", "DE"), True),
        (having("state", "germany"), True),
        (having("state", {"id": "DE", "name": "Germany"}), True),
        (having("state", "LU", "de"), True),
        (having("state", "LU"), False),
        (having("state", "Atlantis"), False),
        (having("state", ""), True),
        (having("region", "DE2"), True),
        (having("region", "BAYERN"), True),
        (having("region", "Baden-Württemberg"), False),
        (having("region", 7), False),
        (having("area", "SD"), True),
        (having("area", "services"), True),
        (having("area", "PQ"), False),
        (having("status", "ACTIVE"), True),
        (having("status", "INACTIVE"), False),
        ({"type": "DIMIC"}, True),
        ({"type": ["CA", "Coordinator"], "type_strict": "any"}, True),
        ({"type": "Authority", "type_strict": "should"}, True),
        ({"type": ["CA"]}, False),
        ({"properties": [{"pid": "state", "v": "DE"}, {"pid": "region", "v": "DE1"}]}, False),
        ({"properties": [{"pid": "state", "v": "DE"}, {"pid": "state", "v": "LU"}]}, False),
    ],
    ids=str,
)
async def test_what_a_query_says_beside_the_name_leaves_out_whoever_it_is_not_true_of(
    api: Api, more: dict[str, Any], left: bool
) -> None:
    assert await ids(api, "Regierung von Oberbayern", **more) == (["regierung"] if left else [])


async def test_a_batch_may_be_asked_by_get_and_with_the_token_of_the_api(api: Api) -> None:
    queries = json.dumps({"q0": {"query": "Regierung von Oberbayern"}, "empty": {"query": ""}})
    answers = [
        await api.http.post("/reconcile", data={"queries": queries}),
        await api.http.get("/reconcile", params={"queries": queries}),
        await without_header(api, "GET", f"/reconcile/{address_token()}?queries={quote(queries)}"),
    ]
    for answer in answers:
        found = specification.ResultBatch.model_validate_json(answer.content).root
        assert [each.id for each in found["q0"].result] == ["regierung"]
        assert found["empty"].result == []


async def test_what_somebody_types_is_completed(api: Api) -> None:
    base = f"/reconcile/{address_token()}/suggest"

    async def suggested(kind: str, prefix: str, **more: str) -> list[str]:
        answer = await without_header(api, "GET", f"{base}/{kind}", params={"prefix": prefix, **more})
        assert answer.status_code == 200
        models: dict[str, Any] = {
            "entity": specification.SuggestedEntities,
            "type": specification.SuggestedTypes,
            "property": specification.SuggestedProperties,
        }
        return [each.id for each in models[kind].model_validate_json(answer.content).result]

    assert await suggested("entity", "oberb") == ["regierung"]
    assert await suggested("entity", "landkreis eber") == ["kreis", "kreis 2"]
    assert await suggested("entity", "landkreis eber", cursor="1") == ["kreis 2"]
    assert await suggested("entity", "landkreis eber", cursor="999999999") == []
    assert (await suggested("entity", "kreis 2"))[0] == "kreis 2"
    assert await suggested("entity", "") == []
    assert await suggested("type", "") == list(TYPES)
    assert await suggested("type", "dele") == ["SDIMIC", "DIMIC"]
    assert await suggested("type", "ca") == ["CA"]
    assert await suggested("property", "reg") == ["region", "external_id"]
    assert set(CONSTRAINTS) <= set(await suggested("property", ""))


async def test_properties_of_matched_bodies_are_told(api: Api, files: Files) -> None:
    base = f"/reconcile/{address_token()}"
    told = await without_header(api, "GET", f"{base}/properties", params={"type": "CA"})
    proposal = specification.Proposal.model_validate_json(told.content)
    assert [each.id for each in proposal.properties] == list(PROPERTIES)
    few = await without_header(api, "GET", f"{base}/properties", params={"type": "CA", "limit": "2"})
    assert len(specification.Proposal.model_validate_json(few.content).properties) == 2
    asked = ["stadt", "kammer", "nobody"]
    query = {"ids": asked, "properties": [{"id": each.id} for each in proposal.properties]}
    for answer in (
        await without_header(api, "POST", base, data={"extend": json.dumps(query)}),
        await without_header(api, "GET", f"{base}?extend={quote(json.dumps(query))}"),
    ):
        assert answer.status_code == 200, answer.text
        extension = specification.Extension.model_validate_json(answer.content)
        assert [each.id for each in extension.meta] == list(PROPERTIES)
        rows = answer.json()["rows"]
        assert rows["nobody"] == {name: [] for name in PROPERTIES}
        for id in ("stadt", "kammer"):
            assert rows[id] == of_the_files(files, id)


def of_the_files(files: Files, id: str) -> dict[str, list[dict[str, str]]]:
    """Every property of an authority as the network files have it."""
    row, access = files.authorities[id], files.access(id)

    def texts(*found: str) -> list[dict[str, str]]:
        return [{"str": text} for text in found if text]

    def authorities(*found: str) -> list[dict[str, str]]:
        return [{"id": id, "name": files.authorities[id]["name"]} for id in dict.fromkeys(found)]

    plain = ("state", "region", "status", "name", "type", "email", "phone", "web", "address")
    return {
        **{name: texts(row[name]) for name in plain},
        "area": texts(*(it["area"] for it in access)),
        "external_id": texts(*values(row["external_ids"])),
        "other_name": texts(*(it.partition("=")[2] for it in values(row["other_names"]))),
        "dimic_area": texts(*(it["area"] for it in access if it["role"] == "DIMIC")),
        "validating_coordinator": authorities(row["validating_coordinator"]),
        "access_coordinator": authorities(*(it["access_coordinator"] for it in access)),
        "request_coordinator": authorities(
            *(each for it in access for each in sorted(values(it["request_coordinators"])))
        ),
    }


async def test_a_small_page_shows_an_authority_and_runs_nothing(api: Api, files: Files) -> None:
    base = f"/reconcile/{address_token()}/preview"
    id = 'Στέλεχος "1"'
    page = await without_header(api, "GET", f"{base}?id={quote(id, safe='')}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert files.authorities[id]["name"] in page.text
    assert (await without_header(api, "GET", f"{base}?id=nobody")).status_code == 404


PATHS = ("", "/suggest/entity?prefix=l", "/suggest/type?prefix=", "/properties?type=CA", "/preview?id=kammer")


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_but_the_manifest_is_told_without_a_token_made_for_it(api: Api, path: str) -> None:
    late = datetime.now(UTC) - timedelta(hours=13)
    asks = "?queries={}" if not path else ""
    assert (await without_header(api, "GET", f"/reconcile{path}{asks}")).status_code == 401
    for bad in ("x", token("bund"), token(), address_token(now=late)):
        for asked in dict.fromkeys(("", asks)):
            refused = await without_header(api, "GET", f"/reconcile/{bad}{path}{asked}")
            assert refused.status_code == 401, (bad, path)
            assert refused.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
    assert (await without_header(api, "GET", f"/reconcile/{address_token()}{path}")).status_code == 200
    late_but_good = address_token(now=datetime.now(UTC) - timedelta(hours=11))
    assert (await without_header(api, "GET", f"/reconcile/{late_but_good}{path}")).status_code == 200


async def test_a_token_of_the_address_is_good_for_twelve_hours_at_most(api: Api) -> None:
    now = datetime.now(UTC)
    claims = {"iss": tokens.ISSUER, "aud": tokens.RECONCILIATION, "sub": "bund", "iat": now}
    for hours, status in ((12, 200), (13, 401)):
        made = jwt.encode(
            claims | {"exp": now + timedelta(hours=hours)},
            KEPT["k1"],
            tokens.ALGORITHM,
            headers={"kid": "k1"},
        )
        assert (await without_header(api, "GET", f"/reconcile/{made}")).status_code == status


async def test_the_token_of_the_address_is_good_for_nothing_else(api: Api) -> None:
    header = {"Authorization": f"Bearer {address_token()}"}
    queries = {"queries": json.dumps({"q0": {"query": "x"}})}
    for answer in (
        await api.http.post(GRAPHQL, json={"query": "{ viewer { operator } }"}, headers=header),
        await api.http.get("/network/DE.json", headers=header),
        await api.http.post("/reconcile", data=queries, headers=header),
    ):
        assert answer.status_code == 401


async def test_pages_of_every_origin_may_ask(api: Api) -> None:
    for path in PATHS:
        origin = {"Origin": "https://refine.example"}
        answer = await api.http.get(f"/reconcile{path}", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "*"
        for method in ("GET", "POST"):
            wants = {
                "Access-Control-Request-Method": method,
                "Access-Control-Request-Headers": "authorization,traceparent,baggage",
            }
            before = await without_header(api, "OPTIONS", f"/reconcile{path}", headers=origin | wants)
            assert before.status_code == 200, before.text
            assert method in before.headers["access-control-allow-methods"].split(", ")
            assert "authorization" in before.headers["access-control-allow-headers"].lower()
    refused = await without_header(api, "GET", "/reconcile/x", headers=origin)
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "*")


def batch(**query: Any) -> str:
    """A batch of one query."""
    return json.dumps({"q0": query})


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"query": "x"}, 400, "The form must have `queries` or `extend`."),
        ({"queries": "{"}, 400, "`queries` is no JSON in UTF-8"),
        ({"queries": "[]"}, 400, "In `queries`: Input should be a valid dictionary."),
        ({"queries": "[" * 100000}, 400, "`queries` is no JSON in UTF-8"),
        ({"queries": '{"q0": "x"}'}, 400, "In `queries`, q0: "),
        ({"queries": batch()}, 400, "In `queries`, q0: say `query` or `properties`."),
        ({"queries": batch(query=7)}, 400, "In `queries`, q0.query: Input should be a valid string."),
        (
            {"queries": batch(query="x", limit=0)},
            400,
            "In `queries`, q0.limit: Input should be greater than 0.",
        ),
        (
            {"queries": batch(query="x", type="City")},
            400,
            "In `queries`, q0: there is no type City: there are Auth",
        ),
        (
            {"queries": batch(query="x", **having("colour", "red"))},
            400,
            "In `queries`, q0: candidates are not told apart by colour: they are by state, region, area,",
        ),
        (
            {"queries": batch(**having("state:x", "DE"))},
            400,
            "In `queries`, q0: candidates are not told apart by",
        ),
        ({"queries": batch(**having("state", None))}, 400, "In `queries`, q0.properties.0.v.0: "),
        ({"queries": batch(**having("state", {"name": "x"}))}, 400, "In `queries`, q0.properties.0.v.0: "),
        (
            {"queries": batch(**having("p" * 1001, "x"))},
            400,
            "In `queries`, q0.properties.0.pid: String should have at most 1000",
        ),
        (
            {"queries": json.dumps({f"q{number}": {"query": "x"} for number in range(51)})},
            413,
            "`queries` holds 51; 50 are answered at once.",
        ),
        ({"queries": batch(query="x"), "callback": "f"}, 400, "JSONP is not answered"),
        ({"extend": "{}"}, 400, "In `extend`, ids: Field required."),
        (
            {"extend": '{"ids": ["kammer"], "properties": [{"id": "x"}]}'},
            400,
            "There is no property x: there are",
        ),
        (
            {"extend": json.dumps({"ids": ["x"] * 501, "properties": []})},
            400,
            "In `extend`, ids: List should have",
        ),
        ({f"field{number}": "x" for number in range(21)}, 400, "Only 20 parameters are taken."),
    ],
    ids=lambda given: str(given)[:60],
)
async def test_what_cannot_be_asked_is_said(api: Api, form: dict[str, str], status: int, said: str) -> None:
    refused = await api.http.post("/reconcile", data=form)
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["extensions"]) == (status, {"code": "BAD_REQUEST"})
    assert error["message"].startswith(said)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/reconcile?callback=f", 400),
        ("GET", "/reconcile/suggest/entity?prefix=x&callback=f", 400),
        ("GET", "/reconcile/suggest/colour?prefix=x", 404),
        ("GET", "/reconcile/suggest/entity?prefix=x&cursor=-1", 400),
        ("GET", f"/reconcile/suggest/entity?prefix={'x' * 1001}", 400),
        ("GET", "/reconcile/suggest/entity?prefix=%ff%00", 200),
        ("GET", "/reconcile/properties?type=City", 404),
        ("GET", "/reconcile/properties?type=CA&limit=many", 400),
        ("GET", "/reconcile/preview?id=%ff%00", 404),
        ("PUT", "/reconcile", 405),
        ("OPTIONS", "/reconcile", 204),
        ("OPTIONS", "/reconcile/suggest/type", 204),
    ],
)
async def test_no_other_request_is_a_fault_of_the_service(
    api: Api, method: str, path: str, status: int
) -> None:
    answer = await api.http.request(method, path)
    assert answer.status_code == status, answer.text
    if status >= 400:
        assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}


async def test_a_body_that_is_no_form_and_a_host_that_is_none_are_refused(api: Api) -> None:
    assert (await api.http.post("/reconcile", json={})).status_code == 415
    assert (await api.http.post("/reconcile", data={"queries": "x" * 2_000_000})).status_code == 413
    for host in ("a b", "[", "x/y", 'x"y'):
        assert (await api.http.get("/reconcile", headers={"Host": host})).status_code == 400
    strange = await api.http.post(
        "/reconcile", content=b"queries=%FF%FE", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert strange.status_code == 400


async def test_a_batch_takes_one_transaction_and_a_statement_for_each_name(api: Api) -> None:
    names = ("Regierung von Oberbayern", "Bundesärztekammer", STADT)
    with api.statements() as ran:
        await matched(api, **{f"q{number}": {"query": name} for number, name in enumerate(names)})
    assert ran == ["member_states", "network_areas", *["similar_authorities"] * 3, "authorities_by_id"]
    with api.statements() as ran:
        await matched(api, q0={"query": names[0], **having("region", "Bayern")})
    assert ran[-1] == "network_regions"


async def test_however_many_states_a_query_names_it_takes_one_statement(api: Api) -> None:
    with api.statements() as ran:
        found = await matched(
            api,
            both={"query": "Landkreis Ebersberg", **having("state", "Luxembourg", "DE")},
            every={"query": "Bundesverwaltungsamt", **having("state", *["DE", "LU"] * 10)},
            none={"query": "Bundesverwaltungsamt", **having("state", "Atlantis")},
        )
    assert {each.id for each in found["both"]} == {"kreis", "kreis 2"}
    assert [each.id for each in found["every"]] == ["bund"]
    assert found["none"] == []
    assert ran.count("similar_authorities") == 2, "none where no state is left"


async def test_no_log_and_no_figure_tells_the_token_of_an_address(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    secret = address_token()
    with caplog.at_level(logging.DEBUG):
        for path in (*PATHS, "/nothing"):
            await without_header(api, "GET", f"/reconcile/{secret}{path}")
        await without_header(api, "POST", f"/reconcile/{secret}", data={"queries": "{"})
    told = [record for record in caplog.records if record.name.startswith("service")]
    assert "/reconcile/{token}" in {getattr(record, "fields", {}).get("path") for record in told}
    assert all(secret not in str(vars(record)) for record in told)
    assert secret not in (await api.http.get("/metrics")).text


TEXTS = st.one_of(
    st.text(max_size=20), st.sampled_from(["Landkreis Ebersberg", "kammer", "DE", "Bayern", "\0", '"*"'])
)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)
PIDS = st.sampled_from([*CONSTRAINTS, "external_id:x", "name"])
QUERIES = st.dictionaries(
    TEXTS,
    st.fixed_dictionaries(
        {},
        optional={
            "query": st.one_of(TEXTS, TEXTS, JSON),
            "type": st.one_of(st.sampled_from(sorted(TYPES)), JSON),
            "limit": st.one_of(st.integers(1, 5), JSON),
            "properties": st.one_of(
                st.lists(st.fixed_dictionaries({"pid": PIDS, "v": st.one_of(TEXTS, JSON)}), max_size=3), JSON
            ),
            "type_strict": JSON,
        },
    ),
    max_size=3,
)


def test_whatever_a_batch_holds_is_answered_or_refused(api: Api, runner: asyncio.Runner) -> None:
    seen = set()

    @settings(max_examples=150)
    @given(st.one_of(QUERIES, QUERIES, QUERIES, JSON), st.sampled_from(["queries", "queries", "extend"]))
    def ask(batch: Any, name: str) -> None:
        answer = runner.run(api.http.post("/reconcile", data={name: json.dumps(batch)}))
        seen.add(answer.status_code)
        assert answer.status_code in (200, 400, 413), answer.text
        if answer.status_code == 200 and name == "queries":
            specification.ResultBatch.model_validate_json(answer.content)

    ask()
    assert {200, 400} <= seen
