"""Which authorities and relations came and went between two moments, and by which change: `networkDifference`."""

from typing import Any

import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.reference import Parent
from service.api.queries.moments import From, To, span_of
from service.api.queries.state_changes import ChangedState, StateChange
from service.api.types.connections import After, ChangeOrder, Connection, First, keyset_arguments, page
from service.api.types.objects import Authority, DateTime, LegislativeArea, MemberState
from service.api.types.price import price
from service.model.identifiers import Relation, state_of
from service.statements import history


@strawberry.type(
    description="An authority that took part at only one of two moments, and its place among the others."
)
class AuthorityDifferenceEdge:
    cursor: str = strawberry.field(description="Its place among the others; opaque.")
    node: Authority = strawberry.field(
        resolver=reference.authority("id"), description="The authority, at the later moment."
    )
    came: bool = strawberry.field(
        description="True: it took part at the later moment and not at the earlier one; it was registered or reactivated. "
        "False: it was deactivated."
    )
    change: StateChange = strawberry.field(
        resolver=reference.change("change"), description="The change by which it last came or went."
    )


@strawberry.type(
    description="A page of the authorities that took part at only one of two moments, in the order of the changes, then of "
    "their ids."
)
class AuthorityDifferenceConnection(Connection[AuthorityDifferenceEdge]):
    pass


@strawberry.type(description="A relation between two authorities that was there at only one of two moments.")
class DifferentRelation:
    relation: Relation = strawberry.field(
        description="`VALIDATES`, `GRANTS_ACCESS`, `COORDINATES_REQUESTS` or `LINKED_TO`."
    )
    from_: Authority = strawberry.field(
        name="from", resolver=reference.authority("holder"), description="Who held it, at the later moment."
    )
    to: Authority = strawberry.field(
        resolver=reference.authority("authority"), description="With whom, at the later moment."
    )
    area: LegislativeArea | None = strawberry.field(
        resolver=reference.area("area"), description="The legislative area, where the relation has one."
    )


@strawberry.type(
    description="A relation that was there at only one of two moments, and its place among the others."
)
class RelationDifferenceEdge:
    cursor: str = strawberry.field(description="Its place among the others; opaque.")
    node: DifferentRelation = strawberry.field(description="The relation.")
    came: bool = strawberry.field(
        description="True: it was there at the later moment and not at the earlier one; it began. False: it ended."
    )
    change: StateChange = strawberry.field(
        resolver=reference.change("change"), description="The change by which it last began or ended."
    )


@strawberry.type(
    description="A page of the relations that were there at only one of two moments, in the order of the changes, then of "
    "relation, area, `from` and `to`."
)
class RelationDifferenceConnection(Connection[RelationDifferenceEdge]):
    pass


async def _authorities(root: Parent, info: Info, first: First, after: After = None) -> Any:
    return await _page(info, root, history.network_difference_authorities, first, after)


async def _relations(root: Parent, info: Info, first: First, after: After = None) -> Any:
    found = await _page(info, root, history.network_difference_relations, first, after)
    return {**found, "edges": [{**edge, "node": edge} for edge in found["edges"]]}


async def _page(info: Info, root: Parent, statement: Any, first: int, after: str | None) -> dict[str, Any]:
    order, span = ChangeOrder.OLDEST, root["span"]
    found = await info.context.graph.read(
        statement,
        state=root["state"],
        begin=span.begin,
        end=span.end,
        **keyset_arguments(info, order, first, after, span.name),
    )
    return page(found["rows"], found["total"], order=order, first=first, after=after, moment=span.name)


@strawberry.type(
    description="How the network of one Member State at one moment differs from what it was at an earlier one."
)
class NetworkDifference:
    state: MemberState = strawberry.field(
        resolver=reference.state("state"), description="The Member State, at the later moment."
    )
    from_: DateTime = strawberry.field(name="from", description="The earlier moment.")
    to: DateTime = strawberry.field(description="The later moment.")
    authorities: AuthorityDifferenceConnection = strawberry.field(
        resolver=_authorities,
        description="The authorities that took part at only one of the moments, a page at a time.",
        metadata=price(units=1_000),  # whom each change between touched
    )
    relations: RelationDifferenceConnection = strawberry.field(
        resolver=_relations,
        description="The relations that were there at only one of the moments, a page at a time: those that a map draws. "
        "One that ended and began anew is in neither.",
        metadata=price(units=2_000),
    )


async def network_difference(
    *, info: Info, state: ChangedState, from_: From, to: To = None
) -> dict[str, Any] | None:
    """What leads to the difference, or None where there is no such state. Raises BadInput."""
    span = span_of(from_, to)
    row = await info.context.answer_as_of(info, span.moment).state.load(state_of(state))
    return row and {"state": row["code"], "span": span, "from_": span.begin, "to": span.end}
