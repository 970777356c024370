"""Documents of any shape over the SDL: aliases, fragments, and selections that variables leave out."""

from collections.abc import Iterator
from random import Random
from typing import Any

from graphql import GraphQLList, GraphQLNonNull, get_named_type, is_abstract_type, is_leaf_type

DEEPEST = 6
LISTED = 3
"""Lists within lists below which only leaves are asked for, lest an answer be the whole network many times."""


class Documents:
    """Makes documents of one schema; `roots` gives the arguments with which each root field may be asked."""

    def __init__(self, schema: Any, roots: dict[str, list[str]]) -> None:
        self._schema = schema
        self._roots = roots

    def any(self, rng: Random) -> str:
        """One document, with the Boolean variables $yes and $no, which it uses."""
        self._fragments: list[str] = []
        fields = []
        for number in range(rng.randint(1, 3)):
            name = rng.choice(sorted(self._roots))
            type = self._schema.query_type.fields[name].type
            arguments = rng.choice(self._roots[name])
            fields.append(f"a{number}: {name}{arguments} {self._below(rng, type, 1, 0)}")
        text = f"query ($yes: Boolean! = true, $no: Boolean! = false) {{ __typename @include(if: $yes) @skip(if: $no) {' '.join(fields)} }}"
        return "\n".join([text, *self._fragments])

    def _below(self, rng: Random, type: Any, depth: int, listed: int) -> str:
        named: Any = get_named_type(type)
        if is_leaf_type(named):
            return ""
        inner = type.of_type if isinstance(type, GraphQLNonNull) else type
        listed += isinstance(inner, GraphQLList)
        if is_abstract_type(named):
            (concrete,) = self._schema.get_possible_types(named)
            return (
                f"{{ __typename id ... on {concrete.name} {self._selection(rng, concrete, depth, listed)} }}"
            )
        return self._selection(rng, named, depth, listed)

    def _selection(self, rng: Random, of: Any, depth: int, listed: int) -> str:
        parts = ["__typename"] if rng.random() < 0.3 else []
        fields = [name for name, field in of.fields.items() if self._fits(of, field, depth, listed)]
        for name in rng.sample(fields, rng.randint(1, len(fields))) if fields else []:
            parts.extend(self._field(rng, of, name, depth, listed))
        return f"{{ {' '.join(parts or ['__typename'])} }}"

    def _fits(self, of: Any, field: Any, depth: int, listed: int) -> bool:
        leaf = is_leaf_type(get_named_type(field.type))
        required = any(isinstance(argument.type, GraphQLNonNull) for argument in field.args.values())
        return (leaf or (depth < DEEPEST and listed < LISTED)) and not required

    def _field(self, rng: Random, of: Any, name: str, depth: int, listed: int) -> Iterator[str]:
        def asked() -> str:
            return f"{name} {self._below(rng, of.fields[name].type, depth + 1, listed)}"

        match rng.randint(0, 9):
            case 0:
                yield f"{name}_again: {asked()}"
            case 1:
                yield f"... on {of.name} {{ {asked()} }}"
            case 2:
                yield f"... @include(if: ${rng.choice(['yes', 'no'])}) {{ {asked()} }}"
            case 3:
                self._fragments.append("")  # its place, before those within it
                place = len(self._fragments) - 1
                self._fragments[place] = f"fragment F{place} on {of.name} {{ {asked()} }}"
                yield f"...F{place}"
            case 4:
                yield f"x{depth}: {asked()} @skip(if: $no)" if " {" not in asked() else asked()
            case 5:
                yield asked()
                yield asked()  # once more, with another selection: both are merged
            case _:
                yield asked()
