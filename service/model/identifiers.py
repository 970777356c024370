"""The words of the domain: identifiers, enumerations and the rows that statements answer.

Rows are typed dictionaries, as the driver decodes them: naming their columns costs nothing at run time, and a
test holds each against the header of its .cypher file.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NewType

from service.model.texts import in_capitals, one_spelling, trimmed

AuthorityId = NewType("AuthorityId", str)
StateCode = NewType("StateCode", str)
RegionCode = NewType("RegionCode", str)
AreaCode = NewType("AreaCode", str)
ChangeId = NewType("ChangeId", str)

SPELLED_ALIKE: set[str] = set()
"""Ids and codes of this graph that one spelling would make one, from before there was one: these stay as they are.

There are none but in graphs in which such were registered (migration 0012); none is added while a process runs.
"""


OTHER_CODE = {"GR": "EL", "EL": "GR", "UK": "GB", "GB": "UK"}
"""The states with two codes: the European institutions write EL and UK, ISO 3166 GR and GB."""


def without_space(text: str) -> str:
    """The text as it is handed in, without space at its ends, unless that space is part of one of SPELLED_ALIKE."""
    return text if text in SPELLED_ALIKE else trimmed(text)


def id_of(text: str) -> AuthorityId:
    """An authority's id in the one spelling in which it is kept, whoever writes it: files, clients, tokens, addresses."""
    return AuthorityId(text if text in SPELLED_ALIKE else one_spelling(text))


def code_of(text: str) -> str:
    """The code of a state, a region or an area in the one spelling in which it is kept: that of ids, in upper case."""
    return text if text in SPELLED_ALIKE else in_capitals(text)


def spelled(kind: str, text: str) -> str:
    """The one spelling of the id of an `authority`, or of the code of a `state`, `region` or `area`, whatever it clashes with."""
    return one_spelling(text) if kind == "authority" else in_capitals(text)


def state_of(text: str) -> StateCode:
    """The code of a Member State in its one spelling."""
    return StateCode(code_of(text))


def area_of(text: str) -> AreaCode:
    """The code of a legislative area in its one spelling."""
    return AreaCode(code_of(text))


Instant = NewType("Instant", str)
"""A moment in UTC as ISO 8601 text of fixed width, `2009-01-15T09:00:00.000000Z`: instants compare as text."""


def instant(moment: datetime) -> Instant:
    """The moment as an `Instant`; a time without a zone is taken for UTC."""
    zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return Instant(zoned.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z")


def present() -> Instant:
    """Now, by this machine's clock."""
    return instant(datetime.now(UTC))


def later_of(now: Instant, last: Instant | None) -> Instant:
    """The time of a change: now, or a microsecond after the state's last change where a clock is slow."""
    if last is None or now > last:
        return now
    return instant(datetime.fromisoformat(last) + timedelta(microseconds=1))


class AuthorityType(StrEnum):
    """What an authority is in its Member State (domain.md §1)."""

    NIMIC = "NIMIC"
    SDIMIC = "SDIMIC"
    DIMIC = "DIMIC"
    CA = "CA"


class Role(StrEnum):
    """The role an authority plays in one legislative area (R3)."""

    CA = "CA"
    DIMIC = "DIMIC"


class Status(StrEnum):
    """Whether an authority takes part; a deactivated one is frozen (R77)."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class Relation(StrEnum):
    """The edges between two authorities."""

    VALIDATES = "VALIDATES"
    GRANTS_ACCESS = "GRANTS_ACCESS"
    COORDINATES_REQUESTS = "COORDINATES_REQUESTS"
    LINKED_TO = "LINKED_TO"
    REGISTERED = "REGISTERED"
    APPOINTED = "APPOINTED"


class Flag(StrEnum):
    """How an authority deals with the requests of one area (R24, R42)."""

    APPROVE_REQUESTS = "APPROVE_REQUESTS"
    APPROVE_REPLIES = "APPROVE_REPLIES"


OPERATOR = "operator"
"""Who acts where no authority does, as a Change names it; hence no authority's id."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a user of an authority, or the operator of the service (R12), never both."""

    authority: AuthorityId | None
    operator: bool = False
    reads_only: bool = False

    @classmethod
    def of(cls, authority: str | None) -> "Actor":
        """A user of this authority; of none: the operator."""
        return cls(None if authority is None else id_of(authority), operator=authority is None)

    @property
    def name(self) -> str:
        """As changes and tokens name the actor."""
        return self.authority or OPERATOR
