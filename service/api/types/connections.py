"""Pages: Relay's connections with keyset cursors, stable while others write."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

import orjson
import strawberry

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.execution.selection import selected
from service.api.types.enums import AuthorityOrder
from service.api.types.errors import BadInput
from service.api.types.objects import Authority, Reason
from service.api.types.price import price
from service.model.identifiers import Instant

LONGEST_PAGE = 100
MOST_DAYS = 4_000
"""By how many days changes are counted: ten years of them."""
MOST_TOUCHED = 20
"""How many authorities a change names that it touched, as queries/read/changes_by_id.cypher has it."""
MOMENTS = re.compile(r"[-:.0-9TZ]{27}( to ([-:.0-9TZ]{27}|now))?")
"""What a cursor says of the past: the moment of the answer, or the two that are compared."""


class ChangeOrder(StrEnum):
    """In which order changes are listed."""

    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


Order = AuthorityOrder | ChangeOrder
ORDERS = {*AuthorityOrder, *ChangeOrder}
"""What a cursor may be of: it says of which."""

First = Annotated[int, strawberry.argument(description=f"How many at most: 1 to {LONGEST_PAGE}.")]
After = Annotated[
    str | None,
    strawberry.argument(description="Cursor of the edge after which the page begins; null: at the first."),
]
OrderBy = Annotated[AuthorityOrder, strawberry.argument(description="In which order.")]


@strawberry.type(description="Where a page stands among the others.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether the page began after a cursor.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first edge; null without any.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last edge; null without any.")


EdgeType = TypeVar("EdgeType")


@strawberry.type
class Connection(Generic[EdgeType]):
    """What every page holds; each has a name and a description of its own."""

    edges: list[EdgeType] = strawberry.field(
        description="What is on the page, in order.", metadata=price(paged=True)
    )
    page_info: PageInfo = strawberry.field(description="Where the page stands among the others.")
    total_count: int = strawberry.field(
        description="How many there are on all pages; counted only when selected."
    )


@strawberry.type(description="An authority and its place among the others.")
class AuthorityEdge:
    cursor: str = strawberry.field(description="Its place in this order; opaque.")
    node: Authority = strawberry.field(resolver=reference.authority("id"), description="The authority.")


@strawberry.type(description="A page of authorities.")
class AuthorityConnection(Connection[AuthorityEdge]):
    pass


@strawberry.type(description="A monitored authority, its place among the others, and why it is monitored.")
class MonitoringScopeEdge:
    cursor: str = strawberry.field(description="Its place in this order; opaque.")
    node: Authority = strawberry.field(
        resolver=reference.authority("id"), description="The monitored authority."
    )
    reasons: list[Reason] = strawberry.field(description="Every reason that holds.")


@strawberry.type(description="A page of the authorities that one authority may monitor.")
class MonitoringScopeConnection(Connection[MonitoringScopeEdge]):
    pass


def page_arguments(
    info: Info, order: AuthorityOrder, first: int, after: str | None, moment: Instant | None = None
) -> dict[str, Any]:
    """The parameters of a statement that pages in a choice of orders. Raises BadInput."""
    return {"by_id": order is AuthorityOrder.ID, **keyset_arguments(info, order, first, after, moment)}


def keyset_arguments(
    info: Info, order: Order, first: int, after: str | None, moment: Instant | None = None
) -> dict[str, Any]:
    """The parameters of any paging statement. One more row than asked for tells whether more follow. Raises BadInput."""
    if not 1 <= first <= LONGEST_PAGE:
        raise BadInput(f"`first` must be between 1 and {LONGEST_PAGE}, not {first}.")
    return {
        "after": "" if after is None else _key(after, order, moment),
        "limit": first + 1,
        "with_total": "totalCount" in selected(info),
    }


def page(
    rows: Sequence[Mapping[str, Any]],
    total: int | None,
    *,
    order: Order,
    first: int,
    after: str | None,
    moment: Instant | None = None,
) -> dict[str, Any]:
    """A connection of rows that hold `id`, `key` and whatever the edge shows."""
    edges = [{**row, "cursor": _cursor(row["key"], order, moment)} for row in rows[:first]]
    return {
        "edges": edges,
        "page_info": {
            "has_next_page": len(rows) > first,
            "has_previous_page": after is not None,
            "start_cursor": edges[0]["cursor"] if edges else None,
            "end_cursor": edges[-1]["cursor"] if edges else None,
        },
        "total_count": total,
    }


def _cursor(key: str, order: Order, moment: Instant | None) -> str:
    parts = [order.value, key] if moment is None else [order.value, key, moment]
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode("ascii")


def _key(cursor: str, order: Order, moment: Instant | None) -> str:
    try:
        match orjson.loads(base64.b64decode(cursor.encode("ascii"), b"-_", validate=True)):
            case [str(of), str(key), *then] if of in ORDERS and all(map(_is_of_the_past, then)):
                if of != order:
                    raise BadInput(
                        f"`after` is a cursor of the order {of}; this request asks for the order {order.value}."
                    )
                if then != ([] if moment is None else [moment]):
                    raise BadInput(
                        f"`after` is a cursor of the network as of {then[0] if then else 'now'}; this request asks for "
                        f"{moment or 'now'}: go on with the moments of the first page."
                    )
                return key
    except (ValueError, binascii.Error):
        pass
    raise BadInput("`after` is not a cursor of this service: take `endCursor` or `cursor` of a page.")


def _is_of_the_past(then: object) -> bool:
    return isinstance(then, str) and MOMENTS.fullmatch(then) is not None
