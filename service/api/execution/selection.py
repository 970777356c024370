"""The two ways through a selection: its fields one by one, and a sum over it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from graphql import (
    BooleanValueNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    NamedTypeNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from service.api.execution.context import Info


class Addable(Protocol):
    """What can be summed."""

    def __add__(self, other: Any, /) -> Any: ...


Amount = TypeVar("Amount", bound=Addable)
Place = TypeVar("Place")

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
        field.name.value
        for node in nodes
        if node.selection_set
        for field in fields(node.selection_set, fragments, lambda part, _: counts(part, variables))
    }


def fields(
    selections: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    taken: Callable[[SelectionNode, NamedTypeNode | None], bool],
) -> Iterator[FieldNode]:
    """The fields of a selection, those of fragments in their place.

    `taken(part, type)` decides whether to follow a part; `type` is a fragment's type condition, or None.
    """
    for part in selections.selections:
        if isinstance(part, FieldNode):
            if taken(part, None):
                yield part
            continue
        fragment = fragments[part.name.value] if isinstance(part, FragmentSpreadNode) else part
        assert isinstance(fragment, FragmentDefinitionNode | InlineFragmentNode)
        if taken(part, fragment.type_condition):
            yield from fields(fragment.selection_set, fragments, taken)


class Sum(ABC, Generic[Amount, Place]):
    """A sum over a selection at a place. Each fragment is summed once per place, however often it is spread.

    Missing fragments and circles of them count as `nothing`; validation refuses both.
    """

    nothing: Amount

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[tuple[str, Place], Amount] = {}

    @abstractmethod
    def of_field(self, node: FieldNode, at: Place) -> Amount:
        """The amount of one field, with what is selected below it."""

    def within(self, on: NamedTypeNode | None, at: Place) -> Place:
        """The place in a fragment, which may be on a type."""
        return at

    def of(self, selections: SelectionSetNode, at: Place) -> Amount:
        """The amount of a selection."""
        total = self.nothing
        for node in selections.selections:
            if isinstance(node, FieldNode):
                total += self.of_field(node, at)
            elif isinstance(node, InlineFragmentNode):
                total += self.of(node.selection_set, self.within(node.type_condition, at))
            elif isinstance(node, FragmentSpreadNode) and (found := self._fragments.get(node.name.value)):
                total += self._of_fragment(found, self.within(found.type_condition, at))
        return total

    def _of_fragment(self, fragment: FragmentDefinitionNode, at: Place) -> Amount:
        key = fragment.name.value, at
        if key not in self._known:
            self._known[key] = self.nothing
            self._known[key] = self.of(fragment.selection_set, at)
        return self._known[key]


def counts(node: SelectionNode, variables: Mapping[str, Any]) -> bool:
    """Whether @skip and @include keep this part; validation has seen that each has one Boolean."""
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
