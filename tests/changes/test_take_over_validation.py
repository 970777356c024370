"""R80: the NIMIC becomes Validating Coordinator where that one is deactivated or is no coordinator any more."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "takeOverValidation"
WHY = {"reason": "It lost its mandate."}


async def frozen_with_its_validator(client: Client) -> None:
    """kreis, stadt and then their Validating Coordinator regierung are deactivated."""
    for authority in ("kreis", "stadt"):
        await client.makes("regierung", "deactivateAuthority", authority=authority)
    await client.makes("bayern", "deactivateAuthority", authority="regierung")


@pytest.mark.rule(Rule.R34, "allows")
@pytest.mark.rule(Rule.R80, "allows")
@pytest.mark.rule(Rule.R77, "allows")
async def test_the_nimic_takes_over_from_a_deactivated_one_what_is_frozen(client: Client) -> None:
    await frozen_with_its_validator(client)
    answer = await client.makes("bund", ACTION, authority="kreis")
    assert answer.relations("moved") == {"bund VALIDATES kreis (before: regierung)"}
    assert (await client.seats("kreis"))["status"] == "INACTIVE"


@pytest.mark.rule(Rule.R34, "allows")
async def test_the_nimic_takes_over_from_one_that_coordinates_no_more(client: Client) -> None:
    for authority in ("kreis", "stadt"):
        await client.makes("regierung", "deactivateAuthority", authority=authority)
    await client.makes("bayern", "changeAreaRole", authority="regierung", area="SD", role="CA")
    await client.makes("bund", ACTION, authority="stadt")


@pytest.mark.rule(Rule.R34, "refuses")
async def test_not_from_an_active_coordinator(client: Client) -> None:
    for authority in ("kreis", "arzt", "alt", "regierung"):
        await client.refuses_only("bund", ACTION, "R34", authority=authority)


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_takes_over(client: Client) -> None:
    """An SDIMIC's likeness to a NIMIC does not reach here."""
    await frozen_with_its_validator(client)
    for actor in ("bayern", "wirtschaft", "amt"):
        await client.refuses(actor, ACTION, "R80", authority="kreis")
    await client.refuses_only("bayern", ACTION, "R80", authority="kreis")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_the_nimic_is_active_and_of_the_same_state(client: Client) -> None:
    await frozen_with_its_validator(client)
    await client.refuses_only("paris", ACTION, "R25", authority="kreis")
    await client.makes("operator", "replaceNimic", state="DE", successor="amt")
    await client.refuses("bund", ACTION, "R77", authority="kreis")
    await client.makes("amt", ACTION, authority="kreis")


@pytest.mark.rule(Rule.R82, "refuses")
async def test_a_nimic_has_none_to_be_taken_over(client: Client) -> None:
    await client.refuses("bund", ACTION, "R82", authority="bund")
