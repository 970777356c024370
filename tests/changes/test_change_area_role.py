"""R53: NIMIC and SDIMIC raise a Competent Authority to DIMIC in an area, or lower it again; its coordinators stay."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client


@pytest.mark.rule(Rule.R3, "allows")
@pytest.mark.rule(Rule.R53, "allows")
@pytest.mark.rule(Rule.R35, "allows")
async def test_the_seat_of_an_access_coordinator_who_is_a_dimic_passes_to_the_actor(client: Client) -> None:
    answer = await client.makes("bund", "changeAreaRole", authority="amt", area="SD", role="DIMIC")
    assert answer.relations("came") == {"bund APPOINTED(SD) amt"}
    assert answer.relations("moved") == {
        "bund GRANTS_ACCESS(SD) amt (before: wirtschaft)",
        "bund COORDINATES_REQUESTS(SD) amt (before: wirtschaft)",
    }
    seats = await client.seats("amt")
    assert seats == {
        "type": "DIMIC",
        "status": "ACTIVE",
        "validating": "bund",
        "SD": ["DIMIC", "bund", ["bund"]],
    }


@pytest.mark.rule(Rule.R53, "allows")
async def test_a_request_coordinator_beside_and_an_access_coordinator_that_may_stay_do_stay(
    client: Client,
) -> None:
    await client.makes("bayern", "changeAreaRole", authority="arzt", area="PQ", role="DIMIC", territory="BY2")
    assert (await client.seats("arzt"))["PQ"] == ["DIMIC", "bayern", ["bayern", "bildung"]]
    await client.makes(
        "berlin", "changeAreaRole", authority="bezirk", area="SD", role="DIMIC", territory="BE"
    )
    answer = await client.makes("bund", "changeAreaRole", authority="bezirk", area="SD", role="CA")
    assert answer.data["came"] == answer.data["moved"] == answer.data["went"] == []
    assert (await client.seats("bezirk"))["SD"] == ["CA", "berlin", ["berlin"]]
    assert (await client.seats("bezirk"))["type"] == "CA"


@pytest.mark.rule(Rule.R35, "allows")
async def test_an_outgoing_access_coordinator_that_left_the_request_coordinators_is_not_replaced_there(
    client: Client,
) -> None:
    await client.makes(
        "kammer", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="kammer"
    )
    await client.makes("bayern", "changeAreaRole", authority="arzt", area="PQ", role="DIMIC", territory="BY")
    assert (await client.seats("arzt"))["PQ"] == ["DIMIC", "bayern", ["bildung"]]


@pytest.mark.rule(Rule.R53, "refuses")
async def test_neither_a_dimic_nor_the_authority_itself_gives_or_takes_the_role(client: Client) -> None:
    for actor, authority, area, role, territory in (
        ("wirtschaft", "amt", "SD", "DIMIC", None),
        ("kammer", "arzt", "PQ", "DIMIC", "BY2"),
        ("amt", "amt", "SD", "DIMIC", None),
        ("regierung", "regierung", "SD", "CA", None),
        ("wirtschaft", "regierung", "SD", "CA", None),
    ):
        await client.refuses(
            actor, "changeAreaRole", "R53", authority=authority, area=area, role=role, territory=territory
        )


@pytest.mark.rule(Rule.R10, "allows")
@pytest.mark.rule(Rule.R10, "refuses")
async def test_an_sdimic_raises_and_lowers_inside_its_region_only(client: Client) -> None:
    for territory in (None, "BE"):
        await client.refuses_only(
            "bayern", "changeAreaRole", "R10", authority="arzt", area="PQ", role="DIMIC", territory=territory
        )
    for authority, area, role in (("amt", "SD", "DIMIC"), ("bezirk", "SD", "DIMIC"), ("bildung", "PQ", "CA")):
        await client.refuses(
            "bayern", "changeAreaRole", "R10", authority=authority, area=area, role=role,
            territory="BY" if role == "DIMIC" else None,
        )  # fmt: skip
    await client.makes("bund", "updateAreaSettings", authority="bildung", area="PQ", territory="BY")
    await client.refuses("bayern", "changeAreaRole", "R10", authority="bildung", area="PQ", role="CA")
    await client.makes("bayern", "changeAreaRole", authority="arzt", area="PQ", role="DIMIC", territory="BY1")
    await client.makes("bayern", "changeAreaRole", authority="arzt", area="PQ", role="CA")


@pytest.mark.rule(Rule.R10, "refuses")
async def test_an_sdimic_does_not_lower_one_of_its_region_that_coordinates_the_whole_state(
    client: Client,
) -> None:
    await client.makes("bund", "changeAreaRole", authority="kreis", area="SD", role="DIMIC")
    await client.refuses("bayern", "changeAreaRole", "R10", authority="kreis", area="SD", role="CA")
    await client.makes("bund", "changeAreaRole", authority="kreis", area="SD", role="CA")


@pytest.mark.rule(Rule.R81, "refuses")
async def test_a_role_on_which_others_rely_is_not_taken_and_the_relations_in_the_way_are_named(
    client: Client,
) -> None:
    answer = await client.refuses_only(
        "bayern", "changeAreaRole", "R81", authority="regierung", area="SD", role="CA"
    )
    named = {id for each in answer.data["violations"] for id in each["authorities"]}
    assert named == {"kreis", "stadt"}
    assert all(each["detail"] for each in answer.data["violations"])


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R28, "allows")
async def test_relations_beside_others_end_with_the_role(client: Client) -> None:
    await client.makes(
        "wirtschaft", "addRequestCoordinators", authorities=["amt"], area="SD", coordinators=["bund"]
    )
    await client.makes(
        "bund", "grantAccess", authority="amt", area="PQ", role="CA", requestCoordinators=["bildung"]
    )
    await client.makes(
        "kammer", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="bildung"
    )
    answer = await client.makes("bund", "changeAreaRole", authority="bildung", area="PQ", role="CA")
    assert answer.relations("went") == {"bildung COORDINATES_REQUESTS(PQ) amt"}
    assert (await client.seats("bildung"))["type"] == "CA"


@pytest.mark.rule(Rule.R28, "refuses", by=Rule.R81)
async def test_the_last_request_coordinators_are_judged_as_a_set(client: Client) -> None:
    """Both of arzt's would cover it no more in turn: the one that is left alone is in the way."""
    await client.makes(
        "kammer", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="kammer"
    )
    answer = await client.refuses_only(
        "bund", "changeAreaRole", "R81", authority="bildung", area="PQ", role="CA"
    )
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"arzt"}


@pytest.mark.rule(Rule.R81, "refuses")
async def test_an_authority_validated_through_one_area_alone_keeps_that_role(client: Client) -> None:
    """A DIMIC validates in any of its areas: of two roles either suffices."""
    await client.makes(
        "bayern", "grantAccess", authority="regierung", area="PQ", role="DIMIC", territory="BY1"
    )
    for authority in ("kreis", "stadt"):
        await client.makes(
            "regierung", "replaceAccessCoordinator", authority=authority, area="SD", successor="wirtschaft"
        )
    await client.makes("bayern", "changeAreaRole", authority="regierung", area="SD", role="CA")
    assert (await client.seats("kreis"))["validating"] == "regierung"
    await client.refuses_only("bayern", "changeAreaRole", "R81", authority="regierung", area="PQ", role="CA")


@pytest.mark.rule(Rule.R9, "refuses")
@pytest.mark.rule(Rule.R82, "refuses")
async def test_a_competent_authority_has_no_territory_and_an_sdimic_no_role_dimic(client: Client) -> None:
    asked: dict[str, Any] = {"authority": "bezirk", "area": "SD", "territory": "BE"}
    await client.refuses_only("berlin", "updateAreaSettings", "R9", **asked)
    await client.refuses_only("berlin", "changeAreaRole", "R9", "R79", **asked, role="CA")
    await client.makes("wirtschaft", "grantAccess", authority="bayern", area="SD", role="CA")
    await client.refuses_only(
        "bund", "changeAreaRole", "R82", authority="bayern", area="SD", role="DIMIC", territory="BY"
    )


@pytest.mark.rule(Rule.R43, "allows")
async def test_a_link_ends_with_the_last_role_of_a_competent_authority(client: Client) -> None:
    answer = await client.makes(
        "bayern", "changeAreaRole", authority="stadt", area="SD", role="DIMIC", territory="BY1"
    )
    assert answer.relations("went") == {"kreis LINKED_TO stadt"}
    await client.makes("bayern", "changeAreaRole", authority="stadt", area="SD", role="CA")


@pytest.mark.rule(Rule.R43, "allows")
async def test_a_link_stays_while_another_role_of_a_competent_authority_does(client: Client) -> None:
    answer = await client.makes(
        "bayern", "changeAreaRole", authority="kreis", area="SD", role="DIMIC", territory="BY1"
    )
    assert answer.data["went"] == []


@pytest.mark.rule(Rule.R19, "refuses")
async def test_the_territory_of_a_dimic_is_changed_by_its_access_coordinator_alone(client: Client) -> None:
    """The NIMIC is not the Access Coordinator of kammer."""
    for actor in ("bund", "berlin"):
        await client.refuses(
            actor, "updateAreaSettings", "R19", authority="kammer", area="PQ", territory=None
        )
    await client.makes("bayern", "updateAreaSettings", authority="regierung", area="SD", territory="BY")


@pytest.mark.rule(Rule.R79, "refuses")
async def test_a_role_it_has_already_is_no_change(client: Client) -> None:
    await client.refuses_only("berlin", "changeAreaRole", "R79", authority="bezirk", area="SD", role="CA")
    for territory, *rules in (("BY", "R79"), ("BY2", "R79", "R81")):
        await client.refuses_only(
            "bayern",
            "changeAreaRole",
            *rules,
            authority="kammer",
            area="PQ",
            role="DIMIC",
            territory=territory,
        )
    # Not saying a territory never makes it the whole state of one who is DIMIC already.
    await client.refuses_only("bund", "changeAreaRole", "R79", authority="kammer", area="PQ", role="DIMIC")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_it_is_active_and_of_the_same_state(client: Client) -> None:
    await client.refuses_only(
        "bayern", "changeAreaRole", "R77", authority="alt", area="SD", role="DIMIC", territory="BY1"
    )
    await client.refuses("paris", "changeAreaRole", "R25", authority="amt", area="SD", role="DIMIC")
    await client.refuses("bund", "changeAreaRole", "R25", authority="lyon", area="SD", role="DIMIC")
    await client.refuses_only(
        "bund", "changeAreaRole", "R25", authority="amt", area="SD", role="DIMIC", territory="FR1"
    )


async def test_an_area_it_has_not_is_not_found(client: Client) -> None:
    for area, kind in (("PQ", "AreaAccess"), ("XX", "LegislativeArea")):
        answer = await client.change("bund", "changeAreaRole", authority="amt", area=area, role="DIMIC")
        assert (answer.member, answer.data["type"]) == ("NotFound", kind)
