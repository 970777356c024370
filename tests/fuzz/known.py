"""Questions about what is there: any selection below a root field, with arguments that are mostly known to the network."""

from collections.abc import Mapping
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputType,
    GraphQLNonNull,
    GraphQLObjectType,
    TypeNameMetaFieldDef,
    build_schema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_required_argument,
)
from hypothesis import strategies as st

from service.api.schema import sdl
from tests.fuzz.inputs import values

Known = Mapping[str, list[Any]]
"""Values that mean something, by the name of the argument; `id`: of any argument that is an id."""

SCHEMA = build_schema(sdl())
assert SCHEMA.query_type is not None
ROOTS = SCHEMA.query_type.fields

SAID = {"area", "after"}
"""Optional arguments without which little can be asked."""


@st.composite
def questions(draw: st.DrawFn, root: str, known: Known) -> dict[str, Any]:
    """The body of a request for a root field, whose arguments are the variables of the same names."""
    drawing = _Drawing(draw, known)
    field = drawing.field(root, ROOTS[root], draw(st.integers(2, 4)), "")
    declared = f"({', '.join(drawing.declared)})" if drawing.declared else ""
    return {"query": f"query {declared} {{ {field} }}", "variables": drawing.variables}


class _Drawing:
    """Fields as they are drawn, and the variables they use."""

    def __init__(self, draw: st.DrawFn, known: Known) -> None:
        self.declared: list[str] = []
        self.variables: dict[str, Any] = {}
        self._draw = draw
        self._known = known

    def field(self, name: str, field: GraphQLField, levels: int, prefix: str) -> str:
        """A field with so many levels of objects below it."""
        said = []
        for argument, about in field.args.items():
            if is_required_argument(about) or argument in SAID or self._draw(st.booleans()):
                variable = prefix + argument
                self.declared.append(f"${variable}: {about.type}")
                self.variables[variable] = self._value(argument, about.type)
                said.append(f"{argument}: ${variable}")
        arguments = f"({', '.join(said)})" if said else ""
        return f"{name}{arguments}{self._selection(get_named_type(field.type), levels)}"

    def _value(self, name: str, type: GraphQLInputType) -> Any:
        if name in self._known and self._draw(st.integers(1, 10)) < 10:
            return self._draw(st.sampled_from(self._known[name]))
        return self._draw(values(GraphQLNonNull(get_nullable_type(type)), name, self._known["id"]))

    def _selection(self, type: Any, levels: int) -> str:
        if is_leaf_type(type):
            return ""
        if not is_abstract_type(type):
            return self._fields(type, levels)
        members = [f"... on {it.name}{self._fields(it, levels)}" for it in SCHEMA.get_possible_types(type)]
        return f" {{ {' '.join(members)} }}"

    def _fields(self, type: GraphQLObjectType, levels: int) -> str:
        fields = {"__typename": TypeNameMetaFieldDef} | {
            name: field
            for name, field in type.fields.items()
            if levels or is_leaf_type(get_named_type(field.type))
        }
        names = st.sampled_from(sorted(fields))
        chosen = self._draw(st.sets(names, min_size=min(3 if levels > 1 else 2, len(fields)), max_size=4))
        chosen |= fields.keys() & {"edges"}
        selected = [self.field(name, fields[name], levels - 1, f"{name}_") for name in sorted(chosen)]
        return f" {{ {' '.join(selected)} }}"
