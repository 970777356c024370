"""R2: a similar name in the same state is told with its bearers, and registering needs an explicit confirmation."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client


@pytest.mark.rule(Rule.R2, "allows")
@pytest.mark.rule(Rule.R2, "refuses")
async def test_a_similar_name_is_told_and_registered_when_confirmed(client: Client) -> None:
    areas = [{"area": "SD"}]
    asked = {"name": "Ärztekammer Oberbayern", "region": "BY1", "areas": areas, "id": "eins"}
    await client.makes("bund", "registerCompetentAuthority", **asked)
    again = {**asked, "name": "Kammer der Ärzte in Oberbayern, Aerztekammer OBERBAYERN", "id": "zwei"}
    refusal = await client.refuses("regierung", "registerCompetentAuthority", "R2", **again)
    assert [each["authorities"] for each in refusal.data["violations"]] == [["eins"]]
    await client.makes("regierung", "registerCompetentAuthority", **again, confirmSimilar=True)


@pytest.mark.rule(Rule.R2, "allows")
async def test_a_similar_name_in_another_state_is_no_matter(client: Client) -> None:
    await client.makes("bund", "registerCompetentAuthority", name="Ärztekammer", areas=[{"area": "SD"}])
    await client.makes(
        OPERATOR, "createMemberState", code="AT", name="Österreich", nimic={"name": "Ärztekammer"}
    )
