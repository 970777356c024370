"""What a request may ask before anything is read: tokens, depth, fields, aliases, checked once per text; then its cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    ExecutableDefinitionNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    get_operation_ast,
    parse,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged
from strawberry.extensions import SchemaExtension
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from service.api.admission.cost import priced
from service.api.admission.documents import LONGEST_TEXT
from service.api.execution.selection import Sum
from service.api.types.errors import TooComplex
from service.observability.request import current

MOST_TOKENS = 1000
MOST_COMPARISONS = 20_000
"""Of fields of one name with each other, as validation does; it grows with the square of them."""
MOST_ERRORS = 10
"""Told of one document, or of its variables. Some repeat a good part of them."""
DEEPEST = 12
"""Fields within fields; introspection, which goes deeper and reads nothing, is left out."""
MOST_FIELDS = 500
"""Fields of a whole operation, introspection among them, those of a fragment wherever it is spread."""
MOST_ROOT_FIELDS = 20
"""Each is at least one statement."""
MOST_ALIASES = 30
MOST_VALUES = 25_000
"""Of all variables together; a list of an input may hold 20,000."""
MOST_KEYS = 100
"""Of an object in the variables; no input has as many fields."""
TEXTS_KEPT = 512

overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = MOST_COMPARISONS


@dataclass(frozen=True)
class _Size:
    """How much a selection asks for. `root`: fields directly in it."""

    depth: int = 0
    fields: int = 0
    root: int = 0
    aliases: int = 0

    def __add__(self, other: "_Size") -> "_Size":
        return _Size(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.root + other.root,
            self.aliases + other.aliases,
        )


class _Sizes(Sum[_Size, None]):
    nothing = _Size()

    def of_field(self, node: FieldNode, at: None) -> _Size:
        below = self.of(node.selection_set, at) if node.selection_set else self.nothing
        depth = 0 if node.name.value.startswith("__") else below.depth + 1
        return _Size(depth, 1 + below.fields, 1, below.aliases + (node.alias is not None))


def _excess(document: DocumentNode) -> list[GraphQLError]:
    """What is too much of the document, all its operations together, and of its text before fragments are spread."""
    definitions = [it for it in document.definitions if isinstance(it, ExecutableDefinitionNode)]
    fragments = {it.name.value: it for it in definitions if isinstance(it, FragmentDefinitionNode)}
    spread, as_written = _Sizes(fragments), _Sizes({})
    operations = [
        spread.of(it.selection_set, None) for it in definitions if isinstance(it, OperationDefinitionNode)
    ]
    written = [as_written.of(it.selection_set, None) for it in definitions]
    both = (operations, written)
    found = [
        ("is", max((size.depth for size in operations), default=0), DEEPEST, "levels deep"),
        ("has", max(sum(size.fields for size in sizes) for sizes in both), MOST_FIELDS, "fields"),
        ("has", max((size.root for size in operations), default=0), MOST_ROOT_FIELDS, "root fields"),
        ("has", max(sum(size.aliases for size in sizes) for sizes in both), MOST_ALIASES, "aliases"),
    ]
    return [
        TooComplex(f"The request {verb} {count} {what}; {most} are answered.")
        for verb, count, most, what in found
        if count > most
    ]


@lru_cache(TEXTS_KEPT)
def _parsed(text: str) -> DocumentNode:
    if len(text) > LONGEST_TEXT:
        raise TooComplex(f"The request has {len(text)} characters; {LONGEST_TEXT} are answered.")
    try:
        return parse(text, max_tokens=MOST_TOKENS)
    except RecursionError:
        raise TooComplex("The request is nested too deeply.") from None


@lru_cache(TEXTS_KEPT)
def _validated(schema: Any, document: DocumentNode, rules: tuple[Any, ...]) -> list[GraphQLError]:
    rules = (
        *rules,
        MaybeNullValidationRule,
        OneOfInputValidationRule,
    )  # as Strawberry's own validation has them
    try:
        return _excess(document) or [
            _readable(it)
            for it in validate(schema, document, rules, max_errors=MOST_ERRORS, hide_suggestions=True)
        ]
    except RecursionError:
        return [TooComplex("The request is nested too deeply.")]


def _readable(error: GraphQLError) -> GraphQLError:
    """Of what graphql-core says for itself rather than for a client."""
    if error.message == "Validation aborted.":
        return TooComplex("The request repeats fields, or spreads fragments, too often or too deeply.")
    if isinstance(error.original_error, ValueError):  # Python refuses to read a number of thousands of digits
        return GraphQLError("A number has too many digits.", error.nodes)
    return error


class Limits(SchemaExtension):
    """Parses and validates each text once, and refuses what is too large before it is validated or costs too much."""

    _cost: dict[str, int] | None = None

    def on_parse(self) -> Any:
        """Put the parsed document into the execution context. Raises GraphQLError."""
        if self.execution_context.query:
            self.execution_context.graphql_document = _parsed(self.execution_context.query)
        yield

    def on_validate(self) -> Any:
        """Put what is wrong with the document into the execution context."""
        context = self.execution_context
        assert context.graphql_document is not None
        context.pre_execution_errors = _validated(
            context.schema._schema,
            context.graphql_document,
            context.validation_rules,
        ) or list(_ambiguous(context.graphql_document, context._provided_operation_name))
        if not context.pre_execution_errors:
            context.pre_execution_errors = list(_many_values(context.variables or {})) or list(
                self._dear(context.graphql_document)
            )
        yield

    def _dear(self, document: DocumentNode) -> Iterator[GraphQLError]:
        execution = self.execution_context
        name, variables = execution._provided_operation_name, execution.variables
        units, most = (
            priced(execution.schema._schema, document, name, variables),
            execution.context.most_cost_units,
        )
        self._cost = {"units": units, "most": most}
        if (record := current.get()) is not None:
            record.cost = units
        if units > most:
            yield TooComplex(
                f"The request costs {units} units; {most} are answered: ask for smaller pages, or for less of each."
            )

    def get_results(self) -> dict[str, Any]:
        """`extensions` of the answer: the request's cost, once it is known."""
        return {} if self._cost is None else {"cost": self._cost}


def _many_values(variables: dict[str, Any]) -> Iterator[GraphQLError]:
    count = 0
    ahead: list[Any] = [variables]
    while ahead:
        some = ahead.pop()
        count += len(some)
        if count > MOST_VALUES:
            yield TooComplex(f"The variables hold more than {MOST_VALUES} values.")
            return
        if isinstance(some, dict) and len(some) > MOST_KEYS:
            yield TooComplex(f"An object in the variables has {len(some)} fields; {MOST_KEYS} are answered.")
            return
        ahead += [
            it for it in (some.values() if isinstance(some, dict) else some) if isinstance(it, dict | list)
        ]


def _ambiguous(document: DocumentNode, name: str | None) -> Iterator[GraphQLError]:
    """Strawberry would run the first of several operations where none is named."""
    if name is None and sum(isinstance(it, OperationDefinitionNode) for it in document.definitions) > 1:
        said = "The document holds several operations: name one with `operationName`."
        yield GraphQLError(said, extensions={"code": "BAD_REQUEST"})


def operation_of(text: str, name: str | None) -> tuple[str, str | None] | None:
    """The kind of the operation that a request runs, and its name; None where it runs none."""
    try:
        document = _parsed(text)
    except GraphQLError:
        return None
    found = get_operation_ast(document, name)
    return (found.operation.value, found.name.value if found.name else None) if found else None
