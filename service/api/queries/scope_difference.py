"""Who entered a scope and who left it between two moments, and by which change: `scopeDifference`."""

from datetime import UTC, datetime
from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.reference import Parent
from service.api.queries.changes import Change, change_row
from service.api.queries.moments import moment_of
from service.api.types.connections import After, First, OrderBy, PageInfo, page, page_arguments
from service.api.types.enums import AuthorityOrder
from service.api.types.errors import BadInput
from service.api.types.objects import Authority, DateTime
from service.model.identifiers import AuthorityId, Instant, instant
from service.rules.monitoring import turned
from service.statements import monitoring

ScopeMonitor = Annotated[strawberry.ID, strawberry.argument(description="Id of the authority that monitors.")]
From = Annotated[
    DateTime,
    strawberry.argument(
        name="from",
        description="The earlier moment: a time, as `2009-01-15T09:00:00Z`, or a date, which is the end of that day in UTC.",
    ),
]
To = Annotated[
    DateTime | None,
    strawberry.argument(
        description="The later moment, likewise; not in the future; null: now. What is answered of authorities is of then, "
        "as with `asOf`."
    ),
]


async def _change(root: Parent, info: Info) -> Any:
    """Told of the first whom it touched of those whose relations decide whether the monitor sees the authority."""
    for id in root["concerned"]:
        if row := await info.context.loaders_of(info).change_at.load((id, root["turned"])):
            return change_row(row, id)
    return None


@strawberry.type(
    description="An authority that was monitored at only one of two moments, and its place among the others."
)
class ScopeDifferenceEdge:
    cursor: str = strawberry.field(description="Its place in this order; opaque.")
    node: Authority = strawberry.field(
        resolver=reference.authority("id"), description="The authority, at the later moment."
    )
    entered: bool = strawberry.field(
        description="True: monitored at the later moment and not at the earlier one; it entered. False: it left."
    )
    change: Change | None = strawberry.field(
        resolver=_change,
        description="The change by which it last entered or left, as it touched it; where it did not touch it, as it "
        "touched the monitor or else the registrar (R46). Null where only a date that an import wrote says when.",
    )


@strawberry.type(description="A page of the authorities that were monitored at only one of two moments.")
class ScopeDifferenceConnection:
    edges: list[ScopeDifferenceEdge] = strawberry.field(description="The authorities of the page, in order.")
    page_info: PageInfo = strawberry.field(description="Where the page stands among the others.")
    total_count: int = strawberry.field(
        description="How many there are on all pages; counted only when selected."
    )


async def scope_difference(
    *,
    info: Info,
    monitor: ScopeMonitor,
    from_: From,
    to: To = None,
    first: First,
    order_by: OrderBy = AuthorityOrder.NAME,
    after: After = None,
) -> Any:
    """A page of them, or None where there is no such monitor. Raises BadInput."""
    begin, moment = moment_of("from", from_), moment_of("to", to)
    end = moment or instant(datetime.now(UTC))
    assert begin is not None
    if begin >= end:
        raise BadInput(f"`from` must be earlier than `to`: {begin} is not earlier than {end}.")
    info.context.answer_as_of(info, moment)
    between = Instant(f"{begin} to {moment or 'now'}")
    found = await info.context.graph.read(
        monitoring.scope_difference,
        monitor=AuthorityId(monitor),
        begin=begin,
        end=end,
        **page_arguments(info, order_by, first, after, between),
    )
    if found is None:
        return None
    rows = [
        {
            **row,
            "turned": turned(row["periods"], end),
            "concerned": [id for id in (row["id"], AuthorityId(monitor), row["registrar"]) if id],
        }
        for row in found["rows"]
    ]
    return page(rows, found["total"], order=order_by, first=first, after=after, moment=between)
