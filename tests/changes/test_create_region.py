"""R10: the operator creates the regions in which SDIMICs and DIMICs coordinate."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "createRegion"


@pytest.mark.rule(Rule.R10, "allows")
async def test_it_lies_in_another_or_in_the_state_and_is_coordinated_at_once(client: Client) -> None:
    await client.makes(
        OPERATOR, ACTION, code="BB", state="DE", name="Brandenburg", latitude=52.4, longitude=-13.25
    )
    await client.makes(OPERATOR, ACTION, code="BY11", state="DE", name="München", parent="BY1")
    text = "{ memberStates { code regions { code parent { code } latitude longitude } } }"
    (germany,) = (each for each in (await client.query("bund", text))["memberStates"] if each["code"] == "DE")
    found = {each.pop("code"): each for each in germany["regions"]}
    assert found["BB"] == {"parent": None, "latitude": 52.4, "longitude": -13.25}
    assert found["BY11"] == {"parent": {"code": "BY1"}, "latitude": None, "longitude": None}
    await client.makes("bund", "registerSdimic", name="Landesbehörde", region="BB")
    await client.makes(
        "regierung", "registerCompetentAuthority", name="München", region="BY11", areas=[{"area": "SD"}]
    )


@pytest.mark.rule(Rule.R80, "refuses")
async def test_nobody_else_creates_one(client: Client) -> None:
    for actor in ("bund", "bayern"):
        await client.refuses_only(actor, ACTION, "R80", code="BB", state="DE", name="Brandenburg")


@pytest.mark.rule(Rule.R10, "refuses")
@pytest.mark.rule(Rule.R25, "refuses")
async def test_its_code_is_free_in_all_states_and_it_lies_in_its_own(client: Client) -> None:
    for code in ("BY", "FR1"):
        await client.refuses_only(OPERATOR, ACTION, "R10", code=code, state="DE", name="Bayern")
    await client.refuses_only(
        OPERATOR, ACTION, "R25", code="BB", state="DE", name="Brandenburg", parent="FR1"
    )


async def test_what_it_lies_in_exists_and_its_place_is_one_on_the_earth(client: Client) -> None:
    for said, kind in (({"state": "XX"}, "MemberState"), ({"parent": "Atlantis"}, "Region")):
        asked: dict[str, Any] = {"code": "BB", "state": "DE", "name": "Brandenburg", **said}
        answer = await client.change(OPERATOR, ACTION, **asked)
        assert (answer.member, answer.data["type"]) == ("NotFound", kind)
    answer = await client.change(
        OPERATOR, ACTION, code="", state="DE", name="", latitude=90.1, longitude=1e300
    )
    assert [".".join(each["path"]) for each in answer.data["problems"]] == [
        "input.code",
        "input.name",
        "input.latitude",
        "input.longitude",
    ]
