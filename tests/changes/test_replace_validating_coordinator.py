"""R34: a Validating Coordinator leaves only by naming a successor who covers the authority."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "replaceValidatingCoordinator"


@pytest.mark.rule(Rule.R34, "allows")
async def test_the_validating_coordinator_hands_an_authority_over_and_nothing_else_moves(
    client: Client,
) -> None:
    before = await client.seats("kreis")
    answer = await client.makes("regierung", ACTION, authority="kreis", successor="bayern")
    assert answer.relations("moved") == {"bayern VALIDATES kreis (before: regierung)"}
    assert answer.data["came"] == answer.data["went"] == []
    assert await client.seats("kreis") == before | {"validating": "bayern"}


@pytest.mark.rule(Rule.R34, "refuses")
async def test_nobody_else_hands_it_over(client: Client) -> None:
    for actor in ("bund", "bayern", "kreis", "kammer", "wirtschaft"):
        await client.refuses_only(actor, ACTION, "R34", authority="kreis", successor="bund")


@pytest.mark.rule(Rule.R26, "refuses", by=Rule.R34)
@pytest.mark.rule(Rule.R34, "refuses")
async def test_without_a_successor_nobody_leaves(client: Client) -> None:
    await client.refuses_only("regierung", ACTION, "R34", authority="kreis")
    await client.refuses_only("regierung", ACTION, "R34", authority="kreis", successor=None)


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_the_successor_covers_the_authority_a_dimic_in_any_of_its_areas(client: Client) -> None:
    for successor in ("berlin", "arzt", "stadt"):
        await client.refuses_only("regierung", ACTION, "R81", authority="kreis", successor=successor)
    await client.refuses_only("bund", ACTION, "R81", authority="amt", successor="regierung")
    await client.makes("regierung", ACTION, authority="stadt", successor="kammer")
    await client.makes("kammer", ACTION, authority="stadt", successor="wirtschaft")
    await client.makes("bund", ACTION, authority="amt", successor="bildung")


@pytest.mark.rule(Rule.R81, "refuses")
async def test_an_sdimic_is_validated_by_the_nimic_alone(client: Client) -> None:
    for successor in ("wirtschaft", "bildung"):
        await client.refuses_only("bund", ACTION, "R81", authority="bayern", successor=successor)
    await client.refuses("bund", ACTION, "R81", authority="bayern", successor="berlin")


@pytest.mark.rule(Rule.R78, "allows")
@pytest.mark.rule(Rule.R78, "refuses")
async def test_validation_forms_no_circle(client: Client) -> None:
    await client.refuses_only("bund", ACTION, "R78", authority="wirtschaft", successor="wirtschaft")
    await client.makes("bund", ACTION, authority="bildung", successor="wirtschaft")
    await client.refuses_only("bund", ACTION, "R78", authority="wirtschaft", successor="bildung")
    await client.makes("bayern", ACTION, authority="kammer", successor="bildung")
    await client.refuses_only("bund", ACTION, "R78", "R81", authority="wirtschaft", successor="kammer")
    await client.makes("wirtschaft", ACTION, authority="bildung", successor="bund")
    await client.makes("bund", ACTION, authority="wirtschaft", successor="bildung")


@pytest.mark.rule(Rule.R82, "refuses")
@pytest.mark.rule(Rule.R34, "refuses")
async def test_a_nimic_has_no_validating_coordinator_to_hand_it_over(client: Client) -> None:
    await client.refuses("bund", ACTION, "R34", "R82", authority="bund", successor="wirtschaft")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_successor_and_authority_are_active_and_of_the_same_state(client: Client) -> None:
    await client.makes("bund", "registerDimic", id="x", name="X", areas=[{"area": "PQ", "role": "DIMIC"}])
    await client.makes("bund", "deactivateAuthority", authority="x")
    await client.refuses_only("regierung", ACTION, "R77", authority="kreis", successor="x")
    await client.refuses_only("bayern", ACTION, "R77", authority="alt", successor="bund")
    for successor in ("paris", "commerce"):
        await client.refuses_only("regierung", ACTION, "R25", authority="kreis", successor=successor)
    await client.refuses("commerce", ACTION, "R25", "R34", authority="kreis", successor="bund")


@pytest.mark.rule(Rule.R79, "refuses")
async def test_the_present_one_is_no_successor(client: Client) -> None:
    await client.refuses_only("regierung", ACTION, "R79", authority="kreis", successor="regierung")


async def test_a_successor_that_does_not_exist_is_not_found(client: Client) -> None:
    answer = await client.change("regierung", ACTION, authority="kreis", successor="nobody")
    assert (answer.member, answer.data["id"]) == ("NotFound", "nobody")
