"""R43, R80: a link lets one Competent Authority observe another: the matter of the observed one's VC, and the NIMIC."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

BEGIN, END = "linkAuthorities", "unlinkAuthorities"


@pytest.mark.rule(Rule.R43, "allows")
@pytest.mark.rule(Rule.R80, "allows")
async def test_the_validating_coordinator_of_the_observed_and_the_nimic_create_it(client: Client) -> None:
    answer = await client.makes("bayern", BEGIN, observer="stadt", observed="arzt")
    assert answer.relations("came") == {"stadt LINKED_TO arzt"}
    assert answer.data["authority"]["id"] == "arzt"
    await client.makes("bund", BEGIN, observer="bezirk", observed="arzt")
    await client.makes("regierung", BEGIN, observer="stadt", observed="kreis")


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_creates_it(client: Client) -> None:
    """Neither end, nor the Access Coordinator, nor an SDIMIC, whose likeness to a NIMIC does not reach here."""
    for actor in ("stadt", "arzt", "kammer", "regierung"):
        await client.refuses_only(actor, BEGIN, "R80", observer="stadt", observed="arzt")
    await client.refuses_only("bayern", BEGIN, "R80", observer="arzt", observed="stadt")


@pytest.mark.rule(Rule.R43, "refuses")
async def test_both_ends_are_competent_authorities_somewhere(client: Client) -> None:
    await client.refuses_only("bayern", BEGIN, "R43", observer="stadt", observed="kammer")
    await client.refuses_only("bayern", BEGIN, "R43", observer="kammer", observed="arzt")
    await client.refuses_only("bund", BEGIN, "R43", observer="bund", observed="amt")
    await client.refuses_only("bund", BEGIN, "R43", observer="amt", observed="bund")
    await client.refuses_only("bund", BEGIN, "R43", observer="bayern", observed="amt")
    await client.makes("bund", BEGIN, observer="amt", observed="bildung")


@pytest.mark.rule(Rule.R78, "refuses")
@pytest.mark.rule(Rule.R79, "refuses")
async def test_it_joins_two_and_is_made_once_and_another_way_round_is_another(client: Client) -> None:
    await client.refuses_only("regierung", BEGIN, "R78", observer="stadt", observed="stadt")
    await client.refuses_only("regierung", BEGIN, "R79", observer="kreis", observed="stadt")
    await client.makes("regierung", BEGIN, observer="stadt", observed="kreis")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_its_ends_are_active_and_of_one_state(client: Client) -> None:
    for actor in ("regierung", "bund"):
        await client.refuses_only(actor, BEGIN, "R25", observer="lyon", observed="stadt")
    await client.refuses("paris", BEGIN, "R25", observer="lyon", observed="stadt")
    await client.refuses("bund", BEGIN, "R25", observer="stadt", observed="lyon")
    await client.refuses_only("bayern", BEGIN, "R77", observer="arzt", observed="alt")
    await client.refuses_only("regierung", BEGIN, "R77", observer="alt", observed="stadt")


async def test_both_ends_exist(client: Client) -> None:
    for ends in ({"observer": "nobody", "observed": "stadt"}, {"observer": "stadt", "observed": "nobody"}):
        for action in (BEGIN, END):
            asked: dict[str, Any] = ends
            answer = await client.change("bund", action, **asked)
            assert (answer.member, answer.data["id"]) == ("NotFound", "nobody")
