"""What there may be once only, made twice at once."""

from typing import Any

import pytest

from service.database.graph import Graph
from service.rules.catalogue import Rule
from tests.concurrency.clients import Asking
from tests.concurrency.rounds import Round, count, rounds
from tests.graph import rows
from tests.stateful.machine import starting_network
from tests.stateful.steps import Step


def registers(r: Round, actor: str, id: str, **more: Any) -> Step:
    """Registering a Competent Authority of a name of its own."""
    asked = {"id": r(id), "name": f"Amt {id}", "areas": [{"area": "SD"}], "confirmSimilar": True, **more}
    return Step(r(actor), "registerCompetentAuthority", asked)


@pytest.mark.rule(Rule.R2)
async def test_one_body_registered_by_two_coordinators_is_registered_once(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        told = await r.race(
            registers(r, "bund", "neu", externalIds=[{"scheme": "ags", "value": "09-175"}]),
            registers(r, "wirtschaft", "anders", externalIds=[{"scheme": "AGS", "value": "09 175"}]),
            Step(
                r("bund"),
                "updateRegistrationData",
                {"authority": r("amt"), "externalIds": [{"scheme": "ags", "value": "09175"}]},
            ),
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R2)
async def test_one_id_is_given_once_within_a_state_and_across_states(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        others = ["wirtschaft"] if r.number % 2 else ["österreich", "land"]
        told = await r.race(registers(r, "bund", "neu"), *(registers(r, other, "neu") for other in others))
        assert count(told) == 1


async def test_who_acts_on_an_authority_while_it_is_registered_comes_before_or_after(
    graph: Graph, clients: list[Asking]
) -> None:
    async for r in rounds(graph, clients, starting_network()):
        await r.race(
            registers(r, "bund", "neu", region=r("BY1")),
            Step(r("bund"), "deactivateAuthority", {"authority": r("neu")}),
            Step(r("bund"), "updateRegistrationData", {"authority": r("neu"), "region": r("BE")}),
            Step(r("neu"), "updateRegistrationData", {"authority": r("neu"), "email": "post@amt.example"}),
            Step(
                r("bayern"),
                "grantAccess",
                {"authority": r("neu"), "area": "PQ", "role": "CA", "professions": ["Arzt"]},
            ),
        )


@pytest.mark.rule(Rule.R8)
@pytest.mark.rule(Rule.R12)
async def test_a_member_state_is_created_once(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        nimic = {"id": r("malta"), "name": "Stelle", "confirmSimilar": True}
        one: dict[str, Any] = {"code": r("MT"), "name": "Malta", "nimic": nimic}
        again = {"nimic": {**nimic, "id": r("gozo")}} if r.number % 2 else {"code": r("LI")}
        other = {**one, **again}
        told = await r.race(
            Step("operator", "createMemberState", one), Step("operator", "createMemberState", other)
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R10)
async def test_a_code_of_a_region_is_given_once_over_all_states(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        told = await r.race(
            *(
                Step("operator", "createRegion", {"code": r("NEU"), "state": r(state), "name": state})
                for state in ("DE", "AT")
            )
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R5)
async def test_a_legislative_area_is_created_once(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        area = {"code": r("PW"), "name": "Posting"}
        told = await r.race(
            Step("operator", "createLegislativeArea", {**area, "keywords": ["building"]}),
            Step("operator", "createLegislativeArea", {**area, "keywords": ["crafts"]}),
        )
        assert count(told) == 1


@pytest.mark.rule(Rule.R5)
async def test_a_keyword_goes_while_an_authority_takes_it(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        area = {"code": r("PW"), "name": "Posting", "keywords": ["building"]}
        await r.race(Step("operator", "createLegislativeArea", area))
        told = await r.race(
            Step("operator", "updateLegislativeArea", {"code": r("PW"), "keywords": []}),
            Step(
                r("bund"),
                "grantAccess",
                {"authority": r("amt"), "area": r("PW"), "role": "CA", "keywords": ["building"]},
            ),
        )
        assert count(told) == 1


async def test_the_same_key_at_once_is_one_change(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        step = registers(r, "bund", "neu", idempotencyKey=f"key {r.number}")
        told = await r.race(step, step, step)
        assert count(told) + count(told, "Conflict") == 3
        assert len({each.answer.data["change"] for each in told if each.answer.made}) == 1
        assert sum(each.answer.made and not each.answer.data["repeated"] for each in told) == 1


async def test_one_key_for_two_inputs_at_once_is_one_change(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        key = {"idempotencyKey": f"key {r.number}"}
        told = await r.race(registers(r, "bund", "neu", **key), registers(r, "bund", "anders", **key))
        assert count(told) == 1
        assert count(told, "InvalidInput", "Conflict") == 1


async def test_a_username_is_given_once_over_all_states(graph: Graph, clients: list[Asking]) -> None:
    async for r in rounds(graph, clients, starting_network()):
        user = {"username": f"User {r.number}", "name": "Someone", "email": "someone@amt.example"}
        told = await r.race(
            registers(r, "bund", "neu", firstUser=user),
            registers(r, "österreich", "anders", firstUser={**user, "username": f"USER {r.number}"}),
        )
        assert count(told) == 1
        assert count(told, "InvalidInput", "Conflict") == 1
        (found,) = await rows(
            graph,
            "MATCH (u:User)-[:ACTS_FOR]->(a) WHERE u.username = $name RETURN a.id AS id",
            name=f"user {r.number}",
        )
        assert found["id"] in r.world.bodies
