"""The lock of a Member State: who waits for it has it as soon as it is free, at the first try."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from service.graph import Graph, Writer
from service.statements import writing
from tests.changes.client import Client
from tests.graph import rows

LOCKS: dict[str, Callable[[Writer], Awaitable[Any]]] = {
    "by the state": lambda tx: writing.lock_states(tx, codes=["DE"]),  # type: ignore[list-item]
    "by an authority": lambda tx: writing.lock_states_of(tx, authorities=["amt"]),  # type: ignore[list-item]
}


@pytest.mark.parametrize("first", LOCKS)
@pytest.mark.parametrize("second", LOCKS)
async def test_who_waits_is_not_ended_by_an_edge_of_who_has_it(
    client: Client, first: str, second: str
) -> None:
    graph = client.graph
    locked = asyncio.Event()
    tries = 0

    async def holds(tx: Writer) -> int:
        (state,) = await LOCKS[first](tx)
        locked.set()
        await _blocked(graph)
        await tx.rows(
            "test", "MATCH (s:MemberState {code: 'DE'}) CREATE (:Change {id: 'test'})-[:OF]->(s)", {}
        )
        return int(state["revision"])

    async def waits(tx: Writer) -> int:
        nonlocal tries
        tries += 1
        (state,) = await LOCKS[second](tx)
        return int(state["revision"])

    holding = asyncio.create_task(graph.write(holds))
    await locked.wait()
    waited = await graph.write(waits)
    assert (waited - await holding, tries) == (1, 1)
    (state,) = await rows(graph, "MATCH (s:MemberState {code: 'DE'}) RETURN properties(s) AS p")
    assert "locked" not in state["p"]


async def _blocked(graph: Graph) -> None:
    """Return when some transaction waits for a lock."""
    while not await rows(  # noqa: ASYNC110  # the database tells of it only who asks
        graph, "SHOW TRANSACTIONS YIELD status WHERE status STARTS WITH 'Blocked' RETURN status"
    ):
        await asyncio.sleep(0.01)
