"""The schema says what it means, and is the one in the repository."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    build_client_schema,
    build_schema,
    get_introspection_query,
    is_enum_type,
    is_input_object_type,
    is_interface_type,
    is_object_type,
    is_specified_scalar_type,
    lexicographic_sort_schema,
    print_schema,
)

from service.api.schema import sdl
from tests.api.client import Api

ROOT = Path(__file__).parents[2]


def described() -> Iterator[tuple[str, str | None]]:
    """Everything in the SDL that a description can stand at, with the one it has."""
    for name, type in build_schema(sdl()).type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type):
            continue
        yield name, type.description
        if is_enum_type(type):
            yield from ((f"{name}.{value}", it.description) for value, it in type.values.items())
        if is_object_type(type) or is_interface_type(type) or is_input_object_type(type):
            for field, it in type.fields.items():
                yield f"{name}.{field}", it.description
                for argument, one in getattr(it, "args", {}).items():
                    yield f"{name}.{field}({argument})", one.description


def test_every_type_field_argument_and_value_has_a_description_that_is_a_sentence() -> None:
    descriptions = dict(described())
    assert len(descriptions) > 150
    assert [place for place, text in descriptions.items() if not text or not text.strip().endswith(".")] == []


def test_schema_graphql_is_the_schema() -> None:
    """`authority-network schema > schema.graphql` renews it; tests/command_line runs that command."""
    assert (ROOT / "schema.graphql").read_text(encoding="utf-8") == sdl()


async def test_clients_can_ask_for_the_schema_with_their_usual_questions(api: Api) -> None:
    """What code generators and explorers send, whatever of it they switch on."""
    plain = get_introspection_query(descriptions=False)
    everything = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    for question in (plain, everything):
        answered = build_client_schema(await api.ask(question))  # type: ignore[arg-type]
        assert set(answered.type_map) == set(build_schema(sdl()).type_map)
    assert print_schema(lexicographic_sort_schema(answered)) == print_schema(
        lexicographic_sort_schema(build_schema(sdl()))
    )
