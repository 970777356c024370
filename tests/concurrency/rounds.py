"""A race, run a fixed number of times, each time in a Member State of its own and by other clients."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from service.audit import audit
from service.database.graph import Graph
from service.model.network import Network
from tests.concurrency.clients import Asking
from tests.concurrency.serial import Told, assert_serial, look
from tests.networks import TestNetwork, write_network
from tests.stateful.steps import Step
from tests.stateful.world import World, world_of

ROUNDS = 10


@dataclass
class Round:
    """One time: names of the network's authorities, regions and states as they are in it, and the race itself."""

    number: int
    graph: Graph
    clients: list[Asking]
    world: World

    def __call__(self, name: str) -> str:
        """What the network's `name` is called in this round."""
        return renamed(name, self.number)

    async def race(self, *steps: Step) -> list[Told]:
        """All acts at once, each by another client than in the round before. Whatever comes of it is true and serial."""
        before = await look(self.graph, self.world)
        barrier = asyncio.Barrier(len(steps))

        async def ask(place: int, step: Step) -> Told:
            client = self.clients[(place + self.number) % len(self.clients)]
            await barrier.wait()
            return Told(step, await client.change(step.actor, step.action, **step.input))

        told = list(await asyncio.gather(*(ask(place, step) for place, step in enumerate(steps))))
        self.world = await assert_serial(self.graph, before, told)
        # Whoever holds the lock goes on: not all can lose to another.
        assert any(each.answer.member != "Conflict" for each in told), told
        return told


async def rounds(
    graph: Graph, clients: list[Asking], network: TestNetwork, number: int = ROUNDS
) -> AsyncIterator[Round]:
    """The rounds of a race, on copies of a network in one graph. In the end the audit is silent."""
    every = TestNetwork(areas=network.areas)
    for place in range(number):
        copy = _copy(network, place)
        for kind in ("states", "regions", "authorities", "access", "links"):
            getattr(every, kind).update(getattr(copy, kind))
        every.former |= {(renamed(id, place), area) for id, area in network.former}
    await write_network(graph, every)
    assert await audit(graph) == []
    world = world_of(every)
    for place in range(number):
        this = Round(place, graph, clients, world)
        yield this
        world = this.world
    assert await audit(graph) == []


def renamed(name: str, place: int) -> str:
    """A name as it is in one round."""
    return f"{name} {place}"


NAMES = {
    "states": ("code", "nimic"),
    "regions": ("code", "state", "parent"),
    "authorities": ("id", "state", "region", "registered_by", "validating_coordinator"),
    "access": ("authority", "territory", "access_coordinator", "granted_by"),
    "links": ("observer", "observed"),
}
"""The columns that name an authority, a region or a state."""


def _copy(network: TestNetwork, place: int) -> Network:
    copy = Network()
    for kind, names in NAMES.items():
        for key, row in getattr(network, kind).items():
            changed: dict[str, Any] = {
                name: renamed(getattr(row, name), place) for name in names if getattr(row, name) is not None
            }
            if kind == "access":
                changed["request_coordinators"] = tuple(renamed(id, place) for id in row.request_coordinators)
            if kind == "authorities":
                changed["appointed_by"] = tuple((area, renamed(id, place)) for area, id in row.appointed_by)
            new = replace(row, **changed)
            getattr(copy, kind)[_key(key, changed)] = new
    return copy


def _key(key: Any, changed: dict[str, Any]) -> Any:
    if isinstance(key, str):
        return changed.get("code") or changed["id"]
    if "observer" in changed:
        return changed["observer"], changed["observed"]
    return changed["authority"], key[1]


def count(told: list[Told], *members: str) -> int:
    """How many were answered so; without members, how many were accepted."""
    return sum(each.answer.member in members if members else each.answer.made for each in told)
