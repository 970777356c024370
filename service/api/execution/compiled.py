"""Compiled selections: what is selected below a value is worked out once, and then completed column by column.

graphql-core completes every field of every object by itself, which is most of the time of a large answer. Here a
selection becomes a tree of completions (`service.api.execution.completions`), each of which completes the values of one field of
all objects at once; what lies behind references is read before, a level at a time, by the loaders of the request.
Compiled is what is plain: columns of rows, functions of a row, and references. Anything else, a field with arguments,
permissions or a resolver of its own, an interface or a union, stays graphql-core's, and so does every value that does
not fit its type: there its own completion runs once more and says what is wrong. Answers are therefore the same with and
without.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    GraphQLString,
    NamedTypeNode,
    SelectionNode,
    VariableNode,
    is_leaf_type,
    is_object_type,
)
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.schema.schema_converter import GraphQLCoreConverter

from service.api.execution.completions import (
    Completion,
    Enumeration,
    Field,
    Int,
    Leaf,
    Lists,
    Nullable,
    Objects,
    Referred,
    Required,
)
from service.api.execution.loaders import Loaders
from service.api.execution.reference import Reference
from service.api.execution.selection import counts, fields, names_below
from service.database.graph import Unavailable
from service.work.heavy import LIGHT, off_the_loop

VALUES_OF_A_ROW = 10
"""As many values of an answer are completed in the time of a row of other heavy work."""
MOST_LIGHT = LIGHT * VALUES_OF_A_ROW
"""Values of an answer that are completed on the loop itself."""
PLANS_KEPT = 64
"""Of one operation: one for each selection below a root field and each choice of @skip and @include."""


class NotPlain(Exception):
    """Something of a selection is no column, function of a row or reference."""


@dataclass(frozen=True)
class Compiler:
    """Compiles selections of one document with these variables."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]

    def completion(self, of: GraphQLOutputType, nodes: Iterable[FieldNode]) -> Completion:
        """How a field of this type, selected by these nodes, is completed. Raises NotPlain."""
        if isinstance(of, GraphQLNonNull):
            return Required(self._inner(of.of_type, nodes))
        return Nullable(self._inner(of, nodes))

    def _inner(self, of: GraphQLOutputType, nodes: Iterable[FieldNode]) -> Completion:
        if isinstance(of, GraphQLList):
            return Lists(self.completion(of.of_type, nodes))
        if isinstance(of, GraphQLEnumType):
            return Enumeration(of)
        if is_leaf_type(of):
            return Int(of) if of is GraphQLInt else Leaf(of)
        if is_object_type(of) and GraphQLCoreConverter.DEFINITION_BACKREF in of.extensions:
            selected = self._selected(of, nodes)
            return Objects(of, {key: self._field(of, found) for key, found in selected.items()})
        raise NotPlain(str(of))

    def _selected(self, of: GraphQLObjectType, nodes: Iterable[FieldNode]) -> dict[str, list[FieldNode]]:
        def taken(part: SelectionNode, on: NamedTypeNode | None) -> bool:
            self._decidable(part)
            return counts(part, self.variables) and (on is None or self._is_of(of, on.name.value))

        found: dict[str, list[FieldNode]] = {}
        for node in nodes:
            assert node.selection_set is not None
            for field in fields(node.selection_set, self.fragments, taken):
                found.setdefault((field.alias or field.name).value, []).append(field)
        return found

    def _decidable(self, node: SelectionNode) -> None:
        """A null where @skip or @include needs a truth value is an error, and graphql-core says which."""
        for directive in node.directives or ():
            for argument in directive.arguments or ():
                if (
                    isinstance(it := argument.value, VariableNode)
                    and self.variables.get(it.name.value) is None
                ):
                    raise NotPlain(directive.name.value)

    def _is_of(self, of: GraphQLObjectType, name: str) -> bool:
        other: Any = self.schema.get_type(name)
        return name == of.name or (not is_object_type(other) and self.schema.is_sub_type(other, of))

    def _field(self, of: GraphQLObjectType, nodes: list[FieldNode]) -> Field:
        name = nodes[0].name.value
        if name == "__typename":
            return Field(lambda row: of.name, Leaf(GraphQLString))
        field: GraphQLField = of.fields[name]
        made = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
        if made is None or field.args or made.permission_classes or made.extensions:
            raise NotPlain(f"{of.name}.{name}")
        if made.is_basic_field:
            return Field(itemgetter(made.python_name), self.completion(field.type, nodes))
        resolve = made.base_resolver.wrapped_func
        if isinstance(reference := getattr(resolve, "reference", None), Reference):
            return self._referring(reference, field, nodes)
        if [*inspect.signature(resolve).parameters] == ["root"] and not inspect.iscoroutinefunction(resolve):
            return Field(resolve, self.completion(field.type, nodes))
        raise NotPlain(f"{of.name}.{name}")

    def _referring(self, reference: Reference, field: GraphQLField, nodes: list[FieldNode]) -> Field:
        by_key = reference.is_met_by_key(names_below(nodes, self.fragments, self.variables))

        def referred(of: GraphQLOutputType) -> Completion:
            return Referred(reference.loader, self.completion(of, nodes), by_key=by_key)

        take = itemgetter(reference.column)
        if not reference.many:
            return Field(take, referred(field.type))
        of: Any = field.type  # a list that is never null
        return Field(take, Required(Lists(referred(of.of_type.of_type))))


def _weighs(value: Any) -> int:
    """How many values there are in rows and lists, and in rows of rows; of many only that they are many."""
    found, ahead = 0, [value]
    while ahead and found <= MOST_LIGHT:
        some = ahead.pop()
        found += len(some)
        if isinstance(some, dict):
            ahead += [each for each in some.values() if isinstance(each, dict | list | tuple)]
        else:
            ahead += [each for each in some[:MOST_LIGHT] if isinstance(each, dict | list | tuple)]
    return found


# --- in the place of graphql-core ---------------------------------------------------------------------------------


class Executor(StrawberryGraphQLCoreExecutionContext):
    """Completes what is compiled by its completion, and anything else as graphql-core does.

    Where the context of a request says so. Completions are kept with their operation, which is parsed once, and for as
    long: kept elsewhere their nodes would hold texts that nobody asks any more.
    """

    def execute_field(  # as graphql-core has it
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: Any,
        path: Any,
        position_context: Any,
    ) -> Any:
        """The value of one field, or a coroutine of it; a root field ends with its request, and leaves the others."""
        if path.prev is not None:
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        context, field = self.context_value, parent_type.fields.get(field_details_list[0].node.name.value)
        if context.ended is not None and field is not None:
            return self.handle_field_error(context.ended, field.type, field_details_list, path)
        value = super().execute_field(parent_type, source, field_details_list, path, position_context)
        if field is None or not self.is_awaitable(value):
            return value
        return self._until_the_end(value, field.type, field_details_list, path)

    async def _until_the_end(
        self, value: Awaitable[Any], return_type: GraphQLOutputType, field_details_list: Any, path: Any
    ) -> Any:
        context = self.context_value
        task = asyncio.ensure_future(value)
        context.at_work.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            stops = context.task is not None and context.task.cancelling() > 0
            if stops:  # the server does, and waits for an answer still
                context.end(Unavailable("the service stops"))
                await asyncio.wait([task])
            if context.ended is None:
                raise
            return self.handle_field_error(context.ended, return_type, field_details_list, path)
        finally:
            context.at_work.discard(task)

    def complete_value(  # noqa: PLR0917  # as graphql-core has it
        self,
        return_type: GraphQLOutputType,
        field_details_list: Any,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """The value of one field, or a coroutine of it."""
        as_ever = partial(
            super().complete_value, return_type, field_details_list, info, path, result, position_context
        )
        if (
            not isinstance(return_type, GraphQLObjectType | GraphQLList)
            or not isinstance(result, dict | list)
            or not info.context.compiled
            or (completion := self._completion(return_type, field_details_list)) is None
        ):
            return as_ever()
        loaders = info.context.loaders_of(info)
        if completion.reads or _weighs(result) > MOST_LIGHT:
            return self._fetched(completion, result, loaders, as_ever)
        try:
            return completion.complete([result], loaders)[0]
        except Exception:  # whatever it is, graphql-core comes upon it too and says where
            return as_ever()

    async def _fetched(
        self, completion: Completion, result: Any, loaders: Loaders, as_ever: Callable[[], Any]
    ) -> Any:
        try:
            await completion.fetch([result], loaders)
            size = _weighs(result) // VALUES_OF_A_ROW
            return (await off_the_loop(size, completion.complete, [result], loaders))[0]
        except Exception:  # as above
            completed = as_ever()
            return await completed if self.is_awaitable(completed) else completed

    def _completion(self, of: GraphQLOutputType, details: Any) -> Completion | None:
        nodes = [each.node for each in details]
        variables = self.variable_values.coerced
        # Of @skip and @include.
        chosen = tuple(item for item in variables.items() if isinstance(item[1], bool))
        key = (id(of), *map(id, nodes), chosen)
        plans: dict[Any, Completion | None] = vars(self.operation).setdefault("_plans", {})
        if key in plans:
            return plans[key]
        completion = None
        if not (self.middleware_manager and self.middleware_manager.middlewares):
            with suppress(NotPlain):
                compiler = Compiler(self.schema, self.fragment_definitions, variables)
                completion = compiler.completion(of, nodes)
        if len(plans) >= PLANS_KEPT:
            plans.clear()
        plans[key] = completion
        return completion
