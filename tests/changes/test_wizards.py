"""R65–R68: the decision trees and the wizards of Part 2, walked through the API step by step."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client


async def registered_already(client: Client, actor: str, name: str) -> list[str]:
    """The authorities of DE with a like name."""
    text = 'query ($name: String!) { similarAuthorities(state: "DE", name: $name) { authority { id } } }'
    found = (await client.query(actor, text, name=name))["similarAuthorities"]
    return [each["authority"]["id"] for each in found]


async def eligible(client: Client, actor: str, authority: str, area: str) -> list[str]:
    """Who may be added as Request Coordinator of an authority in an area."""
    text = """query ($id: ID!, $area: String!) { eligibleCoordinators(authority: $id, area: $area,
      relation: COORDINATES_REQUESTS, first: 100) { edges { node { id } } } }"""
    found = (await client.query(actor, text, id=authority, area=area))["eligibleCoordinators"]
    return sorted(edge["node"]["id"] for edge in found["edges"])


async def to_serve(client: Client, actor: str, area: str) -> list[str]:
    """The authorities already there that may need the actor as coordinator in an area (R71)."""
    text = """query ($id: ID!, $area: String!) { authoritiesToServe(coordinator: $id, area: $area, first: 100) {
      edges { node { id } } } }"""
    found = (await client.query(actor, text, id=actor, area=area))["authoritiesToServe"]
    return sorted(edge["node"]["id"] for edge in found["edges"])


async def allowed(client: Client, actor: str, authority: str, action: str) -> set[tuple[str, str]]:
    """Areas and roles in which the actor may do an act on an authority now."""
    text = "query ($id: ID!) { authority(id: $id) { actions { action area role allowed } } }"
    found = (await client.query(actor, text, id=authority))["authority"]["actions"]
    return {(each["area"], each["role"]) for each in found if each["action"] == action and each["allowed"]}


@pytest.mark.rule(Rule.R65)
@pytest.mark.rule(Rule.R71)
async def test_a_dimic_is_nominated_of_a_body_that_is_registered(client: Client) -> None:
    """Yes, in some role: add the area as DIMIC with settings, set relations to existing authorities."""
    assert await registered_already(client, "bund", "authority AMT") == ["amt"]
    await client.makes(
        "bund", "grantAccess", authority="amt", area="PQ", role="DIMIC", flags=["APPROVE_REPLIES"]
    )
    assert await to_serve(client, "amt", "PQ") == ["arzt", "bildung", "kammer", "kreis"]
    await client.makes(
        "kammer", "addRequestCoordinators", authorities=["arzt", "kreis"], area="PQ", coordinators=["amt"]
    )
    assert await to_serve(client, "amt", "PQ") == ["bildung", "kammer"]


@pytest.mark.rule(Rule.R65)
async def test_a_dimic_is_nominated_of_a_body_that_is_not(client: Client) -> None:
    """No: register as DIMIC with settings and relations, and give the first username."""
    name = "Bundesamt für Güterverkehr"
    assert await registered_already(client, "bund", name) == []
    user = {"username": "g.mobil", "name": "Greta Mobil", "email": "g@example.org"}
    areas = [{"area": "SD", "role": "DIMIC", "requestCoordinators": ["wirtschaft"]}]
    await client.makes("bund", "registerDimic", id="bag", name=name, areas=areas, firstUser=user)
    assert (await client.seats("bag"))["SD"] == ["DIMIC", "bund", ["bund", "wirtschaft"]]
    assert await registered_already(client, "bund", name) == ["bag"]


@pytest.mark.rule(Rule.R66)
async def test_a_competent_authority_is_nominated_and_linked_to_all_relevant_coordinators(
    client: Client,
) -> None:
    """Registered already: the new area as CA. Else it is registered. Then all who should coordinate it are added."""
    assert await registered_already(client, "wirtschaft", "Authority arzt") == ["arzt"]
    await client.makes(
        "wirtschaft", "grantAccess", authority="arzt", area="SD", role="CA", keywords=["building"]
    )
    assert await eligible(client, "wirtschaft", "arzt", "SD") == ["bayern", "bund"]
    name = "Handwerkskammer Schwaben"
    assert await registered_already(client, "wirtschaft", name) == []
    await client.makes(
        "wirtschaft", "registerCompetentAuthority", id="hwk", name=name, region="BY1", areas=[{"area": "SD"}]
    )
    everyone = await eligible(client, "wirtschaft", "hwk", "SD")
    assert everyone == ["bayern", "bund", "regierung"]
    await client.makes(
        "wirtschaft", "addRequestCoordinators", authorities=["hwk"], area="SD", coordinators=everyone
    )
    assert await eligible(client, "wirtschaft", "hwk", "SD") == []


@pytest.mark.rule(Rule.R67)
async def test_the_grant_wizard_goes_from_the_list_to_the_relations_in_one_act(client: Client) -> None:
    """List → find → open → add area → role → keywords → request settings → relations."""
    text = """{ authorities(where: {state: "DE", search: "authority arzt"}, first: 10) { edges { node { id } } } }"""
    (edge,) = (await client.query("bayern", text))["authorities"]["edges"]
    found = edge["node"]["id"]
    offered = await allowed(client, "bayern", found, "grantAccess")
    assert offered == {("SD", "CA"), ("SD", "DIMIC"), ("TD", "CA"), ("TD", "DIMIC")}
    assert await allowed(client, "wirtschaft", found, "grantAccess") == {("SD", "CA")}
    given: dict[str, Any] = {
        "authority": found,
        "area": "TD",
        "role": "CA",
        "keywords": ["licences"],
        "professions": ["driver"],
        "flags": ["APPROVE_REQUESTS"],
        "requestCoordinators": ["bund"],
    }
    await client.makes("bayern", "grantAccess", **given)
    assert (await client.seats(found))["TD"] == ["CA", "bayern", ["bayern", "bund"]]


@pytest.mark.rule(Rule.R68)
async def test_the_register_wizard_goes_from_the_type_to_the_relations_in_one_act(client: Client) -> None:
    """Type → data → first user → area and role → keywords → request settings → relations."""
    assert (await client.query("bayern", "{ viewer { registers } }"))["viewer"]["registers"] == [
        "DIMIC",
        "CA",
    ]
    data: dict[str, Any] = {
        "id": "lra",
        "name": "Landratsamt Ebersberg",
        "nameLanguage": "de",
        "otherNames": [{"language": "en", "name": "Ebersberg District Office"}],
        "externalIds": [{"scheme": "ags", "value": "09175"}],
        "email": "office@example.org",
        "languages": ["de", "en"],
        "region": "BY1",
        "firstUser": {"username": "e.berg", "name": "Eva Berg", "email": "e@example.org"},
    }
    areas = [
        {
            "area": "SD",
            "role": "DIMIC",
            "territory": "BY1",
            "keywords": ["catering"],
            "flags": ["APPROVE_REPLIES"],
        },
        {"area": "PQ", "role": "CA", "accessCoordinator": "kammer", "requestCoordinators": ["bildung"]},
    ]
    answer = await client.makes("bayern", "registerDimic", **data, areas=areas)
    assert answer.relations("came") == {
        "bayern REGISTERED lra",
        "bayern VALIDATES lra",
        "bayern APPOINTED(SD) lra",
        "bayern GRANTS_ACCESS(SD) lra",
        "bayern COORDINATES_REQUESTS(SD) lra",
        "kammer GRANTS_ACCESS(PQ) lra",
        "kammer COORDINATES_REQUESTS(PQ) lra",
        "bildung COORDINATES_REQUESTS(PQ) lra",
    }
