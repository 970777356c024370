"""Who entered a scope and who left it between two moments, and by which change: `scopeDifference`."""

from typing import Annotated, Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.reference import Parent
from service.api.queries.changes import Change, change_row
from service.api.queries.moments import From, To, span_of
from service.api.types.connections import After, Connection, First, OrderBy, page, page_arguments
from service.api.types.enums import AuthorityOrder
from service.api.types.objects import Authority
from service.api.types.price import price
from service.model.identifiers import AuthorityId
from service.rules.monitoring import turned
from service.statements import monitoring

ScopeMonitor = Annotated[strawberry.ID, strawberry.argument(description="Id of the authority that monitors.")]


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
        metadata=price(units=5),
    )


@strawberry.type(description="A page of the authorities that were monitored at only one of two moments.")
class ScopeDifferenceConnection(Connection[ScopeDifferenceEdge]):
    pass


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
    span = span_of(from_, to)
    info.context.answer_as_of(info, span.moment)
    found = await info.context.graph.read(
        monitoring.scope_difference,
        monitor=AuthorityId(monitor),
        begin=span.begin,
        end=span.end,
        **page_arguments(info, order_by, first, after, span.name),
    )
    if found is None:
        return None
    rows = [
        {
            **row,
            "turned": turned(row["periods"], span.end),
            "concerned": [id for id in (row["id"], AuthorityId(monitor), row["registrar"]) if id],
        }
        for row in found["rows"]
    ]
    return page(rows, found["total"], order=order_by, first=first, after=after, moment=span.name)
