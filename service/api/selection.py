"""What a request selects below a field, where reading it costs a statement or a count."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLResolveInfo,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionSetNode,
    get_directive_values,
)

from service.api.context import Info


def selected(info: Info) -> set[str]:
    """The names of the fields selected directly below this one, whatever the type of a fragment."""
    raw = info._raw_info
    return {
        name for node in raw.field_nodes if node.selection_set for name in _names(node.selection_set, raw)
    }


def _names(selections: SelectionSetNode, info: GraphQLResolveInfo[Any]) -> Iterator[str]:
    for node in selections.selections:
        skip = get_directive_values(GraphQLSkipDirective, node, info.variable_values)
        include = get_directive_values(GraphQLIncludeDirective, node, info.variable_values)
        if (skip and skip["if"]) or (include and not include["if"]):
            continue
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, InlineFragmentNode):
            yield from _names(node.selection_set, info)
        elif isinstance(node, FragmentSpreadNode):
            yield from _names(info.fragments[node.name.value].selection_set, info)
