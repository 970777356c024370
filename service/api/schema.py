"""The schema as a whole."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import strawberry
from graphql import ConstValueNode, GraphQLEnumType, GraphQLError, GraphQLID, GraphQLScalarType, execute
from strawberry.schema.config import StrawberryConfig

from service.api.admission.limits import MOST_ERRORS, Limits
from service.api.execution.compiled import Executor
from service.api.mutations.operator_mutation import Mutation
from service.api.queries.query import Query
from service.api.types.objects import DateTime
from service.model.identifiers import id_of


class _Schema(strawberry.Schema):
    def _get_execute_function(self) -> Callable[..., Any]:
        """With few errors of variables, and nothing suggested: what is near to a value takes long to find."""
        return partial(execute, max_coercion_errors=MOST_ERRORS, hide_suggestions=True)

    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Nothing: service.api.types.errors logs what is a fault of the service."""


def _column(row: dict[str, Any], name: str) -> Any:
    return row[name]


schema = _Schema(
    Query,
    Mutation,
    extensions=[Limits],
    execution_context_class=Executor,
    config=StrawberryConfig(
        default_resolver=_column,
        scalar_map={
            DateTime: strawberry.scalar(
                name="DateTime",
                description="A moment in UTC, ISO 8601 with microseconds: `2009-01-15T09:00:00.000000Z`.",
                specified_by_url="https://scalars.graphql.org/andimarek/date-time.html",
                serialize=str,
                parse_value=str,
            ),
        },
    ),
)


def _suggest_nothing(enum: GraphQLEnumType) -> None:
    """graphql-core looks for what is near to a wrong value, only then does it ask whether suggestions are hidden."""
    coerce = enum.coerce_input_value

    def coerce_input_value(input_value: str, hide_suggestions: bool = True) -> Any:
        return coerce(input_value, hide_suggestions)

    enum.coerce_input_value = coerce_input_value  # type: ignore[method-assign]


def _spell_ids(scalar: GraphQLScalarType) -> None:
    """Every id that a client sends, in a variable or in the document, is read in its one spelling.

    graphql-core allows no other scalar of the name ID, so its own is altered.
    """
    value, literal = scalar.coerce_input_value, scalar.coerce_input_literal
    assert literal is not None

    def coerce_input_value(input_value: Any) -> Any:
        return id_of(value(input_value))

    def coerce_input_literal(node: ConstValueNode) -> Any:
        return id_of(literal(node))

    scalar.coerce_input_value = coerce_input_value
    scalar.coerce_input_literal = coerce_input_literal


_spell_ids(GraphQLID)
for _type in schema._schema.type_map.values():
    if isinstance(_type, GraphQLEnumType):
        _suggest_nothing(_type)


@cache
def sdl() -> str:
    """The schema in the Schema Definition Language, as schema.graphql holds it."""
    return schema.as_str().rstrip() + "\n"
