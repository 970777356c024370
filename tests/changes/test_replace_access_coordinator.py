"""R35, R41: one authority's access seat in one area is handed to another coordinator."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client


@pytest.mark.rule(Rule.R35, "allows")
@pytest.mark.rule(Rule.R41, "allows")
async def test_the_access_coordinator_is_replaced_as_request_coordinator_too(client: Client) -> None:
    answer = await client.makes(
        "regierung", "replaceAccessCoordinator", authority="kreis", area="SD", successor="wirtschaft"
    )
    assert answer.relations("moved") == {
        "wirtschaft GRANTS_ACCESS(SD) kreis (before: regierung)",
        "wirtschaft COORDINATES_REQUESTS(SD) kreis (before: regierung)",
    }
    assert (await client.seats("kreis"))["SD"] == ["CA", "wirtschaft", ["wirtschaft"]]
    assert (await client.seats("kreis"))["validating"] == "regierung"


@pytest.mark.rule(Rule.R41, "refuses")
async def test_nobody_else_replaces_it(client: Client) -> None:
    for actor in ("bund", "bayern", "kreis", "kammer"):
        await client.refuses(
            actor, "replaceAccessCoordinator", "R41", authority="kreis", area="SD", successor="wirtschaft"
        )


@pytest.mark.rule(Rule.R81, "refuses")
async def test_the_successor_covers_area_and_region(client: Client) -> None:
    for successor in ("kammer", "berlin", "arzt"):
        await client.refuses(
            "regierung", "replaceAccessCoordinator", "R81", authority="kreis", area="SD", successor=successor
        )
    await client.refuses(
        "regierung", "replaceAccessCoordinator", "R79", authority="kreis", area="SD", successor="regierung"
    )
    await client.refuses(
        "regierung", "replaceAccessCoordinator", "R78", authority="kreis", area="SD", successor="kreis"
    )


async def test_a_trial_answers_the_same_and_changes_nothing(client: Client) -> None:
    asked: dict[str, Any] = {"authority": "kreis", "area": "SD", "successor": "wirtschaft"}
    before = await client.seats("kreis")
    trial = await client.change("regierung", "replaceAccessCoordinator", dry_run=True, scopes=True, **asked)
    assert await client.seats("kreis") == before
    real = await client.change("regierung", "replaceAccessCoordinator", scopes=True, **asked)
    assert trial.data["change"] is None
    same = {"moved", "came", "went", "scopes", "authority"}
    assert {k: trial.data[k] for k in same} == {k: real.data[k] for k in same}
    effects = {
        each["monitor"]["id"]: ([a["id"] for a in each["entered"]], [a["id"] for a in each["left"]])
        for each in real.data["scopes"]
    }
    assert effects == {"wirtschaft": (["kreis"], [])}


async def test_the_same_key_is_carried_out_once(client: Client) -> None:
    asked: dict[str, Any] = {
        "authority": "kreis",
        "area": "SD",
        "successor": "wirtschaft",
        "idempotencyKey": "k",
    }
    first = await client.change("regierung", "replaceAccessCoordinator", **asked)
    again = await client.change("regierung", "replaceAccessCoordinator", **asked)
    assert again.data == {**first.data, "repeated": True}
    other = await client.change("regierung", "replaceAccessCoordinator", **{**asked, "successor": "bayern"})
    assert other.member == "InvalidInput"


@pytest.mark.rule(Rule.R27, "allows")
@pytest.mark.rule(Rule.R35, "allows")
async def test_the_others_stay_and_the_incoming_one_is_added_once(client: Client) -> None:
    """arzt has kammer and bildung; bildung, who is there already, follows kammer: once, and kammer is gone."""
    await client.makes(
        "kammer", "addRequestCoordinators", authorities=["arzt"], area="PQ", coordinators=["bayern"]
    )
    answer = await client.makes(
        "kammer", "replaceAccessCoordinator", authority="arzt", area="PQ", successor="bildung"
    )
    assert answer.relations("moved") == {"bildung GRANTS_ACCESS(PQ) arzt (before: kammer)"}
    assert answer.relations("went") == {"kammer COORDINATES_REQUESTS(PQ) arzt"}
    assert (await client.seats("arzt"))["PQ"] == ["CA", "bildung", ["bayern", "bildung"]]


@pytest.mark.rule(Rule.R35, "allows")
async def test_had_the_outgoing_one_left_the_request_coordinators_they_stay_as_they_are(
    client: Client,
) -> None:
    await client.makes(
        "kammer", "removeRequestCoordinator", authority="arzt", area="PQ", coordinator="kammer"
    )
    await client.makes("kammer", "replaceAccessCoordinator", authority="arzt", area="PQ", successor="bund")
    assert (await client.seats("arzt"))["PQ"] == ["CA", "bund", ["bildung"]]


@pytest.mark.rule(Rule.R35, "refuses", by=Rule.R81)
@pytest.mark.rule(Rule.R27, "refuses", by=Rule.R81)
async def test_where_an_authority_is_dimic_its_access_coordinator_is_the_nimic_or_its_sdimic(
    client: Client,
) -> None:
    for successor in ("wirtschaft", "berlin"):
        await client.refuses_only(
            "bayern", "replaceAccessCoordinator", "R81", authority="regierung", area="SD", successor=successor
        )
    await client.makes(
        "bayern", "replaceAccessCoordinator", authority="regierung", area="SD", successor="bund"
    )


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_successor_and_authority_are_active_and_of_the_same_state(client: Client) -> None:
    await client.makes("bund", "registerDimic", id="x", name="X", areas=[{"area": "SD", "role": "DIMIC"}])
    await client.makes("bund", "deactivateAuthority", authority="x")
    action = "replaceAccessCoordinator"
    await client.refuses_only("regierung", action, "R77", authority="kreis", area="SD", successor="x")
    await client.refuses_only("bayern", action, "R77", authority="alt", area="SD", successor="bund")
    await client.refuses_only("regierung", action, "R25", authority="kreis", area="SD", successor="commerce")
    await client.refuses("commerce", action, "R25", "R41", authority="kreis", area="SD", successor="bund")


@pytest.mark.rule(Rule.R29, "allows")
@pytest.mark.rule(Rule.R29, "refuses", by=Rule.R34)
async def test_three_coordinators_hold_one_relation_each_and_none_anothers(client: Client) -> None:
    await client.makes(
        "regierung", "replaceAccessCoordinator", authority="kreis", area="SD", successor="wirtschaft"
    )
    await client.makes(
        "wirtschaft", "addRequestCoordinators", authorities=["kreis"], area="SD", coordinators=["bund"]
    )
    await client.makes(
        "wirtschaft", "removeRequestCoordinator", authority="kreis", area="SD", coordinator="wirtschaft"
    )
    seats = await client.seats("kreis")
    assert (seats["validating"], seats["SD"]) == ("regierung", ["CA", "wirtschaft", ["bund"]])
    await client.refuses_only(
        "wirtschaft", "replaceValidatingCoordinator", "R34", authority="kreis", successor="bund"
    )
    for actor in ("regierung", "bund"):
        await client.refuses_only(
            actor, "replaceAccessCoordinator", "R41", authority="kreis", area="SD", successor="bayern"
        )
