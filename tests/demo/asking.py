"""Asking for every page of a connection, and what every page must be."""

from typing import Any

from tests.changes.client import OPERATOR, Client

PAGE = 100
PAGE_INFO = "fragment Stands on PageInfo { hasNextPage hasPreviousPage startCursor endCursor }"


async def all_edges(client: Client, query: str, *, actor: str = OPERATOR, **variables: Any) -> list[Any]:
    """The edges of all pages, without their cursors, of a query of one connection that takes $first and $after.

    Every page is full but the last, says of itself where it stands and how many edges there are on all of them; one may
    begin after the cursor of any edge.
    """
    edges: list[Any] = []
    totals: set[int] = set()
    after: str | None = None
    while True:
        (page,) = (await client.query(actor, query, first=PAGE, after=after, **variables)).values()
        cursors = [edge.pop("cursor") for edge in page["edges"]]
        totals.add(page["totalCount"])
        last = len(edges) + len(cursors) == page["totalCount"]
        assert len(set(cursors)) == len(cursors) == min(PAGE, page["totalCount"] - len(edges))
        assert page["pageInfo"] == {
            "hasNextPage": not last,
            "hasPreviousPage": after is not None,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        }
        if len(cursors) == PAGE and after is None:
            asked = {**variables, "first": 2, "after": cursors[40]}
            (some,) = (await client.query(actor, query, **asked)).values()
            assert [edge.pop("cursor") for edge in some["edges"]] == cursors[41:43]
            assert some["edges"] == page["edges"][41:43]
        edges += page["edges"]
        if last:
            assert totals == {len(edges)}
            return edges
        after = cursors[-1]
