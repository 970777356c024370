"""Seats that are left, taken and handed over at once."""

import itertools

import pytest

from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.concurrency.clients import Asking
from tests.concurrency.rounds import count, rounds
from tests.stateful.machine import starting_network
from tests.stateful.steps import Step


@pytest.mark.rule(Rule.R28)
@pytest.mark.rule(Rule.R38)
async def test_of_two_request_coordinators_who_leave_at_once_one_stays(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        told = await r.race(
            *(
                Step(
                    r(leaver),
                    "removeRequestCoordinator",
                    {"authority": r("kreis"), "area": "SD", "coordinator": r(leaver)},
                )
                for leaver in ("regierung", "wirtschaft")
            )
        )
        assert count(told) == 1
        assert len(r.world.bodies[r("kreis")].areas["SD"].requests) == 1


@pytest.mark.rule(Rule.R35)
@pytest.mark.rule(Rule.R40)
async def test_an_access_coordinator_is_replaced_while_request_coordinators_are_added(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        seat = {"authority": r("stadt"), "area": "SD"}
        added = {"authorities": [r("stadt")], "area": "SD"}
        await r.race(
            Step(r("regierung"), "replaceAccessCoordinator", {**seat, "successor": r("bayern")}),
            Step(r("regierung"), "addRequestCoordinators", {**added, "coordinators": [r("wirtschaft")]}),
            Step(r("stadt"), "addRequestCoordinators", {**added, "coordinators": [r("bayern"), r("bund")]}),
            Step(r("regierung"), "removeRequestCoordinator", {**seat, "coordinator": r("regierung")}),
        )
        seats = r.world.bodies[r("stadt")].areas["SD"]
        assert seats.requests >= {r("bund")} or seats.holder == r("regierung")


@pytest.mark.rule(Rule.R41)
async def test_one_seat_is_handed_to_two_successors_at_once_and_one_of_them_has_it(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        told = await r.race(
            *(
                Step(
                    r("regierung"),
                    "replaceAccessCoordinator",
                    {"authority": r("stadt"), "area": "SD", "successor": r(successor)},
                )
                for successor in ("bayern", "wirtschaft", "bund", "oberland")
            )
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R78)
async def test_validating_coordinators_swapped_at_once_form_no_circle(
    graph: Graph, clients: list[Asking]
) -> None:
    """Each act alone is allowed, and so are any two of the three: all three are not."""
    async for r in rounds(graph, clients, starting_network()):
        ring = (
            ["wirtschaft", "bildung", "wirtschaft"]
            if r.number % 2
            else ["wirtschaft", "bildung", "amt", "wirtschaft"]
        )
        if "amt" in ring:
            raised = {"authority": r("amt"), "area": "SD", "role": "DIMIC"}
            assert count(await r.race(Step(r("bund"), "changeAreaRole", raised))) == 1
        pairs = list(itertools.pairwise(ring))
        told = await r.race(
            *(
                Step(r("bund"), "replaceValidatingCoordinator", {"authority": r(one), "successor": r(other)})
                for one, other in pairs
            )
        )
        assert count(told) == len(pairs) - 1


@pytest.mark.rule(Rule.R83)
async def test_of_two_areas_withdrawn_at_once_the_last_stays(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        told = await r.race(
            Step(r("regierung"), "withdrawAccess", {"authority": r("kreis"), "area": "SD"}),
            Step(r("kammer"), "withdrawAccess", {"authority": r("kreis"), "area": "PQ"}),
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R43)
async def test_a_link_begins_while_an_end_ceases_to_be_a_competent_authority(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        raised = {"authority": r("amt"), "area": "SD", "role": "DIMIC"}
        await r.race(
            Step(r("bund"), "linkAuthorities", {"observer": r("amt"), "observed": r("stadt")}),
            Step(r("bund"), "changeAreaRole", raised),
            Step(r("regierung"), "unlinkAuthorities", {"observer": r("kreis"), "observed": r("stadt")}),
        )
        assert (r("amt"), r("stadt")) not in r.world.links or r.world.is_ca(r("amt"))
