"""On networks that random acts have made: what is offered is what some input of is accepted, and a refusal hides no rule."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from service.database.graph import Graph
from tests.changes.client import OPERATOR, Client
from tests.networks import write_network
from tests.stateful.acts import verdict
from tests.stateful.checking import assert_answers
from tests.stateful.machine import starting_network
from tests.stateful.offered import assert_offered
from tests.stateful.steps import STEPS, Step, ids
from tests.stateful.world import World, world_of

pytestmark = pytest.mark.timeout(900)
SEEDS = range(4)
ACCEPTED, PAIRS, REFUSED = 12, 8, 40
ENDS = ("authority", "successor", "coordinator", "observer", "observed", "accessCoordinator")


async def made(client: Client, rng: Random) -> World:
    """The network that so many accepted acts make of the one of network.yaml."""
    network = starting_network()
    await write_network(client.graph, network)
    world, accepted = world_of(network), 0
    while accepted < ACCEPTED:
        step = STEPS[rng.choice(sorted(STEPS))](rng, world)
        if (after := verdict(world, step.actor, step.action, step.input).after) is None:
            continue
        answer = await client.change(step.actor, step.action, **step.input)
        assert answer.made, (step, answer)
        world, accepted = after, accepted + 1
    return world


def with_an_odd_end(rng: Random, world: World, step: Step) -> Step:
    """The act with another end in one place: anybody's, an outsider's, a deactivated one's or the other end itself."""
    named = [key for key in ENDS if step.input.get(key)]
    if step.actor == OPERATOR or not named:
        return step
    odd = [
        *(body.id for body in world.bodies.values() if not body.active),
        *(body.id for body in world.bodies.values() if body.state != world.bodies[step.actor].state),
    ]
    other = rng.choice([*odd, *(step.input[key] for key in named), *ids(world, active=False)[:3]])
    input: dict[str, Any] = {**step.input, rng.choice(named): other}
    return replace(step, input=input)


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_offered_is_what_some_input_of_is_accepted(graph: Graph, seed: int) -> None:
    client, rng = Client(graph), Random(f"offers {seed}")
    world = await made(client, rng)
    everybody = ids(world, active=False)
    leading = ids(world, "NIMIC", "SDIMIC", active=False)
    for number in range(PAIRS):
        actor = rng.choice(leading if number % 2 else everybody)
        await assert_offered(client, world, actor, rng.choice(everybody))


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_refusal_says_every_rule_whatever_else_forbids_the_act(graph: Graph, seed: int) -> None:
    client, rng = Client(graph), Random(f"refusals {seed}")
    world = await made(client, rng)
    refused = 0
    while refused < REFUSED:
        step = with_an_odd_end(rng, world, STEPS[rng.choice(sorted(STEPS))](rng, world))
        said = verdict(world, step.actor, step.action, step.input)
        if said.after is None and not said.missing:
            refused += 1
            assert_answers(
                await client.change(step.actor, step.action, dry_run=True, **step.input), said, step
            )
