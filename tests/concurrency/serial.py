"""What must be true of acts that were done at once, however they came between each other.

Every answer is true: what was accepted is recorded and stands; what was refused, or lost to another, left nothing. And
all of them together are what some order of them, one after the other, would have given: the accepted ones in the order
of their times, each refusal justified somewhere between.
"""

from dataclasses import dataclass

from service.database.graph import Graph
from tests.changes.client import Answer
from tests.stateful.acts import verdict
from tests.stateful.checking import assert_same, changes, revisions, standing
from tests.stateful.judgement import Verdict
from tests.stateful.steps import Step
from tests.stateful.world import World


@dataclass(frozen=True)
class Told:
    """An act and what its client was told of it."""

    step: Step
    answer: Answer

    def __str__(self) -> str:
        why = sorted(self.answer.rules) if self.answer.member == "Refusal" else ""
        return f"{self.step.actor} {self.step.action} {self.step.input}: {self.answer.member} {why}"


@dataclass
class Before:
    """The graph as it was before acts were done at once."""

    world: World
    changes: dict[str, str]
    revisions: dict[str, int]


async def look(graph: Graph, world: World) -> Before:
    """The graph as it is."""
    return Before(world, await changes(graph), await revisions(graph))


async def assert_serial(graph: Graph, before: Before, told: list[Told]) -> World:
    """Hold answers and graph against each other and against the model; the world as it is now."""
    recorded = {id: at for id, at in (await changes(graph)).items() if id not in before.changes}
    made = {
        each.answer.data["change"]: each
        for each in told
        if each.answer.made and not each.answer.data["repeated"]
    }
    repeated = {
        each.answer.data["change"] for each in told if each.answer.made and each.answer.data["repeated"]
    }
    assert set(made) == set(recorded), "what was accepted, and nothing else, is recorded"
    assert repeated <= {*before.changes, *made}, "what was done before is recorded"
    assert all(each.answer.data["at"] == recorded[id] for id, each in made.items())
    order = sorted(made.values(), key=lambda each: recorded[each.answer.data["change"]])
    worlds = _follow(before.world, order)
    for each in told:
        if each.answer.member in ("Refusal", "NotFound"):
            said = [_verdict(world, each) for world in worlds]
            why = [f"{each.must} {sorted(each.may)} missing: {each.missing}" for each in said]
            assert any(_refuses(verdict, each) for verdict in said), "\n".join(map(str, [each, *why, *told]))
    assert_same(await standing(graph), worlds[-1])
    assert await revisions(graph) == _expected_revisions(before, order, worlds)
    return worlds[-1]


def _follow(world: World, order: list[Told]) -> list[World]:
    """The worlds that the accepted acts made, one after the other; each was allowed where it stands."""
    worlds = [world]
    for each in order:
        said = verdict(worlds[-1], each.step.actor, each.step.action, asked(each.step))
        assert said.after is not None, f"{each}: {said.must}\n" + "\n".join(map(str, order))
        worlds.append(said.after)
    return worlds


def asked(step: Step) -> dict[str, object]:
    """The act itself, without what a client adds to it."""
    return {name: value for name, value in step.input.items() if name not in ("idempotencyKey", "firstUser")}


def _verdict(world: World, told: Told) -> Verdict:
    return verdict(world, told.step.actor, told.step.action, asked(told.step))


def _refuses(said: Verdict, told: Told) -> bool:
    if told.answer.member == "NotFound":
        return said.missing
    return said.after is None and not said.missing and said.justifies(told.answer.rules)


def _expected_revisions(before: Before, order: list[Told], worlds: list[World]) -> dict[str, int]:
    """Each accepted act is one version more of each state that it changes: of its own, or of all."""
    expected = dict(before.revisions)
    for each, world in zip(order, worlds[1:], strict=True):
        for state in _states(each.step, world):
            expected[state] = expected.get(state, 0) + 1
    return expected


def _states(step: Step, world: World) -> list[str]:
    if step.action.endswith("LegislativeArea"):
        return sorted(world.nimics)
    if step.action == "createMemberState":
        return [step.input["code"]]
    if step.action.endswith("Region"):
        return [world.regions[step.input["code"]][0]]
    if step.action == "replaceNimic":
        return [step.input["state"]]
    named = step.input.get("authority") or step.input.get("observed") or step.input.get("coordinator")
    id = named if named in world.bodies else step.actor
    return [world.bodies[id].state]
