"""The lock of a Member State: who waits for it has it as soon as it is free, at the first try."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from strawberry.utils.str_converters import to_camel_case

from service.api.mutations.mutation import NetworkMutation
from service.database.graph import Writer
from service.model.identifiers import StateCode
from service.rules.catalogue import Rule
from service.statements import writing
from tests.changes.client import Client
from tests.graph import blocked, rows

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
        await blocked(graph)
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


STADT: dict[str, Any] = {"authority": "stadt"}
IN_SD = {**STADT, "area": "SD"}
FOREIGN: dict[str, dict[str, Any]] = {
    "grantAccess": {**STADT, "area": "PQ", "role": "CA"},
    "changeAreaRole": {**IN_SD, "role": "DIMIC"},
    "replaceValidatingCoordinator": {**STADT, "successor": "bund"},
    "replaceValidatingCoordinatorEverywhere": {
        "coordinator": "regierung",
        "successor": "bund",
        "reason": "mandate",
    },
    "replaceAccessCoordinator": {**IN_SD, "successor": "bund"},
    "replaceAccessCoordinatorEverywhere": {
        "coordinator": "regierung",
        "successor": "bund",
        "reason": "mandate",
    },
    "addRequestCoordinators": {"authorities": ["stadt", "kreis"], "area": "SD", "coordinators": ["bund"]},
    "removeRequestCoordinator": {**IN_SD, "coordinator": "regierung"},
    "setReferralOptOut": {**IN_SD, "optOut": True},
    "linkAuthorities": {"observer": "kreis", "observed": "stadt"},
    "unlinkAuthorities": {"observer": "kreis", "observed": "stadt"},
    "updateRegistrationData": {**STADT, "email": "other@stadt.example"},
    "updateAreaSettings": {**IN_SD, "keywords": ["building"]},
    "withdrawAccess": IN_SD,
    "deactivateAuthority": STADT,
    "reactivateAuthority": STADT,
    "takeOverValidation": STADT,
}


@pytest.mark.rule(Rule.R25, "refuses")
async def test_who_names_authorities_of_another_state_is_refused_without_its_lock(client: Client) -> None:
    """Else anybody could hold all states' locks by naming thousands of their authorities."""
    registering = {"registerSdimic", "registerDimic", "registerCompetentAuthority"}
    named = {to_camel_case(name) for name in vars(NetworkMutation) if not name.startswith("_")}
    assert named - registering == FOREIGN.keys()
    locked, over = asyncio.Event(), asyncio.Event()

    async def holds(tx: Writer) -> int:
        (state,) = await writing.lock_states(tx, codes=[StateCode("DE")])
        locked.set()
        await over.wait()
        return state["revision"]

    async def refused() -> None:
        for actor in ("paris", "nobody"):
            for action, asked in FOREIGN.items():
                await client.refuses(actor, action, "R25" if actor == "paris" else "R72", **asked)

    holding = asyncio.create_task(client.graph.write(holds))
    await locked.wait()
    asking, waiting = asyncio.create_task(refused()), asyncio.create_task(blocked(client.graph))
    try:
        await asyncio.wait({asking, waiting}, return_when=asyncio.FIRST_COMPLETED)
        assert asking.done(), "somebody waits for the lock"
        await asking
    finally:
        over.set()
        waiting.cancel()
        await asyncio.wait({asking, waiting})
        revision = await holding
    (state,) = await rows(client.graph, "MATCH (s:MemberState {code: 'DE'}) RETURN s.revision AS revision")
    assert state["revision"] == revision
