"""R70: all seats of a coordinator handed over in one act, while small changes come and go."""

import pytest

from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.concurrency.clients import Asking
from tests.concurrency.rounds import Round, count, rounds
from tests.stateful.machine import starting_network
from tests.stateful.steps import Step

pytestmark = pytest.mark.timeout(1200)


def small_changes(r: Round) -> list[Step]:
    """What others do to the seats of `regierung` meanwhile, and what makes it more of them."""
    found = []
    for id in ("stadt", "kreis"):
        seat = {"authority": r(id), "area": "SD"}
        found += [
            Step(r("regierung"), "replaceAccessCoordinator", {**seat, "successor": r("wirtschaft")}),
            Step(
                r(id),
                "addRequestCoordinators",
                {"authorities": [r(id)], "area": "SD", "coordinators": [r("bayern")]},
            ),
            Step(r("regierung"), "removeRequestCoordinator", {**seat, "coordinator": r("regierung")}),
            Step(r("regierung"), "updateAreaSettings", {**seat, "flags": ["APPROVE_REPLIES"]}),
            Step(
                r("regierung"), "replaceValidatingCoordinator", {"authority": r(id), "successor": r("bund")}
            ),
        ]
    for id in ("neu", "anders"):
        new = {
            "id": r(id),
            "name": f"Amt {id}",
            "confirmSimilar": True,
            "region": r("BY11"),
            "areas": [{"area": "SD"}],
        }
        found.append(Step(r("regierung"), "registerCompetentAuthority", new))
    return found


@pytest.mark.rule(Rule.R70)
async def test_all_access_seats_are_handed_over_under_a_stream_of_small_changes(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        handed_over = {
            "coordinator": r("regierung"),
            "successor": r("bayern"),
            "withRequestCoordination": bool(r.number % 2),
            "reason": "loss of mandate",
        }
        told = await r.race(
            Step(r("bund"), "replaceAccessCoordinatorEverywhere", handed_over), *small_changes(r)
        )
        assert count(told[:1]) + count(told[:1], "Conflict") == 1


@pytest.mark.rule(Rule.R70)
async def test_two_hand_overs_at_once_come_one_after_the_other(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        both = [("regierung", "bayern"), ("bayern", "bund")]
        told = await r.race(
            *(
                Step(r(actor), action, {"coordinator": r(old), "successor": r(new), "reason": "reform"})
                for action in ("replaceAccessCoordinatorEverywhere", "replaceValidatingCoordinatorEverywhere")
                for actor, (old, new) in zip(("bund", "bayern"), both, strict=True)
            ),
            *small_changes(r)[::3],
        )
        assert count(told[:4]) + count(told[:4], "Conflict") == 4


@pytest.mark.rule(Rule.R70)
@pytest.mark.rule(Rule.R77)
async def test_the_successor_is_deactivated_while_all_seats_come_to_it(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        handed_over = {"coordinator": r("regierung"), "successor": r("oberland"), "reason": "reform"}
        told = await r.race(
            Step(r("bund"), "replaceValidatingCoordinatorEverywhere", handed_over),
            Step(r("bund"), "deactivateAuthority", {"authority": r("oberland")}),
        )
        assert count(told) == 1
