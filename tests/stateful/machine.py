"""Random acts by random actors through the API, each held against the model."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from service.audit import audit
from service.database.graph import Graph
from service.model.identifiers import Instant
from tests.changes.client import Client
from tests.conftest import empty
from tests.networks import TestNetwork, read_network, write_network
from tests.scope.answers import scopes
from tests.scope.oracle import who_monitors_whom
from tests.stateful.acts import verdict
from tests.stateful.checking import (
    assert_answers,
    assert_relations,
    assert_same,
    changes,
    standing,
)
from tests.stateful.offered import assert_offered
from tests.stateful.steps import STEPS, Step, ids
from tests.stateful.world import World, world_of

AUDITED_EVERY = 4
"""An audit is forty statements: one after so many accepted steps, and one at the end."""


def starting_network(path: Path = Path(__file__).parent / "network.yaml") -> TestNetwork:
    """The network of network.yaml, in which Professional Qualifications ask for professions (R5)."""
    network = read_network(path)
    for code, area in network.areas.items():
        network.areas[code] = replace(
            area, requires_professions=code == "PQ", keywords=("building", "crafts")
        )
    for key, access in network.access.items():
        if key[1] == "PQ":
            network.access[key] = replace(access, professions=("Arzt",))
    return network


class NetworkMachine(RuleBasedStateMachine):
    """The service and the model side by side."""

    graph: Graph
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.client = Client(self.graph)
        self.world = World()
        self.number = 0
        self.accepted = 0
        self.going_well = False
        self.kept: tuple[Step, Any] | None = None
        self.past: list[tuple[Instant, World]] = []

    @initialize()
    def begin(self) -> None:
        """A sound network to begin with."""
        self.runner.run(self._begin())

    async def _begin(self) -> None:
        network = starting_network()
        await empty(self.graph)
        await write_network(self.graph, network)
        self.world = world_of(network)
        assert list(self.world.faults()) == []
        assert await audit(self.graph) == []
        assert_same(await standing(self.graph), self.world)
        self.going_well = True

    @rule(seed=st.integers(0, 2**32))
    def act(self, seed: int) -> None:
        """One act, tried now and then before it is done; or the last one once more; or a look at what is offered."""
        self.number += 1
        self.going_well = False
        rng = Random(f"{seed} {self.number}")  # hypothesis likes to draw the same again
        what = rng.random()
        if what < 0.05 and self.kept is not None:
            self.runner.run(self._again(*self.kept))
        elif what < 0.1:
            actor, authority = (
                rng.choice(ids(self.world, active=False)),
                rng.choice(ids(self.world, active=False)),
            )
            self.runner.run(assert_offered(self.client, self.world, actor, authority))
        else:
            step = STEPS[rng.choice(sorted(STEPS))](rng, self.world)
            self.runner.run(self._act(step, tried=what > 0.9))
        self.going_well = True

    async def _act(self, step: Step, *, tried: bool) -> None:
        said = verdict(self.world, step.actor, step.action, step.input)
        if tried:
            trial = await self.client.change(step.actor, step.action, dry_run=True, **step.input)
            assert_answers(trial, said, step)
            assert_same(await standing(self.graph), self.world)
        asked = {**step.input, "idempotencyKey": f"step {self.number}"}
        answer = await self.client.change(step.actor, step.action, **asked)
        assert_answers(answer, said, step)
        if said.after is not None:
            if "went" in answer.data:
                assert_relations(answer, self.world, said.after)
            self.world = said.after
            self.accepted += 1
            self.kept = (replace(step, input=asked), answer)
        assert_same(await standing(self.graph), self.world)
        made = await changes(self.graph)
        assert len(made) == self.accepted + 1
        if said.after is not None:
            self.past.append((Instant(max(made.values())), self.world))
        if said.after is not None and self.accepted % AUDITED_EVERY == 0:
            assert await audit(self.graph) == []

    async def _again(self, step: Step, first: Any) -> None:
        """The last accepted act under its key once more: the same answer, and nothing is done."""
        answer = await self.client.change(step.actor, step.action, **step.input)
        assert answer.made
        assert (answer.data["change"], answer.data["repeated"]) == (first.data["change"], True), step
        assert_same(await standing(self.graph), self.world)

    def teardown(self) -> None:
        """The graph is sound, and everybody monitors whom R43–R46 say, now and halfway here."""
        if self.going_well:
            self.runner.run(self._end())

    async def _end(self) -> None:
        assert await audit(self.graph) == []
        network = self.world.network()
        assert await scopes(self.graph, network) == who_monitors_whom(network)
        for moment, world in self.past[len(self.past) // 2 :][:1]:
            then = world.network()
            then.regions = network.regions  # the tree is today's
            assert await scopes(self.graph, network, moment) == who_monitors_whom(then)
