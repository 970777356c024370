"""What several statements read as if it were one moment: read again where a change came in between.

Neo4j shows every statement what is committed by then, within one transaction too. Every change of a state grows the
state's revision, behind the state's lock: where the revisions are the same after as before, nothing came in between.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from service.database.graph import Conflict
from service.statements.network import StateRow

T = TypeVar("T")

TRIES = 5
"""How often it is read before it is given up."""


async def one_moment(
    states: Callable[[], Awaitable[list[StateRow]]],
    read: Callable[[list[StateRow]], Awaitable[T]],
    *,
    imported_in_part: bool = False,
) -> T:
    """What `read` makes of these states while they stay as they are.

    Raises Conflict where changes keep coming in between, and, unless `imported_in_part`, where an import of one of the
    states is at work or was interrupted: what it has written so far is no network.
    """
    before = await states()
    for _ in range(TRIES):
        importing = [row["code"] for row in before if row["importing"] is not None]
        if importing and not imported_in_part:
            raise Conflict(
                f"an import of {', '.join(importing)} is at work or was interrupted: see `finish-import`"
            )
        found = await read(before)
        after = await states()
        if after == before:
            return found
        before = after
    raise Conflict("the network keeps changing while it is read: try again when it is quiet")
