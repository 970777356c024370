"""Inputs of any shape that the SDL allows, of values that are known to the network and of some that no one expects."""

from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    is_required_input_field,
)
from hypothesis import strategies as st

Values = st.SearchStrategy[Any]

NASTY = [
    "",
    "  ",
    "\u0000",
    "a\nb",
    "\u2028",
    "x" * 2001,
    "DIMIC",
    "🙂",
    "Ω-ż ß",
    "' OR 1=1 //",
    "$id",
    "\\",
    "a:b=c;d",
    "nobody",
]
"""Texts for which somebody has once forgotten to look."""

KNOWN: dict[str, list[str]] = {
    "area": ["SD", "PQ", "TD"],
    "code": ["SD", "TD", "DE", "BY1", "HH", "XX"],
    "content": [
        "id,state,region,type,name,registered_by\nneu,DE,BY1,CA,Neu,regierung\n",
        "authority,area,role\nneu,SD,CA\nstadt,PQ,CA\n",
        "observer,observed\nstadt,kreis\n",
        "id\n",
        'a,"b',
    ],
    "keyword": ["building", "catering", "licences"],
    "keywords": ["building", "catering", "licences"],
    "language": ["de", "en", "no language"],
    "languages": ["de", "el"],
    "nameLanguage": ["de", "no language"],
    "parent": ["BY", "BY1", "FR1"],
    "region": ["BY", "BY1", "BE", "HH", "FR1"],
    "search": ["authority", "amt"],
    "state": ["DE", "FR"],
    "territory": ["BY", "BY1", "BE"],
    "username": ["m.mueller"],
}
"""Texts that mean something, by the name of the field."""

NAMES = ["authorities.csv", "access.csv", "links.csv", "Landratsamt", "Authority amt", "SDIMIC Bayern"]


def texts(name: str, ids: list[str]) -> Values:
    """Texts for a field: mostly such as mean something there."""
    known = KNOWN.get(name) or (NAMES if name in ("name", "scheme", "value", "reason") else ids)
    return st.sampled_from([*known * (5 * len(NASTY) // len(known) + 1), *NASTY])


def altered(accepted: dict[str, Any], type: Any, ids: list[str]) -> Values:
    """An accepted input with some of its columns said otherwise, or more said."""
    others = values(type, "input", ids)
    return st.builds(
        lambda other, kept: accepted | {key: value for key, value in other.items() if key not in kept},
        others,
        st.sets(st.sampled_from(sorted(type.of_type.fields))),
    )


def values(type: Any, name: str, ids: list[str]) -> Values:
    """Any value of an input type, for a field of this name."""
    if isinstance(type, GraphQLNonNull):
        return _present(type.of_type, name, ids)
    return st.one_of(st.none(), _present(type, name, ids))


def _present(type: Any, name: str, ids: list[str]) -> Values:
    match type:
        case GraphQLList():
            return st.lists(values(type.of_type, name, ids), max_size=3)
        case GraphQLEnumType():
            return st.sampled_from(sorted(type.values))
        case GraphQLInputObjectType():
            required = {
                key: values(each.type, key, ids)
                for key, each in type.fields.items()
                if is_required_input_field(each)
            }
            optional = {
                key: values(each.type, key, ids) for key, each in type.fields.items() if key not in required
            }
            return st.fixed_dictionaries(required, optional=optional)
        case GraphQLScalarType(name="Boolean"):
            return st.booleans()
        case GraphQLScalarType(name="Int"):
            return st.sampled_from([0, 1, -1, 2, 2**31 - 1])
        case GraphQLScalarType(name="Float"):
            return st.sampled_from([0.0, -0.0, 12.5, -180.0, 91.0, 1e-9, 1e300])
        case _:
            return texts(name, ids)
