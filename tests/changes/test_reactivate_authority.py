"""R77, R80: an authority is reactivated by its Validating Coordinator where all its coordinators are sound."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "reactivateAuthority"


@pytest.mark.rule(Rule.R77, "allows")
@pytest.mark.rule(Rule.R80, "allows")
async def test_its_validating_coordinator_reactivates_it(client: Client) -> None:
    await client.makes("bayern", ACTION, authority="alt")
    assert (await client.seats("alt"))["status"] == "ACTIVE"


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_reactivates_it(client: Client) -> None:
    for actor in ("bund", "regierung", "berlin"):
        await client.refuses_only(actor, ACTION, "R80", authority="alt")
    await client.refuses_only("alt", ACTION, "R77", "R80", authority="alt")


@pytest.mark.rule(Rule.R77, "refuses")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_its_coordinators_are_active_and_cover_it(client: Client) -> None:
    """Its Access and its Request Coordinator were deactivated, or moved away, while it was frozen."""
    why = {"reason": "It lost its mandate."}
    await client.makes(
        "bayern", "replaceAccessCoordinatorEverywhere", coordinator="bayern", successor="wirtschaft", authorities=["alt"], **why,
    )  # fmt: skip
    await client.makes("wirtschaft", "replaceAccessCoordinatorEverywhere", coordinator="wirtschaft", successor="bund",
                       authorities=["amt", "bildung"], **why)  # fmt: skip
    await client.makes("bund", "updateAreaSettings", authority="wirtschaft", area="SD", territory="BE")
    answer = await client.refuses_only("bayern", ACTION, "R81", authority="alt")
    assert len(answer.data["violations"]) == 2, "its Access and its Request Coordinator"
    await client.makes("bund", "deactivateAuthority", authority="wirtschaft")
    await client.refuses_only("bayern", ACTION, "R77", "R81", authority="alt")
    await client.makes(
        "bund", "replaceAccessCoordinatorEverywhere", coordinator="wirtschaft", successor="bund", **why
    )
    await client.makes("bayern", ACTION, authority="alt")


@pytest.mark.rule(Rule.R28, "allows")
async def test_unsound_request_coordinators_beside_sound_ones_end(client: Client) -> None:
    await client.makes("bayern", "deactivateAuthority", authority="arzt")
    await client.makes("bund", "updateAreaSettings", authority="bildung", area="PQ", territory="BE")
    assert (await client.seats("arzt"))["PQ"][2] == ["bildung", "kammer"], "what is frozen stays"
    answer = await client.makes("bayern", ACTION, authority="arzt")
    assert answer.relations("went") == {"bildung COORDINATES_REQUESTS(PQ) arzt"}


@pytest.mark.rule(Rule.R82, "refuses")
async def test_an_sdimic_comes_back_only_to_a_region_without_one(client: Client) -> None:
    await client.makes("berlin", "replaceValidatingCoordinator", authority="bezirk", successor="bund")
    await client.makes("berlin", "replaceAccessCoordinator", authority="bezirk", area="SD", successor="bund")
    await client.makes("bund", "deactivateAuthority", authority="berlin")
    await client.makes("bund", "registerSdimic", id="neu", name="Neue Behörde", region="BE")
    await client.refuses_only("bund", ACTION, "R82", authority="berlin")
    await client.makes("bund", "deactivateAuthority", authority="neu")
    await client.makes("bund", ACTION, authority="berlin")


@pytest.mark.rule(Rule.R8, "refuses")
async def test_a_former_nimic_comes_back_by_the_operator_alone(client: Client) -> None:
    await client.makes("operator", "replaceNimic", state="DE", successor="amt")
    await client.refuses_only("amt", ACTION, "R8", authority="bund")
    await client.makes("operator", "replaceNimic", state="DE", successor="bund")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R79, "refuses")
async def test_it_is_deactivated_and_of_the_same_state(client: Client) -> None:
    await client.refuses_only("regierung", ACTION, "R79", authority="kreis")
    await client.refuses_only("paris", ACTION, "R25", "R80", authority="alt")
