"""R35, R41: one authority's access seat in one area is handed to another coordinator."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client


@pytest.mark.rule(Rule.R35)
@pytest.mark.rule(Rule.R41)
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


@pytest.mark.rule(Rule.R41)
async def test_nobody_else_replaces_it(client: Client) -> None:
    for actor in ("bund", "bayern", "kreis", "kammer"):
        await client.refuses(
            actor, "replaceAccessCoordinator", "R41", authority="kreis", area="SD", successor="wirtschaft"
        )


@pytest.mark.rule(Rule.R81)
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
