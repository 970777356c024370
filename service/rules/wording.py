"""Every sentence that a rule gives as its detail: a code, the names of its arguments, and its text in English.

    Code.NO_IMI_COORDINATOR(coordinator="DE-1")    the Detail “DE-1 is no IMI Coordinator”

The text is made of nothing but code and arguments, so that a client can word the same in any language. A code is never
renamed and never takes other arguments; a sentence that says something else gets a new code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, unique
from string import Formatter

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
            *("email", "phone", "address", "languages"),
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


class Detail(str):
    """A sentence in English, with the code and the arguments that it is made of, and what it stands in (`at`, outermost first)."""

    __slots__ = ("arguments", "at", "code")

    code: "Code"
    arguments: tuple[Argument, ...]
    at: tuple["Detail", ...]

    def __new__(
        cls, code: "Code", arguments: tuple[Argument, ...], at: tuple["Detail", ...] = ()
    ) -> "Detail":
        """Make the text of the parts."""
        text = code.value.format(**{each.name: str(each) for each in arguments})
        made = super().__new__(cls, ": ".join([*at, text]))
        made.code, made.arguments, made.at = code, arguments, at
        return made

    def within(self, place: "Detail") -> "Detail":
        """The same of something that stands in a place, which is named before it."""
        return Detail(self.code, self.arguments, (place, *self.at))


_AUTHORITY = Parameter(ArgumentKind.AUTHORITY)

PARAMETERS = {
    "area": Parameter(ArgumentKind.LEGISLATIVE_AREA),
    "authority": _AUTHORITY,
    "coordinator": _AUTHORITY,
    "monitor": _AUTHORITY,
    "own_region": Parameter(ArgumentKind.REGION, none="no region"),
    "region": Parameter(ArgumentKind.REGION, none="no region"),
    "registrar": _AUTHORITY,
    "state": Parameter(ArgumentKind.MEMBER_STATE),
}
"""The arguments by their names, which mean the same in every sentence."""


@unique
class Code(Enum):
    """The sentences: the stable code of each, and its text in English."""

    # why somebody monitors
    MONITOR_LINKED = "{monitor} is linked to {authority}"
    MONITOR_VALIDATES = "{monitor} is the Validating Coordinator of {authority}"
    MONITOR_GRANTS_ACCESS = "{monitor} is the Access Coordinator of {authority} in {area}"
    MONITOR_COORDINATES_REQUESTS = "{monitor} is a Request Coordinator of {authority} in {area}"
    MONITOR_IS_THE_NIMIC = "the NIMIC of a Member State monitors every authority of it"
    MONITOR_REGISTERED = "{monitor} registered {authority}, which lies in its region"
    MONITOR_APPOINTED_REGISTRAR = (
        "{authority} lies in the region of {monitor} and was registered by {registrar}, which {monitor} appointed as DIMIC "
        "in {area}"
    )
    MONITOR_REGISTERED_REGISTRAR = (
        "{authority} lies in the region of {monitor} and was registered by {registrar}, which {monitor} registered and "
        "which is or was a DIMIC"
    )

    # why somebody does not
    MONITOR_IS_THE_AUTHORITY = "an authority does not monitor itself"
    MONITOR_INACTIVE = "{monitor} is deactivated and monitors nothing"
    MONITOR_NOT_LINKED = "no link from {monitor} to {authority}"
    MONITOR_HOLDS_NOTHING = "{monitor} is neither Validating, Access nor Request Coordinator of {authority}"
    MONITOR_NOT_THE_NIMIC = "{monitor} is not the NIMIC of {state}"
    MONITOR_NO_SDIMIC = "{monitor} is no SDIMIC"
    MONITOR_WITHOUT_REGION = "{monitor} has no region"
    AUTHORITY_WITHOUT_REGION = "{authority} lies in no region, {monitor} coordinates {own_region}"
    AUTHORITY_OUTSIDE_REGION = "{authority} lies in {region}, outside {own_region}"
    AUTHORITY_WITHOUT_REGISTRAR = "nobody is recorded as the registrar of {authority}"
    REGISTRAR_NOT_CREATED = "{authority} was registered by {registrar}, which {monitor} did not create"
    REGISTRAR_NEVER_DIMIC = (
        "{authority} was registered by {registrar}, which {monitor} registered but which never was a DIMIC"
    )

    # about who holds what
    NO_IMI_COORDINATOR = "{coordinator} is no IMI Coordinator"

    def __init__(self, template: str) -> None:
        named = (name for _, name, _, _ in Formatter().parse(template) if name is not None)
        self.names = tuple(dict.fromkeys(named))
        """The arguments, in the order of the English text."""

    def __call__(self, **values: Value) -> Detail:
        """The sentence with these values; a list of them by `some`."""
        if values.keys() != set(self.names):
            raise TypeError(
                f"{self.name} takes {', '.join(self.names) or 'no argument'}, not {', '.join(values)}"
            )
        return Detail(self, tuple(_argument(name, values[name]) for name in self.names))


def _argument(name: str, value: Value) -> Argument:
    match value:
        case None:
            return Argument(name, ())
        case Some():
            return Argument(name, value.values, value.more)
        case _:
            return Argument(name, (str(value),))
