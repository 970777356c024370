"""R70: all access seats of a coordinator pass to another in one act, when it loses its mandate."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "replaceAccessCoordinatorEverywhere"
WHY: dict[str, Any] = {"reason": "It lost its mandate."}


@pytest.mark.rule(Rule.R35, "allows")
@pytest.mark.rule(Rule.R70, "allows")
async def test_all_its_access_seats_move_and_its_places_as_request_coordinator_with_them(
    client: Client,
) -> None:
    answer = await client.makes("wirtschaft", ACTION, coordinator="wirtschaft", successor="bund", **WHY)
    assert answer.relations("moved") == {
        f"bund {relation}(SD) {authority} (before: wirtschaft)"
        for relation in ("GRANTS_ACCESS", "COORDINATES_REQUESTS")
        for authority in ("amt", "bildung")
    }
    assert answer.data["came"] == answer.data["went"] == []


@pytest.mark.rule(Rule.R70, "allows")
async def test_the_nimic_does_it_for_all_and_an_sdimic_for_whom_it_appointed(client: Client) -> None:
    await client.makes("bund", ACTION, coordinator="regierung", successor="wirtschaft", **WHY)
    assert (await client.seats("kreis"))["SD"] == ["CA", "wirtschaft", ["wirtschaft"]]
    await client.makes("bayern", ACTION, coordinator="kammer", successor="bildung", **WHY)
    assert (await client.seats("arzt"))["PQ"] == ["CA", "bildung", ["bildung"]]
    assert (await client.seats("kreis"))["PQ"] == ["CA", "bildung", ["bildung"]]


@pytest.mark.rule(Rule.R70, "refuses")
async def test_nobody_else_does_it(client: Client) -> None:
    for actor in ("berlin", "wirtschaft", "kreis"):
        await client.refuses_only(actor, ACTION, "R70", coordinator="regierung", successor="bund", **WHY)
    for coordinator in ("wirtschaft", "bildung", "bund"):
        await client.refuses_only("bayern", ACTION, "R70", coordinator=coordinator, successor="bayern",
                                  authorities=["stadt"], **WHY)  # fmt: skip


@pytest.mark.rule(Rule.R70, "refuses")
@pytest.mark.rule(Rule.R70, "allows")
async def test_an_sdimic_hands_over_no_seat_in_another_region(client: Client) -> None:
    """Since bayern appointed regierung for Services in its region, the NIMIC let it coordinate them everywhere."""
    seat: dict[str, Any] = {"authority": "regierung", "area": "SD"}
    await client.makes("bayern", "replaceAccessCoordinator", **seat, successor="bund")
    await client.makes("bund", "updateAreaSettings", **seat, territory=None)
    await client.makes(
        "berlin", "replaceAccessCoordinator", authority="bezirk", area="SD", successor="regierung"
    )
    asked: dict[str, Any] = {"coordinator": "regierung", "successor": "bund", **WHY}
    answer = await client.refuses_only("bayern", ACTION, "R70", **asked)
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"bezirk"}
    await client.makes("bayern", ACTION, **asked, region="BY")
    assert (await client.seats("bezirk"))["SD"] == ["CA", "regierung", ["regierung"]]


@pytest.mark.rule(Rule.R70, "refuses")
async def test_an_sdimic_is_refused_whole_beyond_its_region_and_the_areas_it_appointed_for(
    client: Client,
) -> None:
    """Since bayern appointed regierung for Services, the NIMIC gave it PQ in the whole state."""
    await client.makes("bund", "grantAccess", authority="regierung", area="PQ", role="DIMIC")
    await client.makes("regierung", "grantAccess", authority="stadt", area="PQ", role="CA")
    asked: dict[str, Any] = {"coordinator": "regierung", "successor": "bund", **WHY}
    answer = await client.refuses_only("bayern", ACTION, "R70", **asked)
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"stadt"}
    await client.refuses_only("bayern", ACTION, "R70", **asked, area="PQ")
    await client.makes("bayern", ACTION, **asked, area="SD")
    assert (await client.seats("stadt"))["PQ"] == ["CA", "regierung", ["regierung"]]


@pytest.mark.rule(Rule.R70, "allows")
async def test_it_takes_one_area_named_authorities_or_a_region_alone(client: Client) -> None:
    await client.makes("bund", "grantAccess", authority="wirtschaft", area="PQ", role="DIMIC")
    await client.makes("wirtschaft", "grantAccess", authority="amt", area="PQ", role="CA")
    await client.makes("wirtschaft", "grantAccess", authority="arzt", area="SD", role="CA")
    asked: dict[str, Any] = {"coordinator": "wirtschaft", "successor": "bund", **WHY}
    for only, moved in (
        ({"area": "PQ", "authorities": ["amt", "stadt", "bildung"]}, {("PQ", "amt")}),
        ({"region": "BY"}, {("SD", "arzt")}),
        ({"authorities": ["stadt"]}, set()),
        ({"area": "SD", "authorities": ["amt"]}, {("SD", "amt")}),
        ({}, {("SD", "bildung")}),
        ({}, set()),
    ):
        answer = await client.makes("bund", ACTION, **asked, **only)
        assert answer.relations("moved") == {
            f"bund {relation}({area}) {authority} (before: wirtschaft)"
            for area, authority in moved
            for relation in ("GRANTS_ACCESS", "COORDINATES_REQUESTS")
        }


@pytest.mark.rule(Rule.R70, "allows")
async def test_relations_beside_other_access_coordinators_move_only_when_asked_to(client: Client) -> None:
    await client.makes(
        "kammer", "addRequestCoordinators", authorities=["kreis"], area="PQ", coordinators=["bildung"]
    )
    asked: dict[str, Any] = {"coordinator": "bildung", "successor": "bund", **WHY}
    assert (await client.makes("bund", ACTION, **asked)).data["movedCount"] == 0
    answer = await client.makes("bund", ACTION, **asked, withRequestCoordination=True, authorities=["kreis"])
    assert answer.relations("moved") == {"bund COORDINATES_REQUESTS(PQ) kreis (before: bildung)"}
    await client.makes("bund", ACTION, **asked, withRequestCoordination=True)
    assert (await client.seats("arzt"))["PQ"] == ["CA", "kammer", ["bund", "kammer"]]


@pytest.mark.rule(Rule.R70, "refuses")
async def test_an_sdimics_act_reaches_no_relation_beside_others_beyond_its_areas(client: Client) -> None:
    """kammer coordinates requests of Services too, for which the NIMIC appointed it."""
    await client.makes("bund", "grantAccess", authority="kammer", area="SD", role="DIMIC")
    await client.makes(
        "regierung", "addRequestCoordinators", authorities=["kreis"], area="SD", coordinators=["kammer"]
    )
    asked: dict[str, Any] = {"coordinator": "kammer", "successor": "bund", **WHY}
    answer = await client.refuses_only("bayern", ACTION, "R70", **asked, withRequestCoordination=True)
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"kreis"}
    await client.makes("bayern", ACTION, **asked)


@pytest.mark.rule(Rule.R35, "allows")
async def test_a_successor_who_is_request_coordinator_already_is_it_once(client: Client) -> None:
    await client.makes("bayern", ACTION, coordinator="kammer", successor="bildung", area="PQ", **WHY)
    assert (await client.seats("arzt"))["PQ"] == ["CA", "bildung", ["bildung"]]


@pytest.mark.rule(Rule.R70, "refuses", by=Rule.R81)
@pytest.mark.rule(Rule.R81, "refuses")
async def test_the_successor_covers_every_seat_or_none_moves(client: Client) -> None:
    asked: dict[str, Any] = {"coordinator": "regierung", **WHY}
    for successor in ("berlin", "kammer", "arzt"):
        await client.refuses_only("bayern", ACTION, "R81", **asked, successor=successor)
    assert (await client.seats("stadt"))["SD"] == ["CA", "regierung", ["regierung"]]


@pytest.mark.rule(Rule.R81, "refuses")
async def test_the_seats_of_deactivated_authorities_are_covered_too(client: Client) -> None:
    """alt is deactivated; it lies in BY1, beyond berlin, and PQ is not its area."""
    asked: dict[str, Any] = {"coordinator": "bayern", "authorities": ["alt"], **WHY}
    for successor in ("berlin", "kammer", "bildung", "stadt"):
        await client.refuses_only("bayern", ACTION, "R81", **asked, successor=successor)
    answer = await client.makes("bayern", ACTION, **asked, successor="regierung")
    assert answer.data["movedCount"] == 2
    assert (await client.seats("alt"))["SD"] == ["CA", "regierung", ["regierung"]]


@pytest.mark.rule(Rule.R81, "refuses")
async def test_the_seat_at_a_dimic_goes_to_the_nimic_or_the_sdimic_of_its_region(client: Client) -> None:
    await client.refuses_only(
        "bund", ACTION, "R81", coordinator="bund", successor="wirtschaft", area="PQ", **WHY
    )
    await client.refuses_only(
        "bayern",
        ACTION,
        "R81",
        coordinator="bayern",
        successor="wirtschaft",
        authorities=["regierung"],
        **WHY,
    )
    await client.makes("bayern", ACTION, coordinator="bayern", successor="bund", **WHY)


@pytest.mark.rule(Rule.R78, "refuses")
async def test_a_successor_among_those_it_looks_after_cannot_give_itself_access(client: Client) -> None:
    await client.makes("wirtschaft", "replaceAccessCoordinator", authority="amt", area="SD", successor="bund")
    await client.refuses("bund", ACTION, "R78", coordinator="bund", successor="wirtschaft", **WHY)


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_the_successor_is_active_and_of_the_same_state(client: Client) -> None:
    await client.makes("bund", "registerDimic", id="x", name="X", areas=[{"area": "SD", "role": "DIMIC"}])
    await client.makes("bund", "deactivateAuthority", authority="x")
    await client.refuses_only("bund", ACTION, "R77", coordinator="regierung", successor="x", **WHY)
    await client.refuses_only("bund", ACTION, "R25", coordinator="regierung", successor="commerce", **WHY)
    await client.refuses("paris", ACTION, "R25", coordinator="regierung", successor="bund", **WHY)
    await client.makes("bund", ACTION, coordinator="x", successor="bund", **WHY)


@pytest.mark.rule(Rule.R81, "refuses")
async def test_of_another_state_the_successor_must_cover_the_deactivated_of_a_region_and_its_parts_too(
    client: Client,
) -> None:
    """Refused it is anyhow (R25): whatever else forbids it is listed beside."""
    await client.makes("regierung", "deactivateAuthority", authority="stadt")
    there = {"coordinator": "regierung", "region": "BY", **WHY}
    await client.refuses("paris", ACTION, "R25", "R81", successor="kammer", **there)
    await client.refuses_only("bund", ACTION, "R81", successor="kammer", **there)


@pytest.mark.rule(Rule.R79, "allows")
async def test_with_nothing_to_move_it_is_accepted_and_says_so(client: Client) -> None:
    answer = await client.makes("bund", ACTION, coordinator="bahn", successor="wirtschaft", **WHY)
    assert answer.data["change"] and not (answer.data["came"] + answer.data["moved"] + answer.data["went"])
    await client.refuses_only("bund", ACTION, "R79", coordinator="regierung", successor="regierung", **WHY)


async def test_what_is_named_exists(client: Client) -> None:
    for named, kind in (
        ({"coordinator": "nobody"}, "Authority"),
        ({"successor": "nobody"}, "Authority"),
        ({"authorities": ["nobody"]}, "Authority"),
        ({"area": "XX"}, "LegislativeArea"),
        ({"region": "Atlantis"}, "Region"),
    ):
        asked: dict[str, Any] = {"coordinator": "regierung", "successor": "bund", **WHY, **named}
        answer = await client.change("bund", ACTION, **asked)
        assert (answer.member, answer.data["type"]) == ("NotFound", kind)
    answer = await client.change("bund", ACTION, coordinator="regierung", successor="bund", reason=" ")
    assert answer.member == "InvalidInput"
