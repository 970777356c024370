"""What a request costs is known before anything is read, told with every answer, and bounded."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import get_introspection_query, is_object_type

from service.api.schema import schema
from service.api.types.price import price_of
from service.database.graph import Graph
from tests.api.client import Api
from tests.api.conftest import serving
from tests.api.files import Files

PAGE = "query($n: Int! = 7) { authorities(first: $n) { edges { node { id } } } }"

BULK = """mutation($ids: [ID!]!, $others: [ID!]!) {
  addRequestCoordinators(dryRun: true, input: {authorities: $ids, area: "SD", coordinators: $others}) {
    __typename ... on NetworkChange { came { from { id } } }
  }
}"""
EVERYWHERE = """mutation($ids: [ID!] = null) {
  replaceAccessCoordinatorEverywhere(dryRun: true, input: {
    coordinator: "a", successor: "b", area: "SD", authorities: $ids, reason: "mandate"
  }) { __typename ... on NetworkChange { moved { from { id } } } }
}"""

COSTS = {
    "a field of one object": ("{ viewer { operator } }", {}, 2),
    "a page by a number": ("{ authorities(first: 5) { edges { node { id } } } }", {}, 1 + 1 + 5 * 2),
    "a page by a variable": (PAGE, {"n": 20}, 1 + 1 + 20 * 2),
    "a page by a variable's default": (PAGE, {}, 1 + 1 + 7 * 2),
    "what of a page is no list": (
        "{ authorities(first: 100) { totalCount pageInfo { endCursor } } }",
        {},
        4 - 0,
    ),
    "a list within a page": (
        "{ authorities(first: 5) { edges { node { observers { id } } } } }",
        {},
        1 + 1 + 5 * (1 + 1 + 30),
    ),
    "what ids name": (
        "query($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        {"ids": ["a", "b", "c"]},
        1 + 4 * 3 + 3,
    ),
    "what one id names": ('{ nodes(ids: "a") { id } }', {}, 1 + 1),
    "a list whose length is known": ("{ rules { id } }", {}, 1 + 83),
    "fragments": (
        "{ authorities(first: 5) { edges { ...E } } } fragment E on AuthorityEdge { node { ... on Authority { id } } }",
        {},
        1 + 1 + 5 * 2,
    ),
    "acts, which are dear": ('{ authority(id: "stadt") { actions { action } } }', {}, 1 + 2500 + 10),
    "an act": (
        """mutation { linkAuthorities(dryRun: true, input: {observer: "bund", observed: "stadt"})
        { __typename ... on Refusal { violations { detail } } } }""",
        {},
        500 + 1 + 1 + 10,
    ),
    "a bulk act, by what it names": (
        BULK,
        {"ids": [f"nobody-{number}" for number in range(50)], "others": ["a", "b", "c"]},
        500 + 4 * 53 + (50 * len("nobody-0") + 40 + 3) // 50 + 1 + 1 + 150 * (1 + 1),
    ),
    "a bulk act, by what it names in the document": (
        """mutation { addRequestCoordinators(dryRun: true, input: {authorities: ["a", "b"], area: "SD", coordinators: ["c"]}) {
        __typename ... on NetworkChange { moved { area } } } }""",
        {},
        500 + 4 * 3 + 1 + 100 * 1 + 1,
    ),
    "a bulk act that names nobody": (EVERYWHERE, {}, 500 + 1 + 1 + 2_500 * (1 + 1)),
    "a bulk act that names whom it is of": (
        EVERYWHERE,
        {"ids": ["a"] * 300},
        500 + 4 * 300 + (300 + 11) // 50 + 1 + 1 + 300 * (1 + 1),
    ),
    "network files, by their length": (
        """mutation($files: [NetworkFileInput!]!) { importNetwork(input: {files: $files}, dryRun: true) { __typename } }""",
        {"files": [{"name": "links.csv", "content": "observer,observed\n" + " \n" * 4000}]},
        500 + 4 + (9 + 18 + 8000) // 50 + 1,
    ),
    "ids that are asked about": (
        """query($ids: [ExternalIdInput!]) { similarAuthorities(state: "DE", name: "x", externalIds: $ids) { score } }""",
        {"ids": [{"scheme": "a", "value": "b"}] * 20},
        200 + 4 * 20 + (2 + 1 + 40) // 50 + 20,
    ),
    "the regions of every state": (
        "{ memberStates { code regions { code name } } }",
        {},
        1 + 32 * (1 + 1 + 100 * 2),
    ),
    "the regions of the states that authorities are in": (
        "{ authorities(first: 3) { edges { node { state { regions { code } } } } } }",
        {},
        1 + 1 + 3 * (1 + 1 + 1 + 450),
    ),
    "the map of a state": (
        '{ network(state: "DE") { revision map { regions { code } } } }',
        {},
        1 + 1 + 10_000 + 1 + 450,
    ),
    "the changes of a state and their number by days": (
        '{ stateChanges(state: "DE", first: 5) { edges { node { id touched { id } } } days { day count } } }',
        {},
        50 + 1 + 5 * (1 + 1 + 1 + 20) + 1 + 4_000 * 2,
    ),
    "what two moments of a state differ in": (
        """{ networkDifference(state: "DE", from: "2009-01-15") {
        authorities(first: 5) { edges { came } } relations(first: 7) { edges { change { id } } } } }""",
        {},
        1 + 1_000 + 1 + 5 * 1 + 2_000 + 1 + 7 * 2,
    ),
    "introspection": (
        "{ __schema { types { name fields { name } } } viewer { __typename } }",
        {},
        1 + 1 + 140 * (1 + 1 + 3) + 1 + 1,
    ),
    "a fragment that is spread in pages of two sizes": (
        """{ few: authorities(first: 2) { ...C } more: authorities(first: 5) { ...C } more2: authorities(first: 5) { ...C } }
        fragment C on AuthorityConnection { edges { node { id } } }""",
        {},
        (1 + 1 + 2 * 2) + 2 * (1 + 1 + 5 * 2),
    ),
}


@pytest.mark.parametrize(("query", "variables", "units"), COSTS.values(), ids=COSTS)
async def test_an_answer_tells_what_it_cost(
    api: Api, network: Files, query: str, variables: dict[str, Any], units: int
) -> None:
    answer = await api.answer(query, **variables)
    assert "errors" not in answer, answer
    assert answer["extensions"] == {"cost": {"units": units, "most": 100_000}}


def test_every_mutation_has_the_price_of_an_act_and_no_other_field_has() -> None:
    acts = {
        f"{kind.name}.{name}"
        for kind in schema._schema.type_map.values()
        if is_object_type(kind)
        for name, field in kind.fields.items()
        if price_of(field).bulk is not None
    }
    mutations = schema._schema.mutation_type
    assert mutations is not None
    assert acts == {f"Mutation.{name}" for name in mutations.fields}


async def test_the_introspection_of_tools_is_answered_and_costs_no_less_than_it_gives(api: Api) -> None:
    answer = await api.answer(get_introspection_query())

    def values(found: Any) -> int:
        if isinstance(found, dict | list):
            return sum(values(it) for it in (found.values() if isinstance(found, dict) else found))
        return 1

    assert values(answer["data"]) < answer["extensions"]["cost"]["units"] < 100_000


DEAR: dict[str, str | tuple[str, dict[str, Any]]] = {
    "a bulk act of very many": (BULK, {"ids": ["a"] * 24_000, "others": ["b"]}),
    "what a bulk act of many makes": (BULK, {"ids": ["a"] * 2_000, "others": ["b"] * 30}),
    "acts of a page": "{ authorities(first: 100) { edges { node { actions { action } } } } }",
    "regions of the states of regions": '{ authority(id: "stadt") { state { regions { state { regions { state { regions { code } } } } } } } }',
    "links of links": '{ authority(id: "stadt") { observed { observers { observed { observers { id } } } } } }',
    "lists in lists": "{ authorities(first: 100) { edges { node { observers { observed { observers { id } } } } } } }",
    "acts of acts": "{ authorities(first: 100) { edges { node { observers { observed { actions { action } } } } } } }",
}


@pytest.mark.parametrize("asked", DEAR.values(), ids=DEAR)
async def test_what_costs_too_much_is_refused_with_the_numbers_and_nothing_is_read(
    api: Api, asked: str | tuple[str, dict[str, Any]]
) -> None:
    query, variables = asked if isinstance(asked, tuple) else (asked, {})
    with api.statements() as ran:
        answer = await api.answer(query, **variables)
    assert ran == []
    (error,) = answer["errors"]
    cost = answer["extensions"]["cost"]
    assert cost["units"] > cost["most"] == 100_000
    assert error["extensions"]["code"] == "TOO_COMPLEX"
    assert error["message"].startswith(f"The request costs {cost['units']} units; 100000 are answered: ")
    assert "data" not in answer


@pytest.fixture
def thrifty(database: Graph, runner: asyncio.Runner) -> Iterator[Api]:
    """A service that answers what costs a hundred units."""
    with serving(database, runner, most_cost_units=100) as one:
        yield one


async def test_how_much_is_a_setting_and_the_limit_itself_is_answered(thrifty: Api, network: Files) -> None:
    await thrifty.ask(PAGE, n=49)  # 100 units
    assert (await thrifty.error(PAGE, n=50))[0] == "TOO_COMPLEX"


@pytest.mark.parametrize("first", ["9" * 5000, "0", "-1"])
async def test_a_page_of_an_impossible_size_is_told_as_such(api: Api, first: str) -> None:
    code, message = await api.error(PAGE.replace("$n)", f"{first})").replace("query($n: Int! = 7) ", ""))
    assert code in ("VALIDATION", "BAD_INPUT"), message
