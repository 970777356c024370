"""The moment that a client asks about: a time, or a day, which is asked about as it ended."""

import re
from datetime import UTC, datetime
from typing import Annotated

import strawberry

from service.api.types.errors import BadInput
from service.api.types.objects import DateTime
from service.model.identifiers import Instant, instant

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
    now = instant(datetime.now(UTC))
    is_future = given > now[:10] if DAY.fullmatch(given) else moment > now
    if is_future:
        raise BadInput(f"`{argument}` is in the future: {given}. It is {now} now.")
    return moment
