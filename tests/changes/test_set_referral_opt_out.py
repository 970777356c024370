"""R42: each Request Coordinator opts out of referral for itself, per authority and area."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "setReferralOptOut"
TEXT = """query ($id: ID!) { authority(id: $id) { areas { area { code } requestCoordinators {
  coordinator { id } referralOptOut } } } }"""


async def opted_out(client: Client, authority: str) -> dict[str, set[str]]:
    """Who opts out of referral, by area."""
    areas = (await client.query(OPERATOR, TEXT, id=authority))["authority"]["areas"]
    return {
        area["area"]["code"]: {
            each["coordinator"]["id"] for each in area["requestCoordinators"] if each["referralOptOut"]
        }
        for area in areas
    }


@pytest.mark.rule(Rule.R42, "allows")
async def test_one_opts_out_and_in_again_and_the_others_and_other_areas_stay_as_they_are(
    client: Client,
) -> None:
    await client.makes(
        "bund", "grantAccess", authority="arzt", area="SD", role="CA", requestCoordinators=["wirtschaft"]
    )
    asked: dict[str, Any] = {"authority": "arzt", "area": "PQ"}
    answer = await client.makes("bildung", ACTION, **asked, optOut=True)
    assert answer.data["came"] == answer.data["moved"] == answer.data["went"] == []
    assert await opted_out(client, "arzt") == {"PQ": {"bildung"}, "SD": set()}
    await client.makes("kammer", ACTION, **asked, optOut=True)
    await client.makes("bildung", ACTION, **asked, optOut=False)
    assert await opted_out(client, "arzt") == {"PQ": {"kammer"}, "SD": set()}


@pytest.mark.rule(Rule.R42, "refuses")
async def test_nobody_opts_out_who_is_no_request_coordinator_of_it(client: Client) -> None:
    """The Access Coordinator neither, once it left; nor the authority, nor the Validating Coordinator."""
    await client.makes(
        "kammer", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="kammer"
    )
    for actor in ("kammer", "arzt", "bayern", "bund"):
        for opt_out in (True, False):
            await client.refuses_only(actor, ACTION, "R42", authority="arzt", area="PQ", optOut=opt_out)


async def test_it_ends_with_the_relation_and_is_not_inherited(client: Client) -> None:
    await client.makes("kammer", ACTION, authority="arzt", area="PQ", optOut=True)
    await client.makes("kammer", "replaceAccessCoordinator", authority="arzt", area="PQ", successor="bund")
    assert await opted_out(client, "arzt") == {"PQ": set()}
    await client.makes("bildung", ACTION, authority="arzt", area="PQ", optOut=True)
    await client.makes(
        "bildung", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="bildung"
    )
    await client.makes(
        "bund", "addRequestCoordinators", authorities=["arzt"], area="PQ", coordinators=["bildung"]
    )
    assert await opted_out(client, "arzt") == {"PQ": set()}


@pytest.mark.rule(Rule.R79, "refuses")
async def test_to_stay_as_one_is_is_no_change(client: Client) -> None:
    await client.refuses_only("bildung", ACTION, "R79", authority="arzt", area="PQ", optOut=False)


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_what_is_deactivated_or_anothers_is_left_alone(client: Client) -> None:
    await client.refuses_only("bayern", ACTION, "R77", authority="alt", area="SD", optOut=True)
    await client.refuses_only("commerce", ACTION, "R25", "R42", authority="arzt", area="PQ", optOut=True)
