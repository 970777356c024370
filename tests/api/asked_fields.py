"""Which fields of the SDL the documents of tests select: what no test asks for, no test holds."""

import ast
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    is_interface_type,
    is_object_type,
    parse,
    visit,
)

from service.api.schema import schema

Fields = set[tuple[str, str]]
"""Fields as the names of their types and their own."""


class Asked(Visitor):
    """Which field of which type a document selects."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.fields: Fields = set()

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Note the field."""
        parent = self.types.get_parent_type()
        if parent is not None:
            self.fields.add((parent.name, node.name.value))


def documents_of(files: Iterable[Path]) -> list[str]:
    """The texts in Python files that may be GraphQL."""
    return [
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{" in node.value
    ]


def fields_asked(texts: Iterable[str]) -> Fields:
    """What those of the texts select that can be parsed."""
    types = TypeInfo(schema._schema)
    asked = Asked(types)
    for text in texts:
        try:
            document = parse(text)
        except GraphQLError:
            continue
        visit(document, TypeInfoVisitor(types, asked))
    for name, field in list(asked.fields):  # asked of an interface, it is asked of all that implement it
        if is_interface_type(type := schema._schema.type_map[name]):
            implementing = schema._schema.get_implementations(type).objects
            asked.fields |= {(each.name, field) for each in implementing}
    return asked.fields


def every_field() -> Fields:
    """Every field of every type of the SDL."""
    return {
        (name, field)
        for name, type in schema._schema.type_map.items()
        if (is_object_type(type) or is_interface_type(type)) and not name.startswith("__")
        for field in type.fields
    }
