"""R42: each Request Coordinator opts out of referral for itself, per authority and area."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client
from tests.graph import rows

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
    assert answer.data["changed"] == [
        {
            "authority": {"id": "arzt"},
            "area": "PQ",
            "column": "referralOptOuts",
            "before": [],
            "after": ["bildung"],
        }
    ]
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
        await client.refuses_only(actor, ACTION, "R42", authority="arzt", area="PQ", optOut=True)
        await client.refuses_only(actor, ACTION, "R42", "R79", authority="arzt", area="PQ", optOut=False)


async def test_coordination_goes_on_as_it_began_and_the_past_knows_when_it_was_opted_out(
    client: Client,
) -> None:
    """The paths of R44 too say since when there is coordination, not since when it was last opted out."""
    why = """query ($asOf: DateTime) {
      explainMonitoring(monitor: "bildung", authority: "arzt", asOf: $asOf) { reasons { path { since } } }
      authority(id: "arzt", asOf: $asOf) {
        areas { requestCoordinators { coordinator { id } since referralOptOut } }
      } }"""

    async def at(moment: str | None) -> tuple[list[Any], str, bool]:
        found = await client.query(OPERATOR, why, asOf=moment)
        (area,) = found["authority"]["areas"]
        (it,) = (each for each in area["requestCoordinators"] if each["coordinator"]["id"] == "bildung")
        return found["explainMonitoring"]["reasons"], it["since"], it["referralOptOut"]

    begun = await at(None)
    assert begun[0][0]["path"] == [{"since": begun[1]}]
    times = []
    for opt_out in (True, False, True):
        answer = await client.makes("bildung", ACTION, authority="arzt", area="PQ", optOut=opt_out)
        times.append((answer.data["at"], opt_out))
        assert await at(None) == (*begun[:2], opt_out)
    for moment, opt_out in times:
        assert await at(moment) == (*begun[:2], opt_out)
    past = "MATCH ()-[r:OPTED_OUT_OF_REFERRAL]->() RETURN r.since AS since, r.until AS until"
    assert await rows(client.graph, past) == [{"since": times[0][0], "until": times[1][0]}]


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
