"""R80, R83: an area is withdrawn by its Access Coordinator, with its relations there, never the last."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client
from tests.graph import rows

ACTION = "withdrawAccess"


@pytest.mark.rule(Rule.R80, "allows")
@pytest.mark.rule(Rule.R83, "allows")
async def test_the_access_coordinator_withdraws_it_with_its_relations_there(client: Client) -> None:
    answer = await client.makes("kammer", ACTION, authority="kreis", area="PQ")
    assert answer.relations("went") == {
        "kammer GRANTS_ACCESS(PQ) kreis",
        "kammer COORDINATES_REQUESTS(PQ) kreis",
    }
    seats = await client.seats("kreis")
    assert seats == {
        "type": "CA",
        "status": "ACTIVE",
        "validating": "regierung",
        "SD": ["CA", "regierung", ["regierung"]],
    }
    await client.makes("kammer", "grantAccess", authority="kreis", area="PQ", role="CA")


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_withdraws_it(client: Client) -> None:
    for actor in ("bund", "bayern", "regierung", "kreis", "bildung"):
        await client.refuses_only(actor, ACTION, "R80", authority="kreis", area="PQ")


@pytest.mark.rule(Rule.R83, "refuses")
async def test_the_last_area_stays_but_an_sdimics(client: Client) -> None:
    answer = await client.refuses_only("wirtschaft", ACTION, "R83", authority="amt", area="SD")
    assert "SD is the last area of amt" in answer.details
    await client.makes("wirtschaft", "grantAccess", authority="bayern", area="SD", role="CA")
    await client.makes("wirtschaft", ACTION, authority="bayern", area="SD")
    assert await client.seats("bayern") == {"type": "SDIMIC", "status": "ACTIVE", "validating": "bund"}


@pytest.mark.rule(Rule.R81, "refuses")
async def test_a_role_dimic_on_which_active_others_rely_is_not_withdrawn(client: Client) -> None:
    await client.makes("kammer", "grantAccess", authority="regierung", area="PQ", role="CA")
    answer = await client.refuses_only("bayern", ACTION, "R81", authority="regierung", area="SD")
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"kreis", "stadt"}


@pytest.mark.rule(Rule.R81, "allows")
async def test_spare_relations_end_with_the_role_and_its_type_follows(client: Client) -> None:
    answer = await client.makes("bund", ACTION, authority="bildung", area="PQ")
    assert answer.relations("went") == {
        "bund GRANTS_ACCESS(PQ) bildung",
        "bund COORDINATES_REQUESTS(PQ) bildung",
        "bildung COORDINATES_REQUESTS(PQ) arzt",
    }
    assert (await client.seats("bildung"))["type"] == "CA"
    assert (await rows(client.graph, "MATCH (a:Authority {id: 'bildung'}) RETURN labels(a) AS labels")) == [
        {"labels": ["Authority"]}
    ]


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_who_is_validated_through_the_role_is_in_the_way_unless_another_role_covers_it(
    client: Client,
) -> None:
    await client.makes(
        "bayern", "grantAccess", authority="regierung", area="PQ", role="DIMIC", territory="BY2"
    )
    for authority in ("kreis", "stadt"):
        await client.makes(
            "regierung", "replaceAccessCoordinator", authority=authority, area="SD", successor="bund"
        )
    answer = await client.refuses_only("bayern", ACTION, "R81", authority="regierung", area="SD")
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"kreis", "stadt"}
    await client.makes("bayern", "updateAreaSettings", authority="regierung", area="PQ", territory="BY")
    await client.makes("bayern", ACTION, authority="regierung", area="SD")
    assert (await client.seats("kreis"))["validating"] == "regierung"


@pytest.mark.rule(Rule.R43, "allows")
async def test_links_end_with_the_last_role_of_a_competent_authority(client: Client) -> None:
    await client.makes("bund", "linkAuthorities", observer="bildung", observed="amt")
    answer = await client.makes("wirtschaft", ACTION, authority="bildung", area="SD")
    assert "bildung LINKED_TO amt" in answer.relations("went")
    answer = await client.makes("kammer", ACTION, authority="kreis", area="PQ")
    assert not any("LINKED_TO" in each for each in answer.relations("went")), "kreis is CA in Services still"


@pytest.mark.rule(Rule.R77, "allows")
async def test_what_a_deactivated_authority_relies_on_is_no_obstacle(client: Client) -> None:
    """R28, R77 and R81 bind active authorities; reactivation checks them."""
    await client.makes("bund", "registerDimic", id="x", name="X",
                       areas=[{"area": "SD", "role": "DIMIC"}, {"area": "PQ", "role": "DIMIC"}])  # fmt: skip
    await client.makes("x", "registerCompetentAuthority", id="y", name="Y", areas=[{"area": "SD"}])
    await client.refuses_only("bund", ACTION, "R81", authority="x", area="SD")
    await client.makes("x", "deactivateAuthority", authority="y")
    await client.makes("bund", ACTION, authority="x", area="SD")
    await client.refuses("x", "reactivateAuthority", "R81", authority="y")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_what_is_deactivated_or_anothers_is_left_alone(client: Client) -> None:
    await client.refuses("bayern", ACTION, "R77", authority="alt", area="SD")
    await client.refuses("paris", ACTION, "R25", "R80", authority="kreis", area="PQ")


async def test_what_is_named_exists(client: Client) -> None:
    for named, kind in (
        ({"authority": "nobody"}, "Authority"),
        ({"area": "XX"}, "LegislativeArea"),
        ({"area": "TD"}, "AreaAccess"),
    ):
        asked: dict[str, Any] = {"authority": "kreis", "area": "PQ", **named}
        answer = await client.change("kammer", ACTION, **asked)
        assert (answer.member, answer.data["type"]) == ("NotFound", kind)
