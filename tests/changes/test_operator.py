"""R8, R12: what the operator does, and nobody else."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client


@pytest.mark.rule(Rule.R12)
async def test_a_member_state_is_created_with_its_nimic(client: Client) -> None:
    asked: dict[str, Any] = {
        "code": "MT",
        "name": "Malta",
        "nimic": {"id": "malta", "name": "Malta Coordination Unit"},
    }
    trial = await client.change(OPERATOR, "createMemberState", dry_run=True, **asked)
    assert (trial.data["nimic"], trial.data["memberState"]) == ({"id": "malta"}, None)
    answer = await client.makes(OPERATOR, "createMemberState", **asked)
    assert answer.data["memberState"] == {"code": "MT"}
    assert await client.seats("malta") == {"type": "NIMIC", "status": "ACTIVE", "validating": None}
    await client.refuses("bund", "createMemberState", "R12", **asked)
    await client.refuses(OPERATOR, "createMemberState", "R8", **asked)


@pytest.mark.rule(Rule.R8)
@pytest.mark.rule(Rule.R82)
async def test_a_nimic_is_replaced_with_all_its_relations_in_one_act(client: Client) -> None:
    answer = await client.makes(OPERATOR, "replaceNimic", state="DE", successor="bildung")
    assert await client.seats("bund") == {"type": "NIMIC", "status": "INACTIVE", "validating": None}
    assert await client.seats("bildung") == {"type": "NIMIC", "status": "ACTIVE", "validating": None}
    assert (await client.seats("bayern"))["validating"] == "bildung"
    assert "bildung GRANTS_ACCESS(SD) wirtschaft (before: bund)" in answer.relations("moved")
    assert "wirtschaft GRANTS_ACCESS(SD) bildung" in answer.relations("went")
    await client.refuses("bund", "deactivateAuthority", "R77", authority="amt")
    await client.makes(OPERATOR, "replaceNimic", state="DE", successor="bund")
    assert (await client.seats("bildung"))["status"] == "INACTIVE"
    new = {"name": "Bundeskoordinierungsstelle", "id": "neu"}
    await client.makes(OPERATOR, "replaceNimic", state="DE", nimic=new)
    assert (await client.seats("wirtschaft"))["SD"] == ["DIMIC", "neu", ["neu"]]


@pytest.mark.rule(Rule.R81)
async def test_a_region_moves_only_where_relations_stay_covered(client: Client) -> None:
    await client.makes(OPERATOR, "createRegion", code="BB", state="DE", name="Brandenburg", latitude=52.4)
    answer = await client.makes(OPERATOR, "updateRegion", code="BB", name="Land Brandenburg", longitude=13.05)
    region = {"code": "BB", "name": "Land Brandenburg", "latitude": 52.4, "longitude": 13.05}
    assert answer.data["region"] == region
    refusal = await client.refuses(OPERATOR, "updateRegion", "R81", code="BY1", parent="BE")
    assert "kreis" in {id for each in refusal.data["violations"] for id in each["authorities"]}
    await client.refuses(OPERATOR, "updateRegion", "R10", code="BY", parent="BY1")
    await client.refuses("bund", "updateRegion", "R80", code="BY1", parent=None)
    assert (await client.change(OPERATOR, "updateRegion", code="XX", name="?")).member == "NotFound"


@pytest.mark.rule(Rule.R5)
async def test_a_legislative_area_changes_only_where_settings_stay_sound(client: Client) -> None:
    answer = await client.makes(
        OPERATOR, "createLegislativeArea", code="PW", name="Posting", keywords=["building"]
    )
    assert answer.data["legislativeArea"] == {
        "code": "PW",
        "keywords": ["building"],
        "requiresProfessions": False,
    }
    await client.makes("bund", "grantAccess", authority="amt", area="PW", role="CA", keywords=["building"])
    await client.refuses(OPERATOR, "updateLegislativeArea", "R5", code="PW", keywords=[])
    await client.refuses(OPERATOR, "updateLegislativeArea", "R5", code="PQ", requiresProfessions=True)
    await client.makes(OPERATOR, "updateLegislativeArea", code="PW", keywords=["building", "crafts"])
