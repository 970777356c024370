"""Statements planned before anyone asks them.

Neo4j plans a statement when it first meets it, which takes seconds for the great ones, and keeps the plan until it ends.
So while requests are answered every reading statement is explained once, and again whenever the database is back, one
after the other beside all other work. Who asks a statement that is being planned waits no longer than without. It is a
courtesy: what cannot be planned is logged and disturbs nothing.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.database.graph import Graph, Unavailable
from service.database.statement import PAST_TEXTS, PRESENT_TEXTS

log = logging.getLogger(__name__)

FIRST_COME_SECONDS = 3
"""How long who waits already for a Neo4j that has just started has it alone: it is slow then, and planning is much work."""


async def warm_up(graph: Graph) -> None:
    """Have the database plan every reading statement: those of the present first, and of those the longest.

    Raises nothing: a statement that cannot be planned is left to the request that runs it.
    """
    for texts in (PRESENT_TEXTS, PAST_TEXTS):
        for text in sorted(texts, key=len, reverse=True):
            try:
                await graph.plan(text)
            except Unavailable:
                pass  # others log it, and all is planned when the database is back
            except Exception as error:  # only its type is logged: the message may hold data
                log.warning("a statement was not planned: %s", type(error).__name__)


@asynccontextmanager
async def planned(graph: Graph, *, after_seconds: float = FIRST_COME_SECONDS) -> AsyncIterator[None]:
    """Meanwhile statements are planned ahead, from soon on and again each time the database comes back."""

    async def keep_planned() -> None:
        while True:
            back = graph.back
            await asyncio.sleep(after_seconds)
            await warm_up(graph)
            await back.wait()

    keeping = asyncio.create_task(keep_planned())
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)
