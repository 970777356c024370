"""What a request costs, known before anything is read: its fields, times how many of each there may be.

A unit is about the work of one field of one object. The price is a high estimate: a field that stands twice is paid
twice, every branch of a union is paid, and `@skip` and `@include` save nothing. A list without pages is priced longer
than most are, because lists of lists multiply.
"""

from collections.abc import Mapping
from math import prod
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    IntValueNode,
    ListValueNode,
    NamedTypeNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    StringValueNode,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
    VariableNode,
    get_named_type,
    get_operation_ast,
    is_interface_type,
    is_object_type,
)

from service.api.execution.selection import Sum
from service.api.types.connections import LONGEST_PAGE
from service.api.types.price import Price, price_of

INTROSPECTION = {
    "__Schema.types": 140,
    "__Schema.directives": 5,
    "__Type.fields": 3,
    "__Type.inputFields": 2,
    "__Type.enumValues": 1,
    "__Type.possibleTypes": 1,
    "__Type.interfaces": 1,
    "__Field.args": 1,
}
"""How many its lists hold: means over all types of the schema. Every other field says its price where it is defined."""
ITEM = 4
"""An item of a list that is handed in, at whatever depth: an authority named in a bulk act is read and judged."""
CHARACTERS = 50
"""Of texts that are handed in, to a unit: a row of a network file has some hundred."""
NAMED = ("authorities", "coordinators")
"""Lists of an input; a bulk act makes relations for each authority and each coordinator named."""
Place = tuple[GraphQLNamedType, int | None]
"""The type of the object, and how many the paged lists of it hold, where that is known."""
META_FIELDS = {
    "__typename": TypeNameMetaFieldDef,
    "__schema": SchemaMetaFieldDef,
    "__type": TypeMetaFieldDef,
}


def priced(
    schema: GraphQLSchema, document: DocumentNode, name: str | None, variables: Mapping[str, Any] | None
) -> int:
    """The units of the operation of this name, of a valid document; 0 where there is none."""
    operation = get_operation_ast(document, name)
    if operation is None or (root := schema.get_root_type(operation.operation)) is None:
        return 0
    return _Prices(schema, document, operation, variables or {}).of(operation.selection_set, (root, None))


class _Prices(Sum[int, Place]):
    nothing = 0

    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        super().__init__(
            {it.name.value: it for it in document.definitions if isinstance(it, FragmentDefinitionNode)}
        )
        self._schema = schema
        defaults = {it.variable.name.value: it.default_value for it in operation.variable_definitions or ()}
        self._variables = {**defaults, **variables}
        """Their values: what was sent, else the default as it stands in the document."""

    def within(self, on: NamedTypeNode | None, at: Place) -> Place:
        return (self._schema.type_map[on.name.value], at[1]) if on else at

    def of_field(self, node: FieldNode, at: Place) -> int:
        (type_, page), name = at, node.name.value
        if (field := META_FIELDS.get(name)) is None:
            assert is_object_type(type_) or is_interface_type(type_)
            field = type_.fields[name]
        price = price_of(field)
        units = price.units + self._handed_in(node)
        if node.selection_set is None:
            return units
        of = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        many = 1
        if isinstance(of, GraphQLList):
            many = INTROSPECTION.get(f"{type_.name}.{name}", price.items)
            if price.paged and page is not None:
                many = max(price.least, page)
            if price.named is not None:
                many = self._named(node, price.named)
        return units + many * self.of(
            node.selection_set, (get_named_type(field.type), self._below(node, price))
        )

    def _below(self, node: FieldNode, price: Price) -> int | None:
        """How many the paged lists below a field hold, where that is known."""
        if price.bulk is not None:
            return self._moved(node, price.bulk)
        return price.each or self._page(node)

    def _page(self, node: FieldNode) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value = self._value(argument.value)
                if isinstance(value, IntValueNode):
                    value = _literal(value)
                if isinstance(value, int | float):
                    return int(min(max(value, 1), LONGEST_PAGE))
        return None  # also of what is no number: it is refused when it is read

    def _named(self, node: FieldNode, name: str) -> int:
        given = (argument.value for argument in node.arguments or () if argument.name.value == name)
        return max(1, *(len(self._within(value)) for value in given))  # an id alone is taken for a list of it

    def _value(self, node: Any) -> Any:
        """What a literal or a variable stands for: a value of JSON, or a literal of the document."""
        return self._variables.get(node.name.value) if isinstance(node, VariableNode) else node

    def _within(self, value: Any) -> list[tuple[str | None, Any]]:
        """What an object or a list holds, by its names."""
        value = self._value(value)
        if isinstance(value, ObjectValueNode):
            return [(field.name.value, field.value) for field in value.fields]
        if isinstance(value, dict):
            return list(value.items())
        items = value.values if isinstance(value, ListValueNode) else value if isinstance(value, list) else ()
        return [(None, item) for item in items]

    def _handed_in(self, node: FieldNode) -> int:
        """The units of what the arguments of a field hold."""
        items = characters = 0
        ahead = [argument.value for argument in node.arguments or ()]
        while ahead:
            value = self._value(ahead.pop())
            text = value.value if isinstance(value, StringValueNode) else value
            if isinstance(text, str):
                characters += len(text)
                continue
            held = self._within(value)
            items += sum(name is None for name, _ in held)
            ahead += [each for _, each in held]
        return ITEM * items + characters // CHARACTERS

    def _moved(self, node: FieldNode, bulk: int) -> int:
        """How many relations a mutation may move: as its input names authorities and coordinators, else as it is."""
        given = [each for argument in node.arguments or () for each in self._within(argument.value)]
        named = [len(self._within(value)) for name, value in given if name in NAMED]
        return prod(filter(None, named)) if any(named) else bulk


def _literal(node: IntValueNode) -> int:
    return int(node.value[:9])  # longer is out of range anyhow, and may be too long for a number of Python
