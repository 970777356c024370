"""What the sentences of the rules speak of: their arguments by name, and how English writes each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_NAMED = 5
"""Of many values that a sentence could name."""


class ArgumentKind(StrEnum):
    """What the values of an argument are."""

    AUTHORITY = "AUTHORITY"
    MEMBER_STATE = "MEMBER_STATE"
    REGION = "REGION"
    LEGISLATIVE_AREA = "LEGISLATIVE_AREA"
    POWER = "POWER"
    RELATION = "RELATION"
    COLUMN = "COLUMN"
    NUMBER = "NUMBER"
    TEXT = "TEXT"


WORDS: dict[ArgumentKind, dict[str, str]] = {
    ArgumentKind.POWER: {
        "REGISTER_SDIMIC": "register an SDIMIC",
        "REGISTER_DIMIC": "register a DIMIC",
        "REGISTER_CA": "register a Competent Authority",
        "GRANT_ACCESS": "give access",
    },
    ArgumentKind.RELATION: {
        relation: relation for relation in ("VALIDATES", "GRANTS_ACCESS", "COORDINATES_REQUESTS")
    },
    ArgumentKind.COLUMN: {
        column: column
        for column in (
            *("name", "name_language", "other_names", "region", "external_ids"),
            *("email", "phone", "web", "address", "languages"),
            *("keywords", "professions", "flags", "territory"),
        )
    },
}
"""How English writes the values of which there are few: those of powers as what one does."""


@dataclass(frozen=True)
class Some:
    """A few of several values, and how many more there are."""

    values: tuple[str, ...]
    more: int = 0


def some(values: Sequence[str], but: str | None = None) -> Some:
    """The first of some values, and how many more there are, so that what is said of each stays short."""
    few = [value for value in values[: MOST_NAMED + 1] if value != but][:MOST_NAMED]
    return Some(tuple(few), max(0, len(values) - len(few) - (but is not None)))


Value = str | int | None | Some


@dataclass(frozen=True)
class Parameter:
    """What the argument of one name is in every sentence that has it, and how English writes it.

    `none` is written where there is no value; without it there always is one. Several values are joined by `between`, and
    `rest` says how many more there are.
    """

    kind: ArgumentKind = ArgumentKind.TEXT
    none: str | None = None
    between: str = ", "
    rest: str = " and {more:,} more"


@dataclass(frozen=True)
class Argument:
    """One argument of a sentence: no value, one, or the first of several, with how many more there are."""

    name: str
    values: tuple[str, ...]
    more: int = 0

    @property
    def kind(self) -> ArgumentKind:
        """What its values are."""
        return PARAMETERS[self.name].kind

    def __str__(self) -> str:
        """As English writes it."""
        parameter = PARAMETERS[self.name]
        if not self.values:
            assert parameter.none is not None, f"{self.name} has no value"
            return parameter.none
        if parameter.kind is ArgumentKind.NUMBER:
            return f"{int(self.values[0]):,}"
        words = WORDS.get(parameter.kind, {})
        listed = parameter.between.join(words.get(value, value) for value in self.values)
        return listed + (parameter.rest.format(more=self.more) if self.more else "")


_AREA = Parameter(ArgumentKind.LEGISLATIVE_AREA)
_AUTHORITY = Parameter(ArgumentKind.AUTHORITY)

PARAMETERS = {
    "actor": _AUTHORITY,
    "appointments": Parameter(),
    "area": _AREA,
    "areas": _AREA,
    "authorities": _AUTHORITY,
    "authority": _AUTHORITY,
    "circle": Parameter(ArgumentKind.AUTHORITY, between=" → ", rest=" → …"),
    "column": Parameter(),
    "columns": Parameter(ArgumentKind.COLUMN),
    "coordinator": _AUTHORITY,
    "count": Parameter(ArgumentKind.NUMBER),
    "external_id": Parameter(),
    "file": Parameter(),
    "holder": Parameter(ArgumentKind.AUTHORITY, none="the operator"),
    "key": Parameter(),
    "keywords": Parameter(),
    "line": Parameter(),
    "lines": Parameter(),
    "monitor": _AUTHORITY,
    "mutation": Parameter(),
    "name": Parameter(),
    "nimic": _AUTHORITY,
    "observed": _AUTHORITY,
    "observer": _AUTHORITY,
    "other_external_id": Parameter(),
    "other_name": Parameter(),
    "own_region": Parameter(ArgumentKind.REGION, none="no region"),
    "place": Parameter(ArgumentKind.REGION, none="the whole state"),
    "power": Parameter(ArgumentKind.POWER),
    "region": Parameter(ArgumentKind.REGION, none="no region"),
    "registrar": _AUTHORITY,
    "relation": Parameter(ArgumentKind.RELATION),
    "role": Parameter(),
    "settings": Parameter(ArgumentKind.COLUMN, between=" and "),
    "state": Parameter(ArgumentKind.MEMBER_STATE),
    "territory": Parameter(ArgumentKind.REGION, none="the whole state"),
    "type": Parameter(),
    "value": Parameter(),
    "word": Parameter(),
}
"""The arguments by their names, which mean the same in every sentence."""


def argument(name: str, value: Value) -> Argument:
    """The argument of this name with this value."""
    match value:
        case None:
            return Argument(name, ())
        case Some():
            return Argument(name, value.values, value.more)
        case _:
            return Argument(name, (str(value),))
