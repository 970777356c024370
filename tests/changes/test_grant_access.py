"""R18, R36: an authority that is there is given an area it has not; the giver coordinates it there, the VC stays."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

SD_AS_CA = {"area": "SD", "role": "CA"}


@pytest.mark.rule(Rule.R18, "allows")
@pytest.mark.rule(Rule.R36, "allows")
@pytest.mark.rule(Rule.R54, "allows")
@pytest.mark.rule(Rule.R37)
async def test_the_giver_becomes_access_and_request_coordinator_and_the_validating_one_stays(
    client: Client,
) -> None:
    answer = await client.makes("wirtschaft", "grantAccess", authority="arzt", **SD_AS_CA)
    assert answer.relations("came") == {
        "wirtschaft GRANTS_ACCESS(SD) arzt",
        "wirtschaft COORDINATES_REQUESTS(SD) arzt",
    }
    assert answer.data["moved"] == answer.data["went"] == []
    seats = await client.seats("arzt")
    assert (seats["validating"], seats["SD"]) == ("bayern", ["CA", "wirtschaft", ["wirtschaft"]])
    assert seats["PQ"] == ["CA", "kammer", ["bildung", "kammer"]], "the areas it had stay as they were"


@pytest.mark.rule(Rule.R18, "allows")
async def test_the_nimic_gives_all_areas_an_sdimic_all_in_its_region_a_dimic_its_own_in_its_territory(
    client: Client,
) -> None:
    for actor, authority, area in (
        ("bund", "stadt", "PQ"),
        ("bund", "amt", "PQ"),
        ("bayern", "arzt", "SD"),
        ("kammer", "regierung", "PQ"),
        ("bildung", "bezirk", "PQ"),
    ):
        await client.makes(actor, "grantAccess", authority=authority, area=area, role="CA")


@pytest.mark.rule(Rule.R18, "refuses")
@pytest.mark.rule(Rule.R36, "refuses", by=Rule.R18)
@pytest.mark.rule(Rule.R54, "refuses")
async def test_nobody_gives_an_area_beyond_its_own(client: Client) -> None:
    for actor, authority, area in (
        ("regierung", "arzt", "SD"),
        ("regierung", "stadt", "PQ"),
        ("wirtschaft", "stadt", "PQ"),
        ("kammer", "amt", "PQ"),
        ("kammer", "arzt", "SD"),
        ("bayern", "amt", "PQ"),
        ("bayern", "bezirk", "PQ"),
        ("berlin", "arzt", "SD"),
        ("regierung", "bayern", "SD"),
        ("kreis", "arzt", "SD"),
        ("arzt", "stadt", "PQ"),
    ):
        await client.refuses_only(
            actor, "grantAccess", "R18", "R54", "R81", authority=authority, area=area, role="CA"
        )


@pytest.mark.rule(Rule.R53, "allows")
@pytest.mark.rule(Rule.R9, "allows")
async def test_the_role_dimic_is_given_by_the_nimic_and_by_the_sdimic_in_its_region(client: Client) -> None:
    answer = await client.makes("bund", "grantAccess", authority="amt", area="PQ", role="DIMIC")
    assert "bund APPOINTED(PQ) amt" in answer.relations("came")
    assert (await client.seats("amt"))["type"] == "DIMIC"
    answer = await client.makes(
        "bayern", "grantAccess", authority="arzt", area="SD", role="DIMIC", territory="BY2"
    )
    assert "bayern APPOINTED(SD) arzt" in answer.relations("came")
    seats = await client.seats("arzt")
    assert (seats["type"], seats["SD"], seats["validating"]) == (
        "DIMIC",
        ["DIMIC", "bayern", ["bayern"]],
        "bayern",
    )


@pytest.mark.rule(Rule.R53, "refuses")
@pytest.mark.rule(Rule.R63, "refuses")
async def test_a_dimic_gives_the_role_of_a_competent_authority_alone(client: Client) -> None:
    for actor, authority, area in (("wirtschaft", "arzt", "SD"), ("kammer", "stadt", "PQ")):
        await client.refuses_only(
            actor, "grantAccess", "R53", "R63", "R81", authority=authority, area=area, role="DIMIC"
        )


@pytest.mark.rule(Rule.R10, "refuses")
async def test_an_sdimic_appoints_in_its_region_and_for_a_part_of_it(client: Client) -> None:
    for territory in (None, "BE"):
        await client.refuses_only(
            "bayern", "grantAccess", "R10", authority="arzt", area="SD", role="DIMIC", territory=territory
        )
    await client.refuses(
        "bayern", "grantAccess", "R10", "R18", "R53", authority="amt", area="PQ", role="DIMIC", territory="BY"
    )


@pytest.mark.rule(Rule.R3, "allows")
@pytest.mark.rule(Rule.R3, "refuses")
async def test_an_area_it_has_is_not_given_again_in_another_role(client: Client) -> None:
    for actor, role in (("bund", "CA"), ("bund", "DIMIC"), ("wirtschaft", "CA")):
        await client.refuses_only(actor, "grantAccess", "R3", authority="amt", area="SD", role=role)
    await client.refuses("kammer", "grantAccess", "R3", "R18", "R54", authority="amt", **SD_AS_CA)
    await client.makes("bund", "grantAccess", authority="amt", area="PQ", role="DIMIC")


@pytest.mark.rule(Rule.R7, "allows")
@pytest.mark.rule(Rule.R82, "allows")
@pytest.mark.rule(Rule.R7, "refuses", by=Rule.R82)
@pytest.mark.rule(Rule.R82, "refuses")
async def test_an_sdimic_gets_areas_as_competent_authority_only_and_a_nimic_none(client: Client) -> None:
    await client.refuses_only(
        "bund", "grantAccess", "R82", authority="bayern", area="SD", role="DIMIC", territory="BY"
    )
    await client.makes("wirtschaft", "grantAccess", authority="bayern", **SD_AS_CA)
    seats = await client.seats("bayern")
    assert (seats["type"], seats["SD"]) == ("SDIMIC", ["CA", "wirtschaft", ["wirtschaft"]])
    await client.refuses_only("wirtschaft", "grantAccess", "R82", authority="bund", **SD_AS_CA)


@pytest.mark.rule(Rule.R78, "refuses")
async def test_nobody_gives_itself_an_area(client: Client) -> None:
    await client.refuses_only("bayern", "grantAccess", "R78", authority="bayern", **SD_AS_CA)
    await client.refuses("bund", "grantAccess", "R78", "R82", authority="bund", **SD_AS_CA)
    await client.refuses("wirtschaft", "grantAccess", "R78", authority="wirtschaft", area="PQ", role="CA")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_it_is_active_and_of_the_same_state(client: Client) -> None:
    await client.refuses_only("bayern", "grantAccess", "R77", authority="alt", area="PQ", role="CA")
    for actor in ("paris", "commerce"):
        await client.refuses(actor, "grantAccess", "R25", authority="arzt", **SD_AS_CA)
    await client.refuses("bund", "grantAccess", "R25", authority="lyon", area="PQ", role="CA")
    await client.refuses_only(
        "bund", "grantAccess", "R25", authority="amt", area="PQ", role="DIMIC", territory="FR1"
    )


@pytest.mark.rule(Rule.R5, "refuses")
@pytest.mark.rule(Rule.R9, "refuses")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_its_settings_and_holders_are_held_to_the_rules_of_every_area(client: Client) -> None:
    to_arzt: dict[str, Any] = {"authority": "arzt", "role": "CA"}
    for rule, asked in (
        ("R5", {"area": "TD"}),
        ("R5", {"area": "SD", "keywords": ["licences"]}),
        ("R9", {"area": "SD", "territory": "BY"}),
        ("R81", {"area": "SD", "accessCoordinator": "regierung"}),
        ("R81", {"area": "SD", "requestCoordinators": ["kreis"]}),
        ("R78", {"area": "SD", "requestCoordinators": ["arzt"]}),
        ("R25", {"area": "SD", "accessCoordinator": "commerce"}),
    ):
        answer = await client.refuses("bund", "grantAccess", rule, **to_arzt, **asked)
        assert answer.rules <= {rule, "R81"}


@pytest.mark.rule(Rule.R35, "allows")
async def test_another_access_coordinator_is_put_in_the_givers_place_at_once(client: Client) -> None:
    await client.makes(
        "bayern",
        "grantAccess",
        authority="arzt",
        **SD_AS_CA,
        accessCoordinator="wirtschaft",
        requestCoordinators=["bund"],
        keywords=["building"],
        flags=["APPROVE_REQUESTS", "APPROVE_REPLIES"],
    )
    assert (await client.seats("arzt"))["SD"] == ["CA", "wirtschaft", ["bund", "wirtschaft"]]


@pytest.mark.rule(Rule.R78, "allows")
async def test_two_coordinators_may_give_each_other_access(client: Client) -> None:
    """Circles of access and of requests between coordinators are harmless; only validation forms none."""
    await client.makes("bildung", "grantAccess", authority="wirtschaft", area="PQ", role="CA")
    assert (await client.seats("wirtschaft"))["PQ"][1] == "bildung"
    assert (await client.seats("bildung"))["SD"][1] == "wirtschaft"
