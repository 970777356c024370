"""R70: all that a coordinator validates passes to another in one act, when it loses its mandate."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "replaceValidatingCoordinatorEverywhere"
WHY: dict[str, Any] = {"reason": "It lost its mandate."}


@pytest.mark.rule(Rule.R70, "allows")
async def test_all_that_it_validates_moves_and_no_other_relation(client: Client) -> None:
    answer = await client.makes("regierung", ACTION, coordinator="regierung", successor="bayern", **WHY)
    assert answer.relations("moved") == {
        "bayern VALIDATES kreis (before: regierung)",
        "bayern VALIDATES stadt (before: regierung)",
    }
    assert answer.data["came"] == answer.data["went"] == []
    assert (await client.seats("stadt"))["SD"] == ["CA", "regierung", ["regierung"]]


@pytest.mark.rule(Rule.R70, "allows")
async def test_the_nimic_and_the_sdimic_that_appointed_it_do_it_too(client: Client) -> None:
    await client.makes("bund", ACTION, coordinator="regierung", successor="wirtschaft", **WHY)
    await client.makes("bund", ACTION, coordinator="wirtschaft", successor="regierung", **WHY)
    await client.makes("bayern", ACTION, coordinator="regierung", successor="kammer", **WHY)
    assert (await client.seats("kreis"))["validating"] == "kammer"


@pytest.mark.rule(Rule.R70, "refuses")
async def test_nobody_else_does_it(client: Client) -> None:
    for actor in ("berlin", "wirtschaft", "kreis", "kammer"):
        await client.refuses_only(actor, ACTION, "R70", coordinator="regierung", successor="bund", **WHY)
    await client.refuses("bayern", ACTION, "R70", coordinator="bund", successor="wirtschaft", **WHY)


@pytest.mark.rule(Rule.R70, "refuses")
async def test_an_sdimic_reaches_only_into_its_region_and_is_refused_whole_beyond_it(client: Client) -> None:
    """The NIMIC gave regierung the whole state since bayern appointed it."""
    await client.makes("bund", "grantAccess", authority="regierung", area="PQ", role="DIMIC")
    await client.makes("bund", "replaceValidatingCoordinator", authority="amt", successor="regierung")
    asked: dict[str, Any] = {"coordinator": "regierung", "successor": "bund", **WHY}
    answer = await client.refuses_only("bayern", ACTION, "R70", **asked)
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"amt"}
    await client.makes("bayern", ACTION, **asked, region="BY")
    assert (await client.seats("amt"))["validating"] == "regierung"
    assert (await client.seats("kreis"))["validating"] == "bund"


@pytest.mark.rule(Rule.R70, "allows")
async def test_it_takes_the_named_authorities_or_one_region_alone(client: Client) -> None:
    asked: dict[str, Any] = {"coordinator": "bayern", "successor": "bund", **WHY}
    answer = await client.makes("bayern", ACTION, **asked, authorities=["arzt", "amt"])
    assert answer.relations("moved") == {"bund VALIDATES arzt (before: bayern)"}, (
        "amt is not bayern's: left aside"
    )
    answer = await client.makes("bayern", ACTION, **asked, region="BY1")
    assert answer.relations("moved") == {
        "bund VALIDATES regierung (before: bayern)",
        "bund VALIDATES alt (before: bayern)",
    }
    assert (await client.seats("kammer"))["validating"] == "bayern"


@pytest.mark.rule(Rule.R79, "allows")
@pytest.mark.rule(Rule.R79, "refuses")
async def test_with_nothing_to_move_it_is_accepted_and_says_so(client: Client) -> None:
    for coordinator, only in (("wirtschaft", {}), ("regierung", {"region": "BY2"}), ("stadt", {})):
        answer = await client.makes("bund", ACTION, coordinator=coordinator, successor="bund", **WHY, **only)
        assert answer.data["movedCount"] == answer.data["cameCount"] == answer.data["wentCount"] == 0
    await client.refuses_only("bund", ACTION, "R79", coordinator="regierung", successor="regierung", **WHY)


@pytest.mark.rule(Rule.R81, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
@pytest.mark.rule(Rule.R25, "refuses")
async def test_the_successor_covers_every_seat_or_none_moves(client: Client) -> None:
    """alt is deactivated: its seat is covered too. BY2 is beyond regierung."""
    for successor in ("berlin", "regierung"):
        answer = await client.refuses(
            "bayern", ACTION, "R81", coordinator="bayern", successor=successor, **WHY
        )
        assert answer.rules <= {"R81", "R78"}
    assert (await client.seats("alt"))["validating"] == "bayern"
    only = {"authorities": ["alt"]}
    await client.refuses_only(
        "bayern", ACTION, "R81", coordinator="bayern", successor="berlin", **WHY, **only
    )
    await client.refuses_only("bayern", ACTION, "R81", coordinator="bayern", successor="kreis", **WHY, **only)
    await client.refuses("bayern", ACTION, "R25", coordinator="bayern", successor="paris", **WHY, **only)
    await client.makes("bund", "registerDimic", id="x", name="X", areas=[{"area": "PQ", "role": "DIMIC"}])
    await client.makes("bund", "deactivateAuthority", authority="x")
    await client.refuses_only("bayern", ACTION, "R77", coordinator="bayern", successor="x", **WHY, **only)
    await client.makes("bayern", ACTION, coordinator="bayern", successor="regierung", **WHY, **only)


@pytest.mark.rule(Rule.R78, "refuses")
async def test_a_successor_among_those_it_looks_after_cannot_validate_itself(client: Client) -> None:
    await client.refuses("bund", ACTION, "R78", coordinator="bund", successor="wirtschaft", **WHY)
    others = ["amt", "bildung", "bahn"]
    await client.makes("bund", ACTION, coordinator="bund", successor="wirtschaft", **WHY, authorities=others)


@pytest.mark.rule(Rule.R78, "refuses")
async def test_no_circle_comes_of_it(client: Client) -> None:
    """stelle is validated by regierung: it cannot validate whoever validates regierung."""
    await client.makes(
        "bayern", "registerDimic", id="stelle", name="Stelle", region="BY1",
        areas=[{"area": "PQ", "role": "DIMIC", "territory": "BY"}],
    )  # fmt: skip
    await client.makes("bayern", "replaceValidatingCoordinator", authority="stelle", successor="regierung")
    answer = await client.refuses_only(
        "bayern", ACTION, "R78", coordinator="bayern", successor="stelle", **WHY, authorities=["regierung"]
    )
    assert "circle" in answer.data["violations"][0]["detail"]


@pytest.mark.rule(Rule.R70, "allows")
@pytest.mark.rule(Rule.R77, "allows")
async def test_what_a_deactivated_coordinator_still_holds_is_handed_over(client: Client) -> None:
    """It holds relations to deactivated authorities only: the bulk hand-overs reach what is frozen."""
    await client.makes("bund", "registerDimic", id="x", name="X", areas=[{"area": "SD", "role": "DIMIC"}])
    await client.makes("bayern", ACTION, coordinator="bayern", successor="x", **WHY, authorities=["alt"])
    await client.makes("bund", "deactivateAuthority", authority="x")
    await client.refuses_only("x", ACTION, "R77", coordinator="x", successor="bund", **WHY)
    answer = await client.makes("bund", ACTION, coordinator="x", successor="bayern", **WHY)
    assert answer.relations("moved") == {"bayern VALIDATES alt (before: x)"}


async def test_the_reason_is_asked_of_everyone(client: Client) -> None:
    for reason in ("", "  "):
        answer = await client.change("bund", ACTION, coordinator="regierung", successor="bund", reason=reason)
        assert answer.member == "InvalidInput"
        assert [each["path"] for each in answer.data["problems"]] == [["input", "reason"]]
