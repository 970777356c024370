"""The moment that a client asks about: a time, or a day, which is asked about as it ended."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from service.api.types.errors import BadInput
from service.api.types.objects import DateTime
from service.model.identifiers import Instant, instant, present

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII)

AsOf = Annotated[
    DateTime | None,
    strawberry.argument(
        description="Answer for the network as it stood then: a time, as `2009-01-15T09:00:00Z`, or a date, which is the "
        "end of that day in UTC; not in the future; null: as it stands. Everything below this field is of that moment, "
        "but for what has no past: names, contact data and external ids of authorities, states, regions and legislative "
        "areas are those of today; what is of the present only is refused."
    ),
]

SPAN = "a time, as `2009-01-15T09:00:00Z`, or a date, which is the end of that day in UTC"
From = Annotated[DateTime, strawberry.argument(name="from", description=f"The earlier moment: {SPAN}.")]
To = Annotated[
    DateTime | None,
    strawberry.argument(
        description="The later moment, likewise; not in the future; null: now. What is answered of authorities is of then, "
        "as with `asOf`."
    ),
]
EARLIEST = Instant("0001-01-01T00:00:00.000000Z")
"""Before every change."""


@dataclass(frozen=True)
class Span:
    """Two moments, as `from` and `to` say them: what came to be after `begin` and until `end`, with it."""

    begin: Instant
    end: Instant
    moment: Instant | None
    """The later one as it was asked for; null: now."""

    @property
    def name(self) -> Instant:
        """How cursors say it: the same for every page of a request, whenever it is asked for."""
        return Instant(f"{self.begin} to {self.moment or 'now'}")


def span_of(from_: str | None, to: str | None) -> Span:
    """The span that the arguments `from` (null: from the beginning) and `to` (null: until now) say. Raises BadInput."""
    begin, moment = moment_of("from", from_) or EARLIEST, moment_of("to", to)
    end = moment or present()
    if begin >= end:
        raise BadInput(f"`from` must be earlier than `to`: {begin} is not earlier than {end}.")
    return Span(begin, end, moment)


def moment_of(argument: str, given: str | None) -> Instant | None:
    """The moment that an argument says, if any. Raises BadInput."""
    if given is None:
        return None
    try:
        if DAY.fullmatch(given):
            moment = instant(datetime.fromisoformat(f"{given}T23:59:59.999999+00:00"))
        elif TIME.fullmatch(given):
            moment = instant(datetime.fromisoformat(given))
        else:
            raise ValueError
    except (ValueError, OverflowError):
        shown = given if len(given) <= 50 else f"{given[:50]}…"  # longer than any time
        raise BadInput(
            f"`{argument}` must be a time with its zone, as 2009-01-15T09:00:00Z, or a date, as 2009-01-15; "
            f"it is {shown!r}."
        ) from None
    now = present()
    is_future = given > now[:10] if DAY.fullmatch(given) else moment > now
    if is_future:
        raise BadInput(f"`{argument}` is in the future: {given}. It is {now} now.")
    return moment
