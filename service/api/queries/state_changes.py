"""What was changed of a state's network, when, by whom and why: `stateChanges`."""

from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.selection import selected
from service.api.queries.changes import RecordedChange
from service.api.queries.moments import SPAN, span_of
from service.api.types.connections import (
    MOST_DAYS,
    MOST_TOUCHED,
    After,
    ChangeOrder,
    Connection,
    First,
    keyset_arguments,
    page,
)
from service.api.types.objects import Authority, DateTime
from service.api.types.price import price
from service.model.identifiers import state_of
from service.statements import history

ChangedState = Annotated[str, strawberry.argument(description="Code of the Member State.")]
Since = Annotated[
    DateTime | None,
    strawberry.argument(
        name="from",
        description=f"Leave aside the changes until this moment: {SPAN}. Null: none.",
    ),
]
Until = Annotated[
    DateTime | None,
    strawberry.argument(
        description="Leave aside the changes after this moment, likewise; not in the future; null: none."
    ),
]


@strawberry.type(
    description="A change of a state's network as a whole; `changes` tells what it did to one authority."
)
class StateChange(RecordedChange):
    touched: list[Authority] = strawberry.field(
        resolver=reference.authorities("touched"),
        description=f"The authorities whose data or relations it changed: the first {MOST_TOUCHED} by their ids.",
        metadata=price(items=MOST_TOUCHED),
    )
    touched_count: int = strawberry.field(description="How many those are in all.")


@strawberry.type(description="A day on which a network was changed.")
class DayOfChanges:
    day: str = strawberry.field(description="The day in UTC, as `2009-01-15`.")
    count: int = strawberry.field(description="How many changes were made on it.")


@strawberry.type(description="A change of a state and its place among the others.")
class StateChangeEdge:
    cursor: str = strawberry.field(description="Its place, from the oldest on; opaque.")
    node: StateChange = strawberry.field(resolver=reference.change("id"), description="The change.")


@strawberry.type(description="A page of the changes of a state, the oldest first.")
class StateChangeConnection(Connection[StateChangeEdge]):
    days: list[DayOfChanges] = strawberry.field(
        description="The days on which there were any, those of all pages, the earliest first; counted only when selected. "
        f"Where there are more than {MOST_DAYS:,} such days, the last {MOST_DAYS:,}: ask for the others with an earlier `to`.",
        metadata=price(items=MOST_DAYS),
    )


async def state_changes(
    *,
    info: Info,
    state: ChangedState,
    from_: Since = None,
    to: Until = None,
    first: First,
    after: After = None,
) -> Any:
    """A page of them, or None where there is no such state. Raises BadInput."""
    span = span_of(from_, to)
    found = await info.context.graph.read(
        history.state_changes,
        state=state_of(state),
        begin=span.begin,
        end=span.end,
        most_days=MOST_DAYS if "days" in selected(info) else 0,
        **keyset_arguments(info, ChangeOrder.OLDEST, first, after, span.name),
    )
    if found is None:
        return None
    connection = page(
        found["rows"], found["total"], order=ChangeOrder.OLDEST, first=first, after=after, moment=span.name
    )
    return {**connection, "days": found["days"]}
