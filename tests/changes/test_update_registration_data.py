"""R17, R31: registration data are the Validating Coordinator's; an authority edits its own contact data."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "updateRegistrationData"
TEXT = """query ($id: ID!) { authority(id: $id) { name nameLanguage otherNames { language name } email phone address
  languages region { code } externalIds { scheme value } } }"""


async def data(client: Client, id: str) -> dict[str, Any]:
    """An authority's registration data."""
    found: dict[str, Any] = (await client.query(OPERATOR, TEXT, id=id))["authority"]
    return found


@pytest.mark.rule(Rule.R17, "allows")
@pytest.mark.rule(Rule.R31)
async def test_the_validating_coordinator_edits_what_it_says_and_the_rest_stays(client: Client) -> None:
    said: dict[str, Any] = {
        "name": "Landratsamt Ebersberg",
        "nameLanguage": "de",
        "otherNames": [{"language": "en", "name": "Ebersberg District Office"}],
        "email": "office@example.org",
        "phone": "+49 1",
        "address": "Eichthalstraße 5\n85560 Ebersberg",
        "languages": ["de", "en"],
        "externalIds": [{"scheme": "ags", "value": "09175"}],
    }
    await client.makes("regierung", ACTION, authority="kreis", **said)
    assert await data(client, "kreis") == said | {"region": {"code": "BY1"}}
    await client.makes("regierung", ACTION, authority="kreis", email=None, languages=[], otherNames=None)
    assert await data(client, "kreis") == said | {
        "region": {"code": "BY1"}, "email": None, "languages": [], "otherNames": [],
    }  # fmt: skip


@pytest.mark.rule(Rule.R17, "allows")
@pytest.mark.rule(Rule.R17, "refuses")
@pytest.mark.rule(Rule.R31, "refuses")
async def test_an_authority_edits_its_own_contact_data_alone(client: Client) -> None:
    await client.makes(
        "kreis", ACTION, authority="kreis", email="k@example.org", phone="1", address="a", languages=["de"]
    )
    for said in (
        {"name": "Kreis"},
        {"nameLanguage": "de"},
        {"otherNames": [{"language": "en", "name": "District"}]},
        {"region": "BY2"},
        {"externalIds": [{"scheme": "ags", "value": "1"}]},
        {"name": "Kreis", "email": "other@example.org"},
    ):
        asked: dict[str, Any] = said
        answer = await client.refuses("kreis", ACTION, "R17", "R31", authority="kreis", **asked)
        assert answer.rules <= {"R17", "R31", "R81"}
    assert (await data(client, "kreis"))["email"] == "k@example.org"


@pytest.mark.rule(Rule.R17, "refuses")
async def test_nobody_else_edits_them(client: Client) -> None:
    """Neither Access nor Request Coordinator, nor who coordinates the coordinator, nor the NIMIC."""
    for actor in ("kammer", "bayern", "bund", "stadt"):
        await client.refuses_only(actor, ACTION, "R17", authority="kreis", email="k@example.org")
        await client.refuses_only(actor, ACTION, "R17", "R31", authority="kreis", name="Kreis")


@pytest.mark.rule(Rule.R12, "allows")
@pytest.mark.rule(Rule.R12, "refuses", by=Rule.R17)
async def test_the_operator_names_a_nimic_and_nobody_else(client: Client) -> None:
    await client.makes(OPERATOR, ACTION, authority="bund", name="Bundesverwaltungsamt")
    await client.makes("bund", ACTION, authority="bund", email="b@example.org")
    await client.refuses_only("bund", ACTION, "R17", "R31", authority="bund", name="Bund")
    await client.refuses_only(OPERATOR, ACTION, "R17", authority="bayern", name="Freistaat")


@pytest.mark.rule(Rule.R77, "refuses")
async def test_what_is_deactivated_is_frozen_for_the_operator_too(client: Client) -> None:
    await client.makes(OPERATOR, "replaceNimic", state="DE", successor="amt")
    await client.refuses_only(OPERATOR, ACTION, "R77", authority="bund", name="Bundesverwaltungsamt")
    await client.refuses_only("bund", ACTION, "R77", authority="bund", email="b@example.org")
    await client.refuses_only("bayern", ACTION, "R77", authority="alt", name="Alt")
    await client.refuses_only("alt", ACTION, "R77", authority="alt", email="a@example.org")


@pytest.mark.rule(Rule.R59, "allows")
@pytest.mark.rule(Rule.R59, "refuses")
async def test_names_stay_without_the_abbreviations(client: Client) -> None:
    for said in ({"name": "DIMIC Bayern"}, {"otherNames": [{"language": "en", "name": "The Nimic"}]}):
        asked: dict[str, Any] = said
        await client.refuses_only("regierung", ACTION, "R59", authority="kreis", **asked)
    await client.refuses_only(OPERATOR, ACTION, "R59", authority="bund", name="Deutscher NIMIC")
    await client.makes("regierung", ACTION, authority="kreis", name="Dimicus")


@pytest.mark.rule(Rule.R2, "allows")
@pytest.mark.rule(Rule.R2, "refuses")
async def test_an_external_id_of_another_is_not_taken_by_an_edit(client: Client) -> None:
    await client.makes(
        "regierung", ACTION, authority="kreis", externalIds=[{"scheme": "ags", "value": "09-175"}]
    )
    await client.refuses_only(
        "bayern", ACTION, "R2", authority="arzt", externalIds=[{"scheme": "AGS", "value": "09 175"}]
    )
    await client.makes(
        "regierung", ACTION, authority="kreis", externalIds=[{"scheme": "ags", "value": "09175"}]
    )
    await client.makes("regierung", ACTION, authority="kreis", externalIds=[])
    await client.makes("bayern", ACTION, authority="arzt", externalIds=[{"scheme": "ags", "value": "09175"}])


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_it_moves_where_its_coordinators_cover_it_still(client: Client) -> None:
    answer = await client.refuses_only("regierung", ACTION, "R81", authority="kreis", region="BY2")
    assert len(answer.data["violations"]) == 3, (
        "its Validating, its Access and its Request Coordinator are in the way"
    )
    await client.refuses_only("bayern", ACTION, "R81", authority="arzt", region=None)
    await client.makes("bayern", ACTION, authority="arzt", region="BY1")
    await client.makes("bund", ACTION, authority="amt", region="HH")


@pytest.mark.rule(Rule.R81, "allows")
async def test_relations_as_request_coordinator_end_by_a_move_where_others_remain(client: Client) -> None:
    await client.makes(
        "berlin", "addRequestCoordinators", authorities=["bezirk"], area="SD", coordinators=["wirtschaft"]
    )
    await client.makes(
        "berlin", "replaceAccessCoordinator", authority="bezirk", area="SD", successor="wirtschaft"
    )
    await client.makes(
        "wirtschaft", "addRequestCoordinators", authorities=["bezirk"], area="SD", coordinators=["berlin"]
    )
    await client.makes("berlin", "replaceValidatingCoordinator", authority="bezirk", successor="bund")
    answer = await client.makes("bund", ACTION, authority="bezirk", region="HH")
    assert answer.relations("went") == {"berlin COORDINATES_REQUESTS(SD) bezirk"}


@pytest.mark.rule(Rule.R10, "refuses")
@pytest.mark.rule(Rule.R82, "refuses")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_the_region_of_an_sdimic_is_the_one_it_coordinates(client: Client) -> None:
    answer = await client.refuses_only("bund", ACTION, "R81", authority="bayern", region="HH")
    named = {id for each in answer.data["violations"] for id in each["authorities"]}
    assert named == {"regierung", "kammer", "arzt"}
    await client.refuses("bund", ACTION, "R82", authority="bayern", region="BE")
    await client.refuses("bund", ACTION, "R10", authority="bayern", region=None)


@pytest.mark.rule(Rule.R25, "refuses")
async def test_its_region_is_one_of_its_state(client: Client) -> None:
    await client.refuses_only("bund", ACTION, "R25", authority="amt", region="FR1")
    await client.refuses("paris", ACTION, "R17", "R25", authority="amt", email="x@example.org")
    answer = await client.change("bund", ACTION, authority="amt", region="Atlantis")
    assert (answer.member, answer.data["type"]) == ("NotFound", "Region")


@pytest.mark.rule(Rule.R79, "refuses")
async def test_what_is_there_already_is_no_change(client: Client) -> None:
    await client.refuses_only(
        "regierung", ACTION, "R79", authority="kreis", name="Authority kreis", email=None
    )


async def test_something_is_said_and_a_name_is_not_taken_away(client: Client) -> None:
    answer = await client.change("regierung", ACTION, authority="kreis")
    assert [each["path"] for each in answer.data["problems"]] == [["input"]]
    for name in ("", None):
        answer = await client.change("regierung", ACTION, authority="kreis", name=name)
        assert [each["path"] for each in answer.data["problems"]] == [["input", "name"]]
