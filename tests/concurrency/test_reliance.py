"""A coordinator loses what others come to rely on at the same time: never both."""

import pytest

from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.concurrency.clients import Asking
from tests.concurrency.rounds import Round, count, rounds
from tests.stateful.machine import starting_network
from tests.stateful.steps import Step


def gives(r: Round, coordinator: str) -> list[Step]:
    """Four ways in which a coordinator that looks after nobody comes to hold a seat of an active authority."""
    new = {"id": r("neu"), "name": "Amt neu", "confirmSimilar": True}
    return [
        Step(
            r("regierung"),
            "replaceAccessCoordinator",
            {"authority": r("stadt"), "area": "SD", "successor": coordinator},
        ),
        Step(r("bayern"), "replaceValidatingCoordinator", {"authority": r("arzt"), "successor": coordinator}),
        Step(
            r("bund"),
            "registerCompetentAuthority",
            {**new, "region": r("BY1"), "areas": [{"area": "SD", "accessCoordinator": coordinator}]},
        ),
        Step(
            r("bund"),
            "grantAccess",
            {
                "authority": r("ehemals"),
                "area": "PQ",
                "role": "CA",
                "professions": ["Arzt"],
                "accessCoordinator": coordinator,
            },
        ),
    ]


@pytest.mark.rule(Rule.R77)
async def test_a_coordinator_is_deactivated_while_it_receives_a_seat(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        sdimic = {
            "id": r("oben"),
            "name": "Amt oben",
            "region": r("BY2"),
            "areas": [],
            "confirmSimilar": True,
        }
        if r.number % 2:
            coordinator = r("oberland")
        else:
            coordinator = r("oben")
            assert count(await r.race(Step(r("bund"), "registerSdimic", sdimic))) == 1
        ends = Step(r("bund"), "deactivateAuthority", {"authority": coordinator})
        seat = gives(r, coordinator)[0 if r.number % 2 else 1]
        told = await r.race(ends, seat)
        assert count(told) == 1


@pytest.mark.rule(Rule.R81)
async def test_a_coordinator_moves_elsewhere_while_it_receives_a_seat(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        moves = Step(r("bund"), "updateRegistrationData", {"authority": r("oberland"), "region": r("BY2")})
        told = await r.race(moves, gives(r, r("oberland"))[r.number % 2 * 2])
        assert count(told) == 1


@pytest.mark.rule(Rule.R81)
async def test_a_role_is_withdrawn_lowered_or_narrowed_while_it_is_relied_on(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        seat = {"authority": r("bildung"), "area": "PQ"}
        ends = [
            Step(r("bund"), "withdrawAccess", seat),
            Step(r("bund"), "changeAreaRole", {**seat, "role": "CA"}),
            Step(r("bund"), "updateAreaSettings", {**seat, "territory": r("BE")}),
        ][r.number % 3]
        told = await r.race(
            ends,
            Step(
                r("kammer"),
                "replaceAccessCoordinator",
                {"authority": r("arzt"), "area": "PQ", "successor": r("bildung")},
            ),
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R28)
@pytest.mark.rule(Rule.R81)
async def test_a_role_ends_while_the_other_request_coordinator_leaves(
    graph: Graph, clients: list[Asking]
) -> None:
    """Either `bildung` is a spare Request Coordinator and ends with its role, or the only one and in the way."""
    async for r in rounds(graph, clients, starting_network()):
        told = await r.race(
            Step(r("bund"), "changeAreaRole", {"authority": r("bildung"), "area": "PQ", "role": "CA"}),
            Step(
                r("kammer"),
                "removeRequestCoordinator",
                {"authority": r("arzt"), "area": "PQ", "coordinator": r("kammer")},
            ),
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R10)
@pytest.mark.rule(Rule.R81)
async def test_a_region_moves_while_it_is_relied_on(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        new = {
            "id": r("neu"),
            "name": "Amt neu",
            "confirmSimilar": True,
            "region": r("BY2"),
            "areas": [{"area": "SD"}],
        }
        await r.race(
            Step("operator", "updateRegion", {"code": r("BY2"), "parent": r("BE")}),
            Step(r("bayern"), "registerCompetentAuthority", new),
            Step(
                r("kammer"),
                "replaceAccessCoordinator",
                {"authority": r("arzt"), "area": "PQ", "successor": r("bildung")},
            ),
            Step("operator", "updateRegion", {"code": r("BE"), "parent": r("BY2")}),
        )


@pytest.mark.rule(Rule.R82)
async def test_of_two_sdimics_of_one_region_one_is_active(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        new = {"name": "Amt oben", "region": r("BY2"), "areas": [], "confirmSimilar": True}
        told = await r.race(
            Step(r("bund"), "registerSdimic", {**new, "id": r("neu")}),
            Step(r("bund"), "registerSdimic", {**new, "id": r("anders")}),
            Step(r("bund"), "updateRegistrationData", {"authority": r("oberland"), "region": r("BY2")}),
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R77)
async def test_who_is_deactivated_at_once_with_its_act_acted_before(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        await r.race(
            Step(r("bund"), "deactivateAuthority", {"authority": r("bildung")}),
            Step(
                r("bildung"),
                "updateAreaSettings",
                {"authority": r("bildung"), "area": "SD", "keywords": ["crafts"]},
            ),
            Step(
                r("kammer"),
                "removeRequestCoordinator",
                {"authority": r("arzt"), "area": "PQ", "coordinator": r("bildung")},
            ),
        )


@pytest.mark.rule(Rule.R8)
@pytest.mark.rule(Rule.R82)
async def test_a_nimic_acts_while_it_is_replaced(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        await r.race(
            Step("operator", "replaceNimic", {"state": r("DE"), "successor": r("amt")}),
            Step("operator", "replaceNimic", {"state": r("DE"), "successor": r("bildung")}),
            Step(r("bund"), "linkAuthorities", {"observer": r("amt"), "observed": r("stadt")}),
            *gives(r, r("bund"))[2:],
        )
