"""Compiled selections answer what graphql-core answers, to the last byte, errors too."""

import ast
import asyncio
import gc
import weakref
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
import strawberry
from graphql import GraphQLError, OperationDefinitionNode, parse
from hypothesis import given
from hypothesis import strategies as st
from strawberry.permission import BasePermission
from strawberry.schema.config import StrawberryConfig

from service.api.admission import limits
from service.api.execution.compiled import Executor
from service.api.execution.context import Context
from service.api.schema import schema
from service.database.graph import Graph
from service.model.identifiers import Actor, AuthorityId
from tests.api.conftest import serving
from tests.api.files import Files
from tests.api.selections import Documents

pytestmark = pytest.mark.timeout(1200)

BUND = Actor(AuthorityId("bund"))
VARIABLES = {"id": "stadt", "monitor": "land", "authority": "stadt", "first": 3, "state": "DE", "area": "SD"}
SCOPE = """{ monitoringScope(monitor: "land", first: 100) { totalCount pageInfo { endCursor } edges {
  cursor node { id name status revision validatingCoordinator { id name } areas { area { code } role } }
  reasons { rule { id text } path { relation from { id } to { id } area since } } } } }"""
ROOTS = {
    "memberStates": [""],
    "legislativeAreas": [""],
    "rules": [""],
    "viewer": [""],
    "node": ['(id: "stadt")', '(id: "nobody")'],
    "authority": ['(id: "stadt")', '(id: "regierung")', '(id: "bund")', '(id: "nobody")'],
    "authorities": ["(first: 3)", "(first: 100)", '(first: 2, where: {state: "DE"})', "(first: 0)"],
    "monitoringScope": [
        '(monitor: "land", first: 5)',
        '(monitor: "bund", first: 2)',
        '(monitor: "-", first: 1)',
    ],
    "monitorsOf": ['(authority: "stadt")'],
    "explainMonitoring": ['(monitor: "land", authority: "stadt")', '(monitor: "alt", authority: "stadt")'],
    "eligibleCoordinators": ['(authority: "stadt", relation: VALIDATES, first: 5)'],
    "similarAuthorities": ['(state: "DE", name: "Landeshauptstadt Muenchen")'],
    "network": ['(state: "DE")', '(state: "XX")'],
    "changes": ['(authority: "stadt", first: 3)'],
}


async def answered(graph: Graph, text: str, *, compiled: bool, variables: Any = None) -> bytes:
    """Data and errors as they are sent."""
    result = await schema.execute(
        text, variables, context_value=Context(graph, BUND, compiled=compiled, most_cost_units=10**9)
    )
    errors = [(error.message, error.path) for error in result.errors or ()]
    return orjson.dumps([result.data, errors])


async def assert_same(graph: Graph, text: str, variables: Any = None) -> None:
    """Both ways give the same."""
    ways = [await answered(graph, text, compiled=it, variables=variables) for it in (True, False)]
    assert ways[0] == ways[1], text


def queries() -> list[str]:
    """The queries of the tests of this folder."""
    found = set()
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value:
                try:
                    document = parse(node.value, max_tokens=1000)
                except GraphQLError:
                    continue
                if any(isinstance(it, OperationDefinitionNode) for it in document.definitions):
                    found.add(node.value)
    return sorted(found)


async def test_what_these_tests_ask_is_answered_alike(database: Graph, network: Files) -> None:
    asked = [text for text in queries() if "mutation" not in text and len(text) < 5000]
    assert len(asked) > 50
    for text in asked:
        await assert_same(database, text, VARIABLES)


NULLS = [
    "query ($no: Boolean = true) { viewer { operator @skip(if: $no) authority { id name } } }",
    "query ($no: Boolean = true) { authorities(first: 2) { edges { node { id } cursor @include(if: $no) } } }",
    "query ($no: Boolean = true) { authorities(first: 2) { edges { node { id } ... @include(if: $no) { cursor } } } }",
]


@pytest.mark.parametrize("text", NULLS)
async def test_a_null_for_a_truth_value_is_the_same_error(database: Graph, network: Files, text: str) -> None:
    for variables in ({"no": True}, {"no": None}, {"no": False}, {}, {"no": None}):
        await assert_same(database, text, variables)


@given(seed=st.integers(0, 2**32))
async def test_any_selection_is_answered_alike(database: Graph, network: Files, seed: int) -> None:
    rng = Random(seed)
    documents = Documents(schema._schema, ROOTS)
    for _ in range(10):
        text = documents.any(rng)
        for yes in (True, False):
            await assert_same(database, text, {"yes": yes, "no": not yes})


@pytest.mark.parametrize("compiled", [True, False])
def test_a_page_is_compiled_as_a_whole_unless_a_setting_says_no(
    database: Graph, network: Files, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch, compiled: bool
) -> None:
    fields: list[str] = []
    stock: Callable[..., Any] = Executor.execute_field

    def counted(self: Executor, parent: Any, source: Any, details: Any, *more: Any) -> Any:
        fields.append(details[0].node.name.value)
        return stock(self, parent, source, details, *more)

    monkeypatch.setattr(Executor, "execute_field", counted)
    with serving(database, runner, compiled_selections=compiled) as api:
        answer = runner.run(api.ask(SCOPE))
    assert len(answer["monitoringScope"]["edges"]) == 3
    assert fields == ["monitoringScope"] if compiled else len(fields) > 50


async def test_what_was_compiled_of_a_document_is_gone_with_it(database: Graph, network: Files) -> None:
    text = "{ viewer { operator } } # asked once"
    await answered(database, text, compiled=True)
    operation = weakref.ref(limits._parsed(text).definitions[0])
    assert vars(operation())["_plans"]
    for cache in (limits._parsed, limits._validated):
        cache.cache_clear()
    gc.collect()
    assert operation() is None


# --- schemas of their own -----------------------------------------------------------------------------------------


class Colour(StrEnum):
    """An enumeration of which not every text is a value."""

    RED = "RED"


strawberry.enum(Colour)


class Forbidden(BasePermission):
    """Nobody may see it."""

    message = "forbidden"

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        """Never."""
        return False


@strawberry.type
class Thing:
    text: str
    number: int
    float: float
    truth: bool
    colour: Colour | None
    texts: list[str]
    maybe: list[str | None] | None
    things: list["Thing"]
    other: "Thing | None"
    secret: str | None = strawberry.field(permission_classes=[Forbidden], default=None)


def schema_of(row: Any) -> Any:
    """A schema whose one thing is a row."""

    @strawberry.type
    class Query:
        @strawberry.field
        def thing(self) -> Thing | None:
            return row  # type: ignore[no-any-return]

        @strawberry.field
        def all(self) -> list[Thing | None]:
            return [sound(), row, None]

    return strawberry.Schema(
        Query,
        execution_context_class=Executor,
        config=StrawberryConfig(default_resolver=lambda row, name: row[name]),
    )


def sound(**changed: Any) -> dict[str, Any]:
    """A row that fits, but for what is changed."""
    row = {"text": "a", "number": 1, "float": 1.5, "truth": True, "colour": "RED", "texts": ["b"]}
    return {**row, "maybe": ["c", None], "things": [], "other": None, "secret": "s", **changed}


class Either:
    """A context of the test's own schemas."""

    def __init__(self, compiled: bool) -> None:
        self.compiled = compiled
        self.ended: Exception | None = None

    def loaders_of(self, info: Any) -> None:
        """None: they have no references."""


PLAIN = "text number float truth colour texts maybe"
DEEP = f"{{ {PLAIN} things {{ {PLAIN} }} other {{ {PLAIN} things {{ text }} }} }}"
ODD: list[dict[str, Any]] = [
    {},
    *(
        {name: value}
        for name in PLAIN.split()
        for value in (None, 7, 2**31, 1.5, True, "x", "RED", Colour.RED)
    ),
    *(
        {name: value}
        for name in ("texts", "maybe")
        for value in ([None], [7], ["x", Colour.RED], ("x",), {"x"})
    ),
    {"number": -(2**31)},
    {"float": float("nan")},
    {"colour": ["unhashable"]},
    {"things": None},
    {"things": [None]},
    {"things": [{}]},
    {"other": {}},
    {"other": "x"},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
@pytest.mark.parametrize("within", [None, "things", "other"])
async def test_what_does_not_fit_its_type_is_the_same_error(odd: dict[str, Any], within: str | None) -> None:
    row = sound(**odd)
    if within == "things":
        row = sound(things=[sound(), row])
    elif within == "other":
        row = sound(other=row)
    made = schema_of(row)
    for text in (
        f"{{ thing {DEEP} }}",
        f"{{ all {DEEP} }}",
        "{ thing { text } all { number things { colour } } }",
    ):
        ways = [await made.execute(text, context_value=Either(compiled)) for compiled in (True, False)]
        said = [(way.data, [(error.message, error.path) for error in way.errors or ()]) for way in ways]
        assert repr(said[0]) == repr(said[1])  # not a number equals nothing


async def test_a_permission_of_a_field_is_not_lost() -> None:
    made = schema_of(sound(things=[sound()]))
    for text in ("{ thing { text secret } }", "{ thing { things { secret } } }"):
        result = await made.execute(text, context_value=Either(True))
        assert [error.message for error in result.errors] == ["forbidden"]
        assert '"s"' not in str(result.data)
