"""R19, R32: settings of an area are its Access Coordinator's; keywords and professions the authority's own too."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "updateAreaSettings"
TEXT = """query ($id: ID!) { authority(id: $id) { areas { area { code } keywords professions flags
  territory { code } } } }"""


async def settings(client: Client, authority: str, area: str) -> dict[str, Any]:
    """An authority's settings in an area."""
    areas = (await client.query(OPERATOR, TEXT, id=authority))["authority"]["areas"]
    (found,) = (each for each in areas if each.pop("area")["code"] == area)
    return {**found, "territory": found["territory"] and found["territory"]["code"]}


@pytest.mark.rule(Rule.R19, "allows")
@pytest.mark.rule(Rule.R32)
@pytest.mark.rule(Rule.R42, "allows")
async def test_the_access_coordinator_edits_what_it_says_and_the_rest_stays(client: Client) -> None:
    said: dict[str, Any] = {
        "keywords": ["building", "catering"],
        "flags": ["APPROVE_REPLIES", "APPROVE_REQUESTS"],
    }
    answer = await client.makes("regierung", ACTION, authority="kreis", area="SD", **said)
    assert answer.data["came"] == answer.data["moved"] == answer.data["went"] == []
    assert await settings(client, "kreis", "SD") == said | {"professions": [], "territory": None}
    await client.makes("regierung", ACTION, authority="kreis", area="SD", keywords=None)
    assert await settings(client, "kreis", "SD") == said | {
        "keywords": [],
        "professions": [],
        "territory": None,
    }


@pytest.mark.rule(Rule.R19, "allows")
@pytest.mark.rule(Rule.R42, "refuses", by=Rule.R32)
@pytest.mark.rule(Rule.R32, "refuses")
async def test_an_authority_edits_its_own_keywords_and_professions_alone(client: Client) -> None:
    await client.makes(
        "bahn",
        ACTION,
        authority="bahn",
        area="TD",
        keywords=["register"],
        professions=["driver", "dispatcher"],
    )
    await client.refuses_only(
        "kreis", ACTION, "R19", "R32", authority="kreis", area="SD", flags=["APPROVE_REPLIES"]
    )
    await client.refuses_only(
        "kreis",
        ACTION,
        "R19",
        "R32",
        authority="kreis",
        area="SD",
        keywords=["building"],
        flags=["APPROVE_REPLIES"],
    )
    await client.refuses_only(
        "regierung", ACTION, "R19", "R32", authority="regierung", area="SD", territory="BY"
    )


@pytest.mark.rule(Rule.R19, "refuses")
@pytest.mark.rule(Rule.R32, "refuses")
async def test_nobody_else_edits_them(client: Client) -> None:
    """Neither the Access Coordinator of another area, nor another Request Coordinator, nor who validates."""
    for actor, authority, area in (
        ("kammer", "kreis", "SD"),
        ("regierung", "kreis", "PQ"),
        ("bildung", "arzt", "PQ"),
        ("bayern", "kreis", "SD"),
        ("bund", "kreis", "SD"),
        ("stadt", "kreis", "SD"),
    ):
        await client.refuses_only(
            actor, ACTION, "R19", "R32", authority=authority, area=area, flags=["APPROVE_REPLIES"]
        )


@pytest.mark.rule(Rule.R5, "allows")
@pytest.mark.rule(Rule.R5, "refuses")
async def test_keywords_are_the_areas_own_and_professions_stay_where_they_are_asked_for(
    client: Client,
) -> None:
    asked: dict[str, Any]
    for asked in ({"keywords": ["building"]}, {"professions": []}, {"professions": None}):
        for actor in ("bund", "bahn"):
            await client.refuses_only(actor, ACTION, "R5", authority="bahn", area="TD", **asked)
    await client.makes("bund", ACTION, authority="bahn", area="TD", keywords=["register"])


@pytest.mark.rule(Rule.R9, "allows")
@pytest.mark.rule(Rule.R9, "refuses")
@pytest.mark.rule(Rule.R25, "refuses")
async def test_a_territory_is_the_whole_state_or_a_region_of_it_and_a_dimics_alone(client: Client) -> None:
    await client.makes("bund", ACTION, authority="bildung", area="PQ", territory="BY")
    await client.makes("bund", ACTION, authority="bildung", area="PQ", territory=None)
    await client.refuses_only("wirtschaft", ACTION, "R9", authority="bildung", area="SD", territory="BY")
    await client.refuses_only("bund", ACTION, "R25", authority="bildung", area="PQ", territory="FR1")


@pytest.mark.rule(Rule.R10, "allows")
@pytest.mark.rule(Rule.R10, "refuses")
async def test_an_sdimic_sets_territories_inside_its_region_only(client: Client) -> None:
    await client.refuses_only("bayern", ACTION, "R10", authority="regierung", area="SD", territory=None)
    await client.refuses("bayern", ACTION, "R10", authority="regierung", area="SD", territory="BE")
    await client.makes("bayern", ACTION, authority="regierung", area="SD", territory="BY")


@pytest.mark.rule(Rule.R10, "allows")
@pytest.mark.rule(Rule.R62)
async def test_an_sdimic_narrows_a_wider_territory_into_its_region_and_is_offered_to(client: Client) -> None:
    text = "query ($id: ID!) { authority(id: $id) { actions { action area columns } } }"

    async def offered(authority: str, area: str) -> bool:
        found = (await client.query("bayern", text, id=authority))["authority"]["actions"]
        (columns,) = (each["columns"] for each in found if (each["action"], each["area"]) == (ACTION, area))
        return "territory" in columns

    seat: dict[str, Any] = {"authority": "regierung", "area": "SD"}
    await client.makes("bayern", "replaceAccessCoordinator", **seat, successor="bund")
    await client.makes("bund", ACTION, **seat, territory=None)
    assert not await offered("regierung", "SD"), "it is not the Access Coordinator"
    await client.makes("bund", "replaceAccessCoordinator", **seat, successor="bayern")
    assert await offered("regierung", "SD")
    await client.refuses_only("bayern", ACTION, "R10", "R81", **seat, territory="BE")
    await client.refuses_only("bayern", ACTION, "R10", "R79", **seat, territory=None)
    await client.makes("bayern", ACTION, **seat, territory="BY")
    assert await offered("regierung", "SD"), "a region within is left"
    await client.makes("bayern", ACTION, **seat, territory="BY1")


@pytest.mark.rule(Rule.R19, "refuses")
@pytest.mark.rule(Rule.R32, "refuses")
async def test_what_is_as_asked_already_hides_no_other_rule(client: Client) -> None:
    asked: dict[str, Any] = {"authority": "regierung", "area": "SD", "territory": "BY1"}
    for actor in ("regierung", "bund"):
        await client.refuses_only(actor, ACTION, "R19", "R32", "R79", **asked)


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_a_territory_is_not_narrowed_below_what_it_holds(client: Client) -> None:
    answer = await client.refuses_only(
        "bayern", ACTION, "R81", authority="regierung", area="SD", territory="BY2"
    )
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"kreis", "stadt"}
    said = " ".join(each["detail"] for each in answer.data["violations"])
    for relation in ("Validating Coordinator", "Access Coordinator", "Request Coordinator"):
        assert relation in said, "the relations in the way are named"
    answer = await client.refuses_only(
        "bund", ACTION, "R81", authority="wirtschaft", area="SD", territory="BY"
    )
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"amt", "bildung"}
    answer = await client.makes("bund", ACTION, authority="bildung", area="PQ", territory="HH")
    assert answer.relations("went") == {"bildung COORDINATES_REQUESTS(PQ) arzt"}, (
        "beside kammer it ends with it"
    )


@pytest.mark.rule(Rule.R77, "refuses")
@pytest.mark.rule(Rule.R79, "refuses")
@pytest.mark.rule(Rule.R25, "refuses")
async def test_what_is_deactivated_anothers_or_so_already_is_left_alone(client: Client) -> None:
    await client.refuses_only("bayern", ACTION, "R77", authority="alt", area="SD", keywords=["building"])
    await client.refuses_only("alt", ACTION, "R77", authority="alt", area="SD", keywords=["building"])
    await client.refuses_only(
        "bund", ACTION, "R79", authority="bahn", area="TD", keywords=["licences"], flags=[]
    )
    await client.refuses("paris", ACTION, "R25", "R19", authority="bahn", area="TD", keywords=[])


async def test_something_is_said(client: Client) -> None:
    answer = await client.change("bund", ACTION, authority="bahn", area="TD")
    assert [each["path"] for each in answer.data["problems"]] == [["input"]]
    answer = await client.change("bund", ACTION, authority="bahn", area="SD", keywords=[])
    assert (answer.member, answer.data["type"]) == ("NotFound", "AreaAccess")
