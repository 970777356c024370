"""Any few acts at once are answered as some order of them would be."""

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.audit import audit
from service.database.graph import Graph
from tests.concurrency.clients import Asking
from tests.concurrency.rounds import Round
from tests.conftest import empty
from tests.networks import write_network
from tests.stateful.machine import starting_network
from tests.stateful.steps import STEPS
from tests.stateful.world import world_of

pytestmark = pytest.mark.timeout(1200)

AT_ONCE = 4
BATCHES = 5


@example(seed=126604)  # a territory changed by the words of a role, by one who may neither
@given(seed=st.integers(0, 2**32))
async def test_any_acts_at_once_are_answered_as_some_order_of_them_would_be(
    database: Graph, clients: list[Asking], seed: int
) -> None:
    rng = Random(seed)
    network = starting_network()
    await empty(database)
    await write_network(database, network)
    world = world_of(network)
    for number in range(BATCHES):
        this = Round(number, database, clients, world)
        await this.race(*(STEPS[rng.choice(sorted(STEPS))](rng, world) for _ in range(AT_ONCE)))
        world = this.world
    assert await audit(database) == []
