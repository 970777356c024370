"""What a request selects below a field, where reading it costs a statement or a count."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from service.api.execution.context import Info

WANTED = {"skip": False, "include": True}
"""What the condition of each directive must be for a selection to count."""


def selected(info: Info) -> set[str]:
    """The names of the fields selected directly below this one, whatever the type of a fragment."""
    raw = info._raw_info
    return names_below(raw.field_nodes, raw.fragments, info.variable_values)


def names_below(
    nodes: Iterable[FieldNode],
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> set[str]:
    """The names of the fields selected directly below these nodes of one field, whatever the type of a fragment."""
    return {
        name
        for node in nodes
        if node.selection_set
        for name in _names(node.selection_set, fragments, variables)
    }


def _names(
    selections: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    variables: Mapping[str, Any],
) -> Iterator[str]:
    for node in selections.selections:
        if not counts(node, variables):
            continue
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, InlineFragmentNode):
            yield from _names(node.selection_set, fragments, variables)
        elif isinstance(node, FragmentSpreadNode):
            yield from _names(fragments[node.name.value].selection_set, fragments, variables)


def counts(node: SelectionNode, variables: Mapping[str, Any]) -> bool:
    """Whether neither @skip nor @include leaves it out; validation has seen that each has one Boolean."""
    for directive in node.directives or ():
        if (wanted := WANTED.get(directive.name.value)) is not None:
            (condition,) = directive.arguments or ()
            value = condition.value
            said = variables.get(value.name.value) if isinstance(value, VariableNode) else _literal(value)
            if said is not wanted:
                return False
    return True


def _literal(value: ValueNode) -> bool:
    assert isinstance(value, BooleanValueNode)
    return value.value
