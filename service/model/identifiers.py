"""The words of the domain: identifiers, enumerations and the rows that statements answer.

Rows are typed dictionaries, as the driver decodes them: naming their columns costs nothing at run time, and a
test holds each against the header of its .cypher file.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NewType

AuthorityId = NewType("AuthorityId", str)
StateCode = NewType("StateCode", str)
RegionCode = NewType("RegionCode", str)
AreaCode = NewType("AreaCode", str)
ChangeId = NewType("ChangeId", str)

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
        return cls(None if authority is None else AuthorityId(authority), operator=authority is None)

    @property
    def name(self) -> str:
        """As changes and tokens name the actor."""
        return self.authority or OPERATOR
