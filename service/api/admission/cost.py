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
    FragmentSpreadNode,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SchemaMetaFieldDef,
    SelectionSetNode,
    StringValueNode,
    TypeMetaFieldDef,
    TypeNameMetaFieldDef,
    VariableNode,
    get_named_type,
    get_operation_ast,
    is_interface_type,
    is_object_type,
)

from service.api.types.connections import LONGEST_PAGE, MOST_DAYS, MOST_TOUCHED

ORDINARY_LIST = 10
"""How many a list holds for which no other number is known."""
LISTS = {
    "Query.memberStates": 32,
    "Query.legislativeAreas": 20,
    "Query.rules": 83,
    "Query.similarAuthorities": 20,
    "LegislativeArea.keywordNames": 30,
    "MemberState.regions": 450,
    "NetworkMap.regions": 450,
    "Authority.observers": 30,
    "Authority.observed": 30,
    "NetworkChange.came": 100,
    "NetworkChange.moved": 100,
    "NetworkChange.went": 100,
    "NetworkChange.changed": 100,
    "Reason.path": 3,
    "Reason.arguments": 4,
    "MissingFact.arguments": 4,
    "Worded.arguments": 4,
    "StateChange.touched": MOST_TOUCHED,
    "StateChangeConnection.days": MOST_DAYS,
    "Place.arguments": 4,
    "Violation.arguments": 4,
    "Violation.at": 1,
    "Argument.authorities": 1,
    "ScopeEffect.entered": 100,
    "ScopeEffect.left": 100,
    "__Schema.types": 140,
    "__Schema.directives": 5,
    "__Type.fields": 3,
    "__Type.inputFields": 2,
    "__Type.enumValues": 1,
    "__Type.possibleTypes": 1,
    "__Type.interfaces": 1,
    "__Field.args": 1,
}
"""Those of introspection are means over all types of the schema."""
EACH = {"Query.memberStates": 100}
"""How many regions each state of a list of all states has: a mean, well above the 1,800 regions of NUTS among 32 states."""
WEIGHTS = {
    "Authority.actions": 2_500,  # every act is tried against every rule
    "Query.similarAuthorities": 200,
    "Query.scopeDifference": 200,  # whom the monitor ever saw
    "ScopeDifferenceEdge.change": 5,
    "Query.stateChanges": 50,
    "NetworkDifference.authorities": 1_000,  # whom each change between touched
    "NetworkDifference.relations": 2_000,
    "Network.map": 10_000,
    "NetworkMap.bundles": 2_000,
    "Network.lens": 1_000,
}
"""Fields that are more work than one."""
ACT = 500
"""A mutation: a transaction behind the lock of a state."""
ITEM = 4
"""An item of a list that is handed in, at whatever depth: an authority named in a bulk act is read and judged."""
CHARACTERS = 50
"""Of texts that are handed in, to a unit: a row of a network file has some hundred."""
BULK = {"replaceValidatingCoordinatorEverywhere": 2_500, "replaceAccessCoordinatorEverywhere": 2_500}
"""How many relations a bulk act may move that names no authorities: as many as the largest state has authorities."""
NAMED = ("authorities", "coordinators")
"""Lists of an input; a bulk act makes relations for each authority and each coordinator named."""
MOVES = ("NetworkChange.came", "NetworkChange.moved", "NetworkChange.went")
BY_IDS = "Query.nodes"
"""A list of what its argument `ids` names."""
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
    return _Pricing(schema, document, operation, variables or {}).of(operation.selection_set, root, None)


class _Pricing:
    def __init__(
        self,
        schema: GraphQLSchema,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any],
    ) -> None:
        self._schema = schema
        self._fragments = {
            it.name.value: it for it in document.definitions if isinstance(it, FragmentDefinitionNode)
        }
        self._known: dict[tuple[str, int | None], int] = {}
        """Of fragments; one that is spread in many ways would be priced in more than can be counted."""
        defaults = {it.variable.name.value: it.default_value for it in operation.variable_definitions or ()}
        self._variables = {**defaults, **variables}
        """Their values: what was sent, else the default as it stands in the document."""

    def of(self, selections: SelectionSetNode, type_: GraphQLNamedType, page: int | None) -> int:
        """The units of a selection on one object; `page`: how many its edges are, or its regions, where that is known."""
        units = 0
        for node in selections.selections:
            if isinstance(node, FieldNode):
                units += self._of_field(node, type_, page)
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                inner = self._schema.type_map[on.name.value] if on else type_
                units += self.of(node.selection_set, inner, page)
            elif isinstance(node, FragmentSpreadNode):
                units += self._of_fragment(node.name.value, page)
        return units

    def _of_fragment(self, name: str, page: int | None) -> int:
        if (name, page) not in self._known:
            fragment = self._fragments[name]
            inner = self._schema.type_map[fragment.type_condition.name.value]
            self._known[name, page] = self.of(fragment.selection_set, inner, page)
        return self._known[name, page]

    def _of_field(self, node: FieldNode, type_: GraphQLNamedType, page: int | None) -> int:
        name = node.name.value
        if (field := META_FIELDS.get(name)) is None:
            assert is_object_type(type_) or is_interface_type(type_)
            field = type_.fields[name]
        place = f"{type_.name}.{name}"
        weight = ACT if type_.name == "Mutation" else WEIGHTS.get(place, 1)
        weight += self._handed_in(node)
        if node.selection_set is None:
            return weight
        of = field.type.of_type if isinstance(field.type, GraphQLNonNull) else field.type
        many = 1
        if isinstance(of, GraphQLList):
            known = page is not None and (name == "edges" or place == "MemberState.regions")
            many = page if page is not None and known else LISTS.get(place, ORDINARY_LIST)
            if page is not None and place in MOVES:
                many = max(many, page)
            if place == BY_IDS:
                many = self._named_ids(node)
        inner = self._moved(node) if type_.name == "Mutation" else EACH.get(place) or self._page(node)
        return weight + many * self.of(node.selection_set, get_named_type(field.type), inner)

    def _page(self, node: FieldNode) -> int | None:
        for argument in node.arguments or ():
            if argument.name.value == "first":
                value = self._value(argument.value)
                if isinstance(value, IntValueNode):
                    value = _literal(value)
                if isinstance(value, int | float):
                    return int(min(max(value, 1), LONGEST_PAGE))
                return LONGEST_PAGE
        return None

    def _named_ids(self, node: FieldNode) -> int:
        given = (argument.value for argument in node.arguments or () if argument.name.value == "ids")
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

    def _moved(self, node: FieldNode) -> int:
        """How many relations a mutation may move: as its input names authorities and coordinators, else as it is."""
        given = [each for argument in node.arguments or () for each in self._within(argument.value)]
        named = [len(self._within(value)) for name, value in given if name in NAMED]
        return prod(filter(None, named)) if any(named) else BULK.get(node.name.value, 1)


def _literal(node: IntValueNode) -> int:
    return int(node.value[:9])  # longer is out of range anyhow, and may be too long for a number of Python
