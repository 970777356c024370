"""Whatever a client asks within the SDL is answered: never a fault of the service, never a trace of one."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis_graphql import mutations, queries

from service.api.schema import schema, sdl
from service.audit import audit
from service.database.graph import Graph
from tests.api.client import Api
from tests.api.conftest import serving
from tests.changes.accepted import ACCEPTED
from tests.changes.client import MEMBERS, OPERATOR, mutation
from tests.conftest import empty
from tests.fuzz.client import ACTORS, TIMES, sound
from tests.fuzz.inputs import altered, values
from tests.fuzz.rounds import rounds
from tests.graph import everything
from tests.networks import read_network, write_network

NETWORK = read_network(Path(__file__).parents[1] / "changes" / "network.yaml")
IDS = sorted(NETWORK.authorities)
MUTATIONS: Any = schema._schema.mutation_type
OF_INTERRUPTED_IMPORTS = {action: (OPERATOR, {"state": "DE"}) for action in ("finishImport", "undoImport")}
"""Refused, as no import is unfinished here."""


@pytest.fixture(scope="module")
def service(database: Graph, runner: asyncio.Runner) -> Iterator[Api]:
    """The service over HTTP on the network of changes; nothing here changes it."""
    runner.run(empty(database))
    runner.run(write_network(database, NETWORK))
    before = runner.run(everything(database))
    with serving(database, runner) as api:
        yield api
    assert runner.run(everything(database)) == before
    assert runner.run(audit(database)) == []


@rounds(6)
@given(actor=st.sampled_from(ACTORS), document=queries(sdl(), custom_scalars=TIMES))
async def test_any_query_is_answered(service: Api, actor: str | None, document: str) -> None:
    await sound(service, actor, {"query": document})


@rounds(6)
@given(actor=st.sampled_from(ACTORS), document=mutations(sdl(), custom_scalars=TIMES))
async def test_any_mutation_of_values_that_mean_nothing_is_answered(
    service: Api, actor: str | None, document: str
) -> None:
    text = document.replace("dryRun: false", "dryRun: true")
    await sound(service, actor, {"query": text})


@pytest.mark.parametrize("action", sorted(MUTATIONS.fields))
@rounds(2)
@given(data=st.data())
async def test_a_mutation_of_values_that_mean_something_answers_a_member_of_its_union(
    service: Api, action: str, data: st.DataObject
) -> None:
    field = MUTATIONS.fields[action]
    usual, accepted = (ACCEPTED | OF_INTERRUPTED_IMPORTS)[action]
    type = field.args["input"].type
    actor = data.draw(st.sampled_from([None if usual == OPERATOR else usual] * 9 + ACTORS), label="actor")
    asked = data.draw(st.one_of(values(type, "input", IDS), altered(accepted, type, IDS)), label="input")
    variables = {"input": asked, "dryRun": True}
    response = await sound(service, actor, {"query": mutation(action), "variables": variables})
    answer = response.json()["data"]["answer"]
    assert answer["__typename"] in MEMBERS
    for problem in answer.get("problems", ()):
        assert problem["path"][0] == "input" and problem["message"], problem


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ud83d"])
async def test_a_lone_surrogate_is_a_bad_request_wherever_it_stands(service: Api, text: str) -> None:
    for body in (
        {"query": "query ($id: ID!) { authority(id: $id) { id } }", "variables": {"id": text}},
        {"query": f'{{ authority(id: "{text}") {{ id }} }}'},
    ):
        response = await sound(service, None, body)
        assert response.status_code in (200, 400)
        assert response.json()["errors"]
    escaped = json.dumps(text)[1:-1]
    response = await sound(service, None, {"query": f'{{ authority(id: "{escaped}") {{ id }} }}'})
    assert response.json()["errors"]
