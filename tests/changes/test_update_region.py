"""R10, R81: the operator edits a region, where all who hold relations there still cover them."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "updateRegion"


@pytest.mark.rule(Rule.R10, "allows")
@pytest.mark.rule(Rule.R81, "allows")
async def test_name_and_place_change_and_it_moves_where_nobody_relies_on_where_it_was(client: Client) -> None:
    answer = await client.makes(OPERATOR, ACTION, code="BY1", name="Oberbayern", latitude=48.1)
    assert answer.data["region"] == {"code": "BY1", "name": "Oberbayern", "latitude": 48.1, "longitude": None}
    await client.makes(OPERATOR, ACTION, code="BY1", latitude=None)
    await client.makes(OPERATOR, ACTION, code="HH", parent="BE")
    await client.makes(OPERATOR, ACTION, code="HH", parent=None)


@pytest.mark.rule(Rule.R81, "refuses")
async def test_relations_that_would_be_uncovered_are_in_the_way_in_sub_regions_too(client: Client) -> None:
    """BY11 lies in BY1; tal lies there and is bayern's. stadt is regierung's, whose territory moves with it."""
    await client.makes(OPERATOR, "createRegion", code="BY11", state="DE", name="München", parent="BY1")
    await client.makes(
        "bayern", "registerCompetentAuthority", id="tal", name="Tal", region="BY11", areas=[{"area": "SD"}]
    )
    for parent in ("BE", None):
        answer = await client.refuses_only(OPERATOR, ACTION, "R81", code="BY1", parent=parent)
        assert {id for each in answer.data["violations"] for id in each["authorities"]} == {
            "kreis",
            "regierung",
            "tal",
        }


@pytest.mark.rule(Rule.R28, "allows")
@pytest.mark.rule(Rule.R81, "allows")
async def test_request_coordinators_that_cover_no_more_what_they_hold_end_beside_others(
    client: Client,
) -> None:
    why: dict[str, Any] = {"reason": "BY2 becomes a Land of its own."}
    only = {"authorities": ["kammer", "arzt"]}
    await client.makes(
        "bayern",
        "replaceValidatingCoordinatorEverywhere",
        coordinator="bayern",
        successor="bund",
        **why,
        **only,
    )
    await client.makes(
        "bayern", "replaceAccessCoordinatorEverywhere", coordinator="bayern", successor="bund", **why, **only
    )
    await client.makes("kammer", "replaceAccessCoordinator", authority="arzt", area="PQ", successor="bildung")
    await client.makes(
        "arzt", "addRequestCoordinators", authorities=["arzt"], area="PQ", coordinators=["kammer"]
    )
    answer = await client.makes(OPERATOR, ACTION, code="BY2", parent=None)
    assert answer.relations("went") == {"kammer COORDINATES_REQUESTS(PQ) arzt"}
    assert (await client.seats("arzt"))["PQ"] == ["CA", "bildung", ["bildung"]]


@pytest.mark.rule(Rule.R10, "refuses")
@pytest.mark.rule(Rule.R25, "refuses")
async def test_no_region_lies_in_itself_or_in_another_state(client: Client) -> None:
    await client.refuses(OPERATOR, ACTION, "R10", code="BY", parent="BY1")
    await client.refuses(OPERATOR, ACTION, "R10", code="HH", parent="HH")
    await client.refuses_only(OPERATOR, ACTION, "R25", code="HH", parent="FR1")


@pytest.mark.rule(Rule.R79, "refuses")
@pytest.mark.rule(Rule.R80, "refuses")
async def test_something_changes_and_by_nobody_else(client: Client) -> None:
    await client.refuses_only(OPERATOR, ACTION, "R79", code="BY1", name="Region BY1", parent="BY")
    await client.refuses_only("bund", ACTION, "R80", code="BY1", name="Oberbayern")
    unsaid: list[dict[str, Any]] = [{}, {"name": None}, {"name": " "}, {"latitude": 91}]
    for asked in unsaid:
        assert (await client.change(OPERATOR, ACTION, code="BY1", **asked)).member == "InvalidInput"
    unknown: list[dict[str, Any]] = [{"code": "Atlantis", "name": "x"}, {"code": "BY1", "parent": "Atlantis"}]
    for asked in unknown:
        answer = await client.change(OPERATOR, ACTION, **asked)
        assert (answer.member, answer.data["type"], answer.data["id"]) == ("NotFound", "Region", "ATLANTIS")
