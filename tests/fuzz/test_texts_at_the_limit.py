"""Texts as long as they may be, of characters that become several when they are compared: no door is at fault for them."""

import asyncio
import csv
import io
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.database.graph import Graph
from service.network_files.cells import ID_LENGTH, NAME_LENGTH
from tests.api.client import Api
from tests.api.conftest import serving
from tests.api.files import Files
from tests.fuzz.client import sound
from tests.neo4j_server import Neo4jServer

GROWING = "ßﷺщљψΐﬃ㎨İ½Ǆ𝅘𝅥𝅮e\u0301ǖ㌀аЖ😀-"
"""Characters that become more letters, or more bytes, in one of the forms that texts are compared in."""
WIDEST = ("ß", "ﷺ", "щ", "ΐ", "\U0001d160", "ﷺщщщщщ", "a")
LETTERS = st.one_of(
    st.sampled_from(GROWING),
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters=";=\\"),
)


def texts(most: int) -> st.SearchStrategy[str]:
    """Texts of the most characters, or of a little more than half of them or than nothing grows at: one word or several."""
    parts = st.one_of(st.sampled_from(WIDEST), st.lists(LETTERS, min_size=1, max_size=4).map("".join))
    lengths = st.sampled_from([most, most // 2 + 1, 121])
    words = st.sampled_from(["", "", "Amt "])
    return st.builds(lambda part, length, word: (word + part * length)[:length], parts, lengths, words)


COUNT = itertools.count()


@pytest.fixture(scope="module")
def api(neo4j_server: Neo4jServer, runner: asyncio.Runner) -> Iterator[Api]:
    """A service that has time: the first of each statement is planned, which takes long on a machine that is busy."""
    connection = Graph.connect(neo4j_server.uri, neo4j_server.auth, transaction_seconds=250)
    graph = runner.run(connection.__aenter__())
    with serving(graph, runner, request_timeout_seconds=250) as one:
        yield one
    runner.run(connection.__aexit__(None, None, None))


NAMES, IDS = texts(NAME_LENGTH), texts(ID_LENGTH)

SEARCHING = """
  query ($name: String!, $externalIds: [ExternalIdInput!], $id: ID!) {
    similarAuthorities(state: "DE", name: $name, externalIds: $externalIds) { score }
    authorities(where: {search: $name}, first: 1) { edges { node { id } } }
    keyword: authorities(where: {keyword: $name}, first: 1) { edges { node { id } } }
    monitoringScope(monitor: "bund", where: {search: $name}, first: 1) { edges { node { id } } }
    eligibleCoordinators(authority: "stadt", relation: VALIDATES, search: $name, first: 1) { edges { node { id } } }
    authority(id: $id) { id }
  }
"""
REGISTERING = """
  mutation ($input: RegisterCompetentAuthorityInput!) {
    registerCompetentAuthority(input: $input) {
      __typename
      ... on InvalidInput { problems { path message } }
      ... on Refusal { violations { detail } }
    }
  }
"""
EDITING = """
  mutation ($input: UpdateRegistrationDataInput!) {
    updateRegistrationData(input: $input) { __typename }
  }
"""
CREATING = """
  mutation ($input: CreateLegislativeAreaInput!) { createLegislativeArea(input: $input) { __typename } }
"""
IMPORTING = """
  mutation ($input: ImportNetworkInput!) {
    importNetwork(input: $input) { __typename ... on NetworkImport { entries { severity message } } }
  }
"""


async def data(api: Api, actor: str | None, query: str, **variables: Any) -> Any:
    """What is answered, errors of the input aside."""
    response = await sound(api, actor, {"query": query, "variables": variables})
    return response.json().get("data")


@given(name=NAMES, scheme=IDS, value=IDS)
@example(name="ß" * 501, scheme="a", value="b")
@example(name="ß" * 1000, scheme="ﷺ" * 200, value="ﷺ" * 200)
async def test_what_is_searched_for(api: Api, network: Files, name: str, scheme: str, value: str) -> None:
    await data(api, "bund", SEARCHING, name=name, externalIds=[{"scheme": scheme, "value": value}], id=value)


@given(name=NAMES, other=NAMES, id=IDS, scheme=IDS, value=IDS)
@example(name="ß" * 501, other="ß" * 1000, id="ß" * 200, scheme="ß", value="ß" * 200)
@example(name="ﷺ" * 161 + "щ" * 839, other="a", id="😀" * 200, scheme="a", value="b")
@example(name="a" * 1000, other="b", id="wide", scheme="ﷺ" * 200, value="ﷺ" * 200)
@example(name="b" * 1000, other="b", id="tall", scheme="\U0001d160" * 200, value="\U0001d160" * 200)
async def test_what_is_registered_and_edited(  # noqa: PLR0917
    api: Api, network: Files, name: str, other: str, id: str, scheme: str, value: str
) -> None:
    described = {
        "name": name,
        "otherNames": [{"language": "de", "name": other}],
        "externalIds": [{"scheme": scheme.replace(":", ""), "value": value}],
    }
    area = f"A{next(COUNT)}"
    assert await data(api, None, CREATING, input={"code": area, "name": "An area", "keywords": [name, other]})
    registered = {
        **described,
        "id": id,
        "confirmSimilar": True,
        "areas": [{"area": area, "keywords": [name]}],
        "firstUser": {"username": id, "name": name, "email": "a@example.org"},
    }
    assert await data(api, "bund", REGISTERING, input=registered)
    assert await data(api, "bund", EDITING, input={**described, "authority": "stadt"})


def as_csv(row: dict[str, str]) -> str:
    """A network file of one row."""
    text = io.StringIO()
    writer = csv.DictWriter(text, row)
    writer.writeheader()
    writer.writerow(row)
    return text.getvalue()


@given(name=NAMES, other=NAMES, id=IDS, external=texts(NAME_LENGTH + 40))
@example(name="ﷺ" * 161 + "щ" * 839, other="ß" * 1000, id="ß" * 200, external="ß" * 501)
@example(name="c" * 1000, other="d", id="musical", external="\U0001d160" * 1040)
async def test_what_is_imported(  # noqa: PLR0917
    api: Api, network: Files, name: str, other: str, id: str, external: str
) -> None:
    authority = {
        "id": id,
        "state": "DE",
        "type": "CA",
        "name": name,
        "other_names": f"de={other}",
        "external_ids": f"x:{external}",
        "registered_by": "bund",
    }
    access = {"authority": id, "area": "SD", "role": "CA", "access_coordinator": "bund"}
    files = [
        {"name": "authorities.csv", "content": as_csv(authority)},
        {"name": "access.csv", "content": as_csv(access)},
    ]
    assert await data(api, "bund", IMPORTING, input={"files": files})


@given(name=NAMES, scheme=NAMES, value=NAMES)
@example(name="ß" * 501, scheme="ß" * 501, value="ß" * 501)
async def test_a_cell_of_a_spreadsheet_loses_nothing_of_its_batch(
    api: Api, network: Files, name: str, scheme: str, value: str
) -> None:
    properties = [
        {"pid": f"external_id:{scheme}"[:NAME_LENGTH], "v": value},
        {"pid": "external_id", "v": [f"{value}:{value}", value]},
        {"pid": "region", "v": value},
        {"pid": "state", "v": value},
        {"pid": "status", "v": value},
    ]
    queries = {
        "odd": {"query": name},
        "good": {"query": "Bundesärztekammer"},
        **{f"odd {place}": {"query": name, "properties": [each]} for place, each in enumerate(properties)},
    }
    response = await api.http.post("/reconcile", data={"queries": json.dumps(queries)})
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer.keys() == queries.keys()
    assert [each["id"] for each in answer["good"]["result"]] == ["kammer"]
    prefix = await api.http.get("/reconcile/suggest/entity", params={"prefix": value})
    assert prefix.status_code in (200, 400), prefix.text
