"""What is too large is refused before anything is read, and what is allowed is answered."""

from typing import Any

import pytest

from tests.api.client import Api
from tests.api.files import Files

UP = 'query {{ authority(id: "stadt") {{ {open} id {close} }} }}'


def going_up(levels: int) -> str:
    """A selection of so many fields within fields."""
    steps = levels - 2
    return UP.format(open="validatingCoordinator { " * steps, close="} " * steps)


HOSTILE = {
    "depth": (going_up(13), "The request is 13 levels deep; 12 are answered."),
    "depth through fragments": (
        'query { authority(id: "stadt") { ...F } }'
        "fragment F on Authority { registeredBy { registeredBy { registeredBy { registeredBy { ...G } } } } }"
        "fragment G on Authority { registeredBy { registeredBy { registeredBy { registeredBy { ...H } } } } }"
        "fragment H on Authority { registeredBy { registeredBy { registeredBy { registeredBy { id } } } } }",
        "The request is 14 levels deep; 12 are answered.",
    ),
    "aliases": (
        f"{{ viewer {{ {' '.join(f'a{i}: operator' for i in range(31))} }} }}",
        "The request has 31 aliases; 30 are answered.",
    ),
    "aliases of introspection": (
        f"{{ __schema {{ types {{ {' '.join(f'a{i}: fields {{ name }}' for i in range(31))} }} }} }}",
        "The request has 31 aliases; 30 are answered.",
    ),
    "root fields": (
        "{ " + "viewer { operator } " * 21 + "}",
        "The request has 21 root fields; 20 are answered.",
    ),
    "fields": ("{ viewer { " + "operator " * 500 + "} }", "The request has 501 fields; 500 are answered."),
    "fields of introspection": (
        "{ __schema { types { " + "name " * 900 + "} } }",
        "The request has 902 fields; 500 are answered.",
    ),
    "doubled fragments": (
        "{ viewer { ...F0 } }"
        + "".join(f"fragment F{i} on Viewer {{ ...F{i + 1} ...F{i + 1} }}" for i in range(16))
        + "fragment F16 on Viewer { operator }",
        "The request has 65537 fields; 500 are answered.",
    ),
    "a fragment of no use": (
        "{ viewer { operator } } fragment F on Viewer { " + "operator " * 900 + "}",
        "The request has 902 fields; 500 are answered.",
    ),
    "a fragment behind another of its name": (
        "{ viewer { ...F } } fragment F on Viewer { "
        + "operator " * 900
        + "} fragment F on Viewer { operator }",
        "The request has 902 fields; 500 are answered.",
    ),
    "characters": (
        "{ viewer { operator } }" + " " * 50_000,
        "The request has 50023 characters; 50000 are answered.",
    ),
}


@pytest.mark.parametrize(("query", "message"), HOSTILE.values(), ids=HOSTILE)
async def test_what_is_too_large_is_refused_and_nothing_is_read(api: Api, query: str, message: str) -> None:
    with api.statements() as ran:
        assert await api.error(query) == ("TOO_COMPLEX", message)
    assert ran == []


UNREADABLE = {
    "tokens": "{ viewer { operator } } " + "# \n" + "query Q { a } " * 500,
    "nested selections": "{ a " * 800 + "} " * 800,
    "nested lists": '{ authority(id: "' + "" + '") { id } a(b: ' + "[" * 900 + "]" * 900 + ") }",
    "nested objects": "{ a(b: " + "{c: " * 600 + "1" + "}" * 600 + ") }",
    "nested types": "query Q($a: " + "[" * 900 + "Int" + "]" * 900 + ") { viewer { operator } }",
}


@pytest.mark.parametrize("query", UNREADABLE.values(), ids=UNREADABLE)
async def test_what_is_too_long_or_too_deep_to_parse_is_refused(api: Api, query: str) -> None:
    code, message = await api.error(query)
    assert code in ("SYNTAX", "TOO_COMPLEX")
    assert "token" in message or "deep" in message


async def test_circles_of_fragments_are_refused(api: Api) -> None:
    circle = "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }"
    assert await api.error(circle) == ("VALIDATION", "Cannot spread fragment 'A' within itself via 'B'.")


async def test_introspection_that_grows_with_every_level_is_refused(api: Api) -> None:
    code, _ = await api.error(
        "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }"
    )
    assert code == "VALIDATION"


async def test_what_is_just_small_enough_is_answered(api: Api, network: Files) -> None:
    many = " ".join(f"a{i}: operator" for i in range(30))
    some = "id name type status email phone address"
    fields = f"{some} languages registeredBy {{ {some} }} validatingCoordinator {{ {some} }}"
    for query in (
        going_up(12),
        f"{{ viewer {{ {many} }} }}",
        "{ " + f'authority(id: "stadt") {{ {fields} }} ' * 20 + "}",
        "{ " + "viewer { operator } " * 20 + "}",
        "{ viewer { operator } }" + " " * 49_977,
    ):
        await api.ask(query)


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ids": ["x"] * 25_000}, "The variables hold more than 25000 values."),
        ({"ids": [["x"] * 12_500] * 2}, "The variables hold more than 25000 values."),
        (
            {"ids": {str(i): 1 for i in range(101)}},
            "An object in the variables has 101 fields; 100 are answered.",
        ),
        ({str(i): 1 for i in range(101)}, "An object in the variables has 101 fields; 100 are answered."),
    ],
    ids=["a list", "lists in a list", "an object", "variables"],
)
async def test_variables_that_hold_too_much_are_refused(
    api: Api, variables: dict[str, Any], said: str
) -> None:
    query = "query($ids: ID!) { authority(id: $ids) { id } }"
    assert await api.error(query, **variables) == ("TOO_COMPLEX", said)


async def test_a_message_does_not_repeat_all_that_was_sent(api: Api) -> None:
    query = "query($order: AuthorityOrder!) { authorities(first: 1, orderBy: $order) { totalCount } }"
    code, message = await api.error(query, order="N" * 500_000)
    assert (code, len(message)) == ("VALIDATION", 1001)
    assert message.startswith("Variable '$order' has invalid value: Value 'NNN")
    assert message.endswith("N…")


async def test_as_many_values_as_a_list_may_hold_are_read(api: Api) -> None:
    query = "mutation($input: AddRequestCoordinatorsInput!) { addRequestCoordinators(input: $input) { __typename } }"
    many = [str(i) for i in range(20_000)]
    await api.ask(query, input={"authorities": many, "area": "SD", "coordinators": ["nobody"]})


async def test_a_refusal_is_the_same_the_second_time(api: Api) -> None:
    """Texts are parsed and validated once: what was found out about one is kept."""
    for query, _ in HOSTILE.values():
        assert await api.error(query) == await api.error(query)
    for _ in range(2):
        assert (await api.error("{ nothing }"))[0] == "VALIDATION"
