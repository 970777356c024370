"""R38: a Request Coordinator leaves, or is removed by the Access Coordinator, while another remains."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "removeRequestCoordinator"


@pytest.mark.rule(Rule.R38, "allows")
@pytest.mark.rule(Rule.R40, "allows")
async def test_one_leaves_by_itself_or_is_removed_by_the_access_coordinator(client: Client) -> None:
    answer = await client.makes("bildung", ACTION, authority="arzt", area="PQ", coordinator="bildung")
    assert answer.relations("went") == {"bildung COORDINATES_REQUESTS(PQ) arzt"}
    await client.makes(
        "kammer", "addRequestCoordinators", authorities=["arzt"], area="PQ", coordinators=["bund"]
    )
    await client.makes("kammer", ACTION, authority="arzt", area="PQ", coordinator="bund")
    assert (await client.seats("arzt"))["PQ"] == ["CA", "kammer", ["kammer"]]


@pytest.mark.rule(Rule.R40, "refuses")
async def test_the_authority_itself_and_others_remove_nobody(client: Client) -> None:
    """Adding is the authority's right, removing is not; nor is it the other Request Coordinator's or the NIMIC's."""
    for actor, coordinator in (
        ("arzt", "bildung"),
        ("bayern", "bildung"),
        ("bund", "kammer"),
        ("bildung", "kammer"),
        ("stadt", "kammer"),
    ):
        await client.refuses_only(actor, ACTION, "R40", authority="arzt", area="PQ", coordinator=coordinator)


@pytest.mark.rule(Rule.R28, "refuses")
@pytest.mark.rule(Rule.R38, "refuses")
async def test_the_last_one_does_not_leave(client: Client) -> None:
    await client.refuses_only(
        "regierung", ACTION, "R28", "R38", authority="kreis", area="SD", coordinator="regierung"
    )
    await client.makes("kammer", ACTION, authority="arzt", area="PQ", coordinator="kammer")
    for actor in ("bildung", "kammer"):
        await client.refuses_only(
            actor, ACTION, "R28", "R38", authority="arzt", area="PQ", coordinator="bildung"
        )
    await client.refuses("bund", ACTION, "R38", "R40", authority="arzt", area="PQ", coordinator="bildung")


@pytest.mark.rule(Rule.R79, "refuses")
async def test_who_is_none_does_not_leave(client: Client) -> None:
    await client.refuses_only("kammer", ACTION, "R79", authority="arzt", area="PQ", coordinator="bund")


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_what_is_deactivated_or_anothers_is_left_alone(client: Client) -> None:
    await client.refuses("bayern", ACTION, "R77", authority="alt", area="SD", coordinator="bayern")
    await client.refuses("paris", ACTION, "R25", authority="arzt", area="PQ", coordinator="bildung")


async def test_what_is_named_exists(client: Client) -> None:
    for named, kind in (
        ({"authority": "nobody"}, "Authority"),
        ({"area": "XX"}, "LegislativeArea"),
        ({"area": "TD"}, "AreaAccess"),
        ({"coordinator": "nobody"}, "Authority"),
    ):
        asked: dict[str, Any] = {"authority": "arzt", "area": "PQ", "coordinator": "bildung", **named}
        answer = await client.change("kammer", ACTION, **asked)
        assert (answer.member, answer.data["type"]) == ("NotFound", kind)
