"""Whatever coordinators do in whatever order, the service answers as the domain says and the graph stays sound."""

import asyncio

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from service.database.graph import Graph
from tests.stateful.machine import NetworkMachine

pytestmark = pytest.mark.timeout(1200, method="thread")


def test_any_sequence_of_acts_is_answered_as_the_model_says(database: Graph, runner: asyncio.Runner) -> None:
    machine = type("Machine", (NetworkMachine,), {"graph": database, "runner": runner})
    run_state_machine_as_test(machine, settings=settings())
