"""R43, R80: a link is ended by the observed one's Validating Coordinator, the NIMIC, or the observer."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

BEGIN, END = "linkAuthorities", "unlinkAuthorities"


@pytest.mark.rule(Rule.R80, "allows")
async def test_the_validating_coordinator_the_nimic_and_the_observer_end_it(client: Client) -> None:
    for actor in ("regierung", "bund", "kreis"):
        answer = await client.makes(actor, END, observer="kreis", observed="stadt")
        assert answer.relations("went") == {"kreis LINKED_TO stadt"}
        await client.makes("regierung", BEGIN, observer="kreis", observed="stadt")


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_ends_it_the_observed_neither(client: Client) -> None:
    for actor in ("stadt", "bayern", "kammer", "amt"):
        await client.refuses_only(actor, END, "R80", observer="kreis", observed="stadt")


@pytest.mark.rule(Rule.R79, "refuses")
async def test_what_is_not_linked_is_not_unlinked(client: Client) -> None:
    await client.refuses_only("regierung", END, "R79", observer="stadt", observed="kreis")
    await client.refuses_only("bayern", END, "R79", observer="stadt", observed="arzt")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_a_frozen_end_keeps_it(client: Client) -> None:
    await client.makes("regierung", "deactivateAuthority", authority="kreis")
    await client.refuses_only("regierung", END, "R77", observer="kreis", observed="stadt")
    await client.refuses("kreis", END, "R77", observer="kreis", observed="stadt")
    await client.refuses("paris", END, "R25", observer="kreis", observed="stadt")
