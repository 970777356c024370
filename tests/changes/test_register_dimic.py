"""R15, R53: a DIMIC is registered by the NIMIC, or by an SDIMIC in its region, in at least one area as DIMIC."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

OFFICE = {"id": "stelle", "name": "Zentrale Stelle"}


def dimic(area: str = "SD", **more: Any) -> dict[str, Any]:
    """An area to be given with the role DIMIC."""
    return {"area": area, "role": "DIMIC", **more}


@pytest.mark.rule(Rule.R15, "allows")
@pytest.mark.rule(Rule.R18, "allows")
@pytest.mark.rule(Rule.R53, "allows")
@pytest.mark.rule(Rule.R30)
@pytest.mark.rule(Rule.R37)
async def test_the_nimic_registers_it_and_becomes_all_three_coordinators(client: Client) -> None:
    answer = await client.makes("bund", "registerDimic", **OFFICE, areas=[dimic()])
    assert answer.relations("came") == {
        "bund REGISTERED stelle",
        "bund VALIDATES stelle",
        "bund APPOINTED(SD) stelle",
        "bund GRANTS_ACCESS(SD) stelle",
        "bund COORDINATES_REQUESTS(SD) stelle",
    }
    seats = await client.seats("stelle")
    assert seats == {
        "type": "DIMIC",
        "status": "ACTIVE",
        "validating": "bund",
        "SD": ["DIMIC", "bund", ["bund"]],
    }


@pytest.mark.rule(Rule.R10, "allows")
@pytest.mark.rule(Rule.R15, "allows")
async def test_an_sdimic_registers_one_in_its_region_for_a_part_of_it(client: Client) -> None:
    for place, territory in (("BY", "BY"), ("BY1", "BY2")):
        await client.makes(
            "bayern",
            "registerDimic",
            name=f"Stelle in {place}",
            region=place,
            areas=[dimic(territory=territory), dimic("PQ", territory="BY")],
        )


@pytest.mark.rule(Rule.R10, "refuses")
@pytest.mark.rule(Rule.R15, "refuses")
@pytest.mark.rule(Rule.R18, "refuses")
@pytest.mark.rule(Rule.R53, "refuses")
async def test_an_sdimic_registers_none_that_lies_outside_its_region(client: Client) -> None:
    for place in ({"region": "BE"}, {}):
        answer = await client.refuses(
            "bayern",
            "registerDimic",
            "R15",
            "R53",
            "R18",
            "R10",
            **OFFICE,
            **place,
            areas=[dimic(territory="BY")],
        )
        assert answer.rules <= {"R10", "R15", "R18", "R53", "R54", "R81"}


@pytest.mark.rule(Rule.R10, "refuses")
async def test_an_sdimic_gives_no_territory_beyond_its_region(client: Client) -> None:
    for area in (dimic(), dimic(territory="BE"), dimic(territory="HH")):
        await client.refuses_only("bayern", "registerDimic", "R10", **OFFICE, region="BY1", areas=[area])


@pytest.mark.rule(Rule.R15, "refuses")
@pytest.mark.rule(Rule.R53, "refuses")
@pytest.mark.rule(Rule.R63, "refuses")
async def test_neither_a_dimic_nor_a_competent_authority_registers_one(client: Client) -> None:
    asked: dict[str, Any] = {**OFFICE, "region": "BY1", "areas": [dimic()]}
    await client.refuses_only("wirtschaft", "registerDimic", "R15", "R53", "R63", "R81", **asked)
    await client.refuses_only("stadt", "registerDimic", "R15", "R18", "R53", "R81", **asked)


@pytest.mark.rule(Rule.R3, "allows")
@pytest.mark.rule(Rule.R7, "allows")
@pytest.mark.rule(Rule.R9, "allows")
async def test_roles_differ_between_areas_and_areas_have_several_dimics(client: Client) -> None:
    await client.makes(
        "bund",
        "registerDimic",
        **OFFICE,
        areas=[
            dimic(),
            dimic("PQ", territory="BY"),
            {"area": "TD", "role": "CA", "professions": ["driver"], "keywords": ["licences"]},
        ],
    )
    seats = await client.seats("stelle")
    assert (seats["type"], seats["SD"][0], seats["PQ"][0], seats["TD"][0]) == (
        "DIMIC",
        "DIMIC",
        "DIMIC",
        "CA",
    )


@pytest.mark.rule(Rule.R9, "refuses")
@pytest.mark.rule(Rule.R83, "refuses")
async def test_it_is_dimic_somewhere(client: Client) -> None:
    await client.refuses_only("bund", "registerDimic", "R9", **OFFICE, areas=[{"area": "SD", "role": "CA"}])
    await client.refuses_only("bund", "registerDimic", "R9", "R83", **OFFICE, areas=[])


@pytest.mark.rule(Rule.R3, "refuses")
async def test_it_has_one_role_in_an_area(client: Client) -> None:
    areas = [dimic(), {"area": "SD", "role": "CA"}]
    await client.refuses("bund", "registerDimic", "R3", **OFFICE, areas=areas)


@pytest.mark.rule(Rule.R9, "refuses")
async def test_only_the_role_dimic_has_a_territory(client: Client) -> None:
    areas = [dimic(), {"area": "PQ", "role": "CA", "territory": "BY"}]
    await client.refuses_only("bund", "registerDimic", "R9", **OFFICE, areas=areas)


@pytest.mark.rule(Rule.R25, "refuses")
async def test_its_territory_lies_in_its_state(client: Client) -> None:
    await client.refuses_only("bund", "registerDimic", "R25", **OFFICE, areas=[dimic(territory="FR1")])


@pytest.mark.rule(Rule.R5, "allows")
@pytest.mark.rule(Rule.R5, "refuses")
async def test_professions_are_asked_of_a_dimic_too(client: Client) -> None:
    await client.refuses_only("bund", "registerDimic", "R5", **OFFICE, areas=[dimic("TD")])
    await client.makes("bund", "registerDimic", **OFFICE, areas=[dimic("TD", professions=["driver"])])


@pytest.mark.rule(Rule.R29, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_its_access_coordinator_is_the_nimic_or_the_sdimic_that_covers_it(client: Client) -> None:
    await client.refuses_only(
        "bund", "registerDimic", "R81", **OFFICE, region="BY1", areas=[dimic(accessCoordinator="wirtschaft")]
    )
    await client.refuses_only(
        "bund", "registerDimic", "R81", **OFFICE, region="BY1", areas=[dimic(accessCoordinator="berlin")]
    )
    await client.makes(
        "bund", "registerDimic", **OFFICE, region="BY1", areas=[dimic(accessCoordinator="bayern")]
    )
    assert (await client.seats("stelle"))["SD"] == ["DIMIC", "bayern", ["bayern"]]


@pytest.mark.rule(Rule.R29, "allows")
async def test_its_request_coordinators_may_be_dimics(client: Client) -> None:
    await client.makes(
        "bund", "registerDimic", **OFFICE, areas=[dimic(requestCoordinators=["wirtschaft", "bund"])]
    )
    assert (await client.seats("stelle"))["SD"] == ["DIMIC", "bund", ["bund", "wirtschaft"]]


async def test_a_refusal_names_every_rule_that_forbids_it(client: Client) -> None:
    areas = [dimic(territory="BE"), dimic("TD", territory="BY", keywords=["building"]), dimic(territory="BY")]
    asked: dict[str, Any] = {"name": "Stelle-DIMIC", "region": "BE", "areas": areas}
    await client.refuses_only(
        "bayern", "registerDimic", *["R3", "R5", "R10", "R15", "R18", "R53", "R59", "R81"], **asked
    )
