"""R14, R52: an SDIMIC is registered by the NIMIC alone, for a region that has none; it coordinates by its type."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

HAMBURG: dict[str, Any] = {"id": "hamburg", "name": "Behörde für Wirtschaft", "region": "HH"}


@pytest.mark.rule(Rule.R10, "allows")
@pytest.mark.rule(Rule.R14, "allows")
@pytest.mark.rule(Rule.R26, "allows")
@pytest.mark.rule(Rule.R52, "allows")
@pytest.mark.rule(Rule.R82, "allows")
@pytest.mark.rule(Rule.R83, "allows")
async def test_the_nimic_registers_it_without_an_area(client: Client) -> None:
    answer = await client.makes("bund", "registerSdimic", **HAMBURG)
    assert answer.relations("came") == {"bund REGISTERED hamburg", "bund VALIDATES hamburg"}
    assert answer.data["moved"] == answer.data["went"] == []
    assert await client.seats("hamburg") == {"type": "SDIMIC", "status": "ACTIVE", "validating": "bund"}


@pytest.mark.rule(Rule.R7, "allows")
@pytest.mark.rule(Rule.R30)
async def test_it_may_also_act_as_competent_authority(client: Client) -> None:
    answer = await client.makes(
        "bund", "registerSdimic", **HAMBURG, areas=[{"area": "SD"}, {"area": "TD", "professions": ["driver"]}]
    )
    assert answer.data["cameCount"] == len(answer.data["came"]) == 6
    seats = await client.seats("hamburg")
    assert seats == {
        "type": "SDIMIC",
        "status": "ACTIVE",
        "validating": "bund",
        "SD": ["CA", "bund", ["bund"]],
        "TD": ["CA", "bund", ["bund"]],
    }
    assert not any("APPOINTED" in each for each in answer.relations("came")), (
        "the role DIMIC alone is appointed"
    )


@pytest.mark.rule(Rule.R14, "refuses")
@pytest.mark.rule(Rule.R52, "refuses")
@pytest.mark.rule(Rule.R63, "refuses")
async def test_nobody_else_registers_it(client: Client) -> None:
    for actor, rules in {
        "bayern": {"R14", "R52", "R81"},
        "wirtschaft": {"R14", "R52", "R63", "R81"},
        "stadt": {"R14", "R52", "R81"},
    }.items():
        await client.refuses_only(actor, "registerSdimic", *rules, **HAMBURG)


@pytest.mark.rule(Rule.R82, "refuses")
async def test_a_region_has_one_active_sdimic_and_nested_regions_one_each(client: Client) -> None:
    bavarian = {"id": "zweite", "name": "Zweite Behörde"}
    await client.refuses_only("bund", "registerSdimic", "R82", **bavarian, region="BY")
    await client.makes("bund", "registerSdimic", **bavarian, region="BY1")


@pytest.mark.rule(Rule.R82, "allows")
async def test_a_deactivated_sdimic_leaves_its_region_to_another_and_cannot_come_back_beside_it(
    client: Client,
) -> None:
    await client.makes("bund", "registerSdimic", **HAMBURG)
    await client.makes("bund", "deactivateAuthority", authority="hamburg")
    await client.makes("bund", "registerSdimic", **HAMBURG | {"id": "neue", "name": "Neue Behörde"})
    await client.refuses_only("bund", "reactivateAuthority", "R82", authority="hamburg")


@pytest.mark.rule(Rule.R25, "refuses")
async def test_its_region_is_one_of_the_state(client: Client) -> None:
    await client.refuses_only("bund", "registerSdimic", "R25", **HAMBURG | {"region": "FR1"})
    missing = await client.change("bund", "registerSdimic", **HAMBURG | {"region": "Atlantis"})
    assert (missing.member, missing.data["type"], missing.data["id"]) == ("NotFound", "Region", "ATLANTIS")


@pytest.mark.rule(Rule.R59, "refuses")
async def test_no_abbreviation_of_a_coordinator_is_in_its_names(client: Client) -> None:
    for name in ("SDIMIC Hamburg", "Hamburger_sdimic", "Behörde-Nimic-Hamburg", "ＤＩＭＩＣ Hamburg"):
        await client.refuses_only("bund", "registerSdimic", "R59", **HAMBURG | {"name": name})
    others = [{"language": "en", "name": "Hamburg SDIMIC"}]
    await client.refuses_only("bund", "registerSdimic", "R59", **HAMBURG, otherNames=others)


@pytest.mark.rule(Rule.R5, "refuses")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_its_areas_are_held_to_the_rules_of_every_area(client: Client) -> None:
    for rule, area in (
        ("R5", {"area": "TD"}),
        ("R5", {"area": "SD", "keywords": ["licences"]}),
        ("R81", {"area": "SD", "accessCoordinator": "bildung"}),
        ("R81", {"area": "SD", "requestCoordinators": ["regierung"]}),
    ):
        await client.refuses_only("bund", "registerSdimic", rule, **HAMBURG, areas=[area])


async def test_a_refusal_names_every_rule_that_forbids_it(client: Client) -> None:
    asked = {"id": "x", "name": "DIMIC Bayern", "region": "BY", "areas": [{"area": "SD"}, {"area": "SD"}]}
    await client.refuses_only(
        "kammer", "registerSdimic", *["R3", "R14", "R18", "R52", "R54", "R59", "R63", "R81", "R82"], **asked
    )
