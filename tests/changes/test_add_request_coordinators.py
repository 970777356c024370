"""R40, R69: Request Coordinators are added by the Access Coordinator or the authority itself, several at once."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client

ACTION = "addRequestCoordinators"


@pytest.mark.rule(Rule.R28, "allows")
@pytest.mark.rule(Rule.R40, "allows")
async def test_the_access_coordinator_and_the_authority_itself_add_them(client: Client) -> None:
    asked: dict[str, Any] = {"authorities": ["kreis"], "area": "SD"}
    answer = await client.makes("regierung", ACTION, **asked, coordinators=["wirtschaft", "bund"])
    assert answer.relations("came") == {
        "wirtschaft COORDINATES_REQUESTS(SD) kreis",
        "bund COORDINATES_REQUESTS(SD) kreis",
    }
    await client.makes("kreis", ACTION, **asked, coordinators=["bayern"])
    assert (await client.seats("kreis"))["SD"][2] == ["bayern", "bund", "regierung", "wirtschaft"]


@pytest.mark.rule(Rule.R40, "refuses")
@pytest.mark.rule(Rule.R71, "refuses", by=Rule.R40)
async def test_others_ask_one_of_the_two(client: Client) -> None:
    """Whoever would be added among them, and who is there already, and the Access Coordinator of another area."""
    for actor in ("wirtschaft", "bund", "bayern", "kammer", "stadt"):
        await client.refuses_only(
            actor, ACTION, "R40", authorities=["kreis"], area="SD", coordinators=["wirtschaft"]
        )
    await client.refuses_only(
        "bildung", ACTION, "R40", authorities=["arzt"], area="PQ", coordinators=["bund"]
    )


@pytest.mark.rule(Rule.R69, "allows")
@pytest.mark.rule(Rule.R71, "allows")
async def test_many_authorities_get_several_at_once(client: Client) -> None:
    answer = await client.makes(
        "regierung", ACTION, authorities=["stadt", "kreis"], area="SD", coordinators=["wirtschaft", "bayern"]
    )
    assert answer.data["cameCount"] == 4
    assert answer.data["authority"] is None, "it is about several"


@pytest.mark.rule(Rule.R69, "refuses", by=Rule.R40)
async def test_all_are_added_or_none(client: Client) -> None:
    for authorities, coordinators, rule in (
        (["stadt", "amt"], ["bund"], "R40"),
        (["stadt", "kreis"], ["bund", "berlin"], "R81"),
    ):
        answer = await client.refuses_only(
            "regierung", ACTION, rule, authorities=authorities, area="SD", coordinators=coordinators
        )
        assert answer.data["violations"][0]["authorities"]
    assert (await client.seats("stadt"))["SD"][2] == ["regierung"]
    missing = await client.change(
        "regierung", ACTION, authorities=["stadt", "arzt"], area="SD", coordinators=["bund"]
    )
    assert (missing.member, missing.data["type"]) == ("NotFound", "AreaAccess")


@pytest.mark.rule(Rule.R81, "allows")
@pytest.mark.rule(Rule.R81, "refuses")
async def test_who_is_added_covers_area_and_region(client: Client) -> None:
    for named in ("kammer", "berlin", "bildung", "stadt"):
        await client.refuses_only(
            "regierung", ACTION, "R81", authorities=["kreis"], area="SD", coordinators=[named]
        )
    await client.refuses_only(
        "berlin", ACTION, "R81", authorities=["bezirk"], area="SD", coordinators=["regierung"]
    )
    await client.makes("berlin", ACTION, authorities=["bezirk"], area="SD", coordinators=["wirtschaft"])


@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
@pytest.mark.rule(Rule.R78, "refuses")
async def test_who_is_added_is_another_active_authority_of_the_same_state(client: Client) -> None:
    await client.makes("bund", "registerDimic", id="x", name="X", areas=[{"area": "SD", "role": "DIMIC"}])
    await client.makes("bund", "deactivateAuthority", authority="x")
    asked: dict[str, Any] = {"authorities": ["kreis"], "area": "SD"}
    await client.refuses_only("regierung", ACTION, "R77", **asked, coordinators=["x"])
    await client.refuses_only("regierung", ACTION, "R25", **asked, coordinators=["commerce"])
    await client.refuses_only("kreis", ACTION, "R78", "R81", **asked, coordinators=["kreis"])
    await client.refuses_only(
        "bayern", ACTION, "R78", authorities=["regierung"], area="SD", coordinators=["regierung"]
    )
    await client.refuses_only("bayern", ACTION, "R77", authorities=["alt"], area="SD", coordinators=["bund"])
    await client.refuses_only("alt", ACTION, "R77", authorities=["alt"], area="SD", coordinators=["bund"])
    for actor in ("commerce", "regierung"):
        await client.refuses(
            actor, ACTION, "R25", authorities=["kreis", "lyon"], area="SD", coordinators=["wirtschaft"]
        )


@pytest.mark.rule(Rule.R79, "allows")
@pytest.mark.rule(Rule.R79, "refuses")
async def test_who_is_there_already_stays_and_nobody_new_is_no_change(client: Client) -> None:
    asked: dict[str, Any] = {"authorities": ["arzt"], "area": "PQ"}
    await client.refuses_only("kammer", ACTION, "R79", **asked, coordinators=["bildung", "kammer"])
    answer = await client.makes("kammer", ACTION, **asked, coordinators=["bildung", "bund"])
    assert answer.relations("came") == {"bund COORDINATES_REQUESTS(PQ) arzt"}


async def test_an_expected_revision_is_one_authoritys(client: Client) -> None:
    asked: dict[str, Any] = {"authorities": ["stadt", "kreis"], "area": "SD", "coordinators": ["bund"]}
    answer = await client.change("regierung", ACTION, **asked, expectedRevision=1)
    assert answer.member == "InvalidInput"
    assert [each["path"] for each in answer.data["problems"]] == [["input", "expectedRevision"]]


async def test_authorities_and_coordinators_are_named(client: Client) -> None:
    answer = await client.change("regierung", ACTION, authorities=[], area="SD", coordinators=[])
    assert answer.member == "InvalidInput"
    assert [each["path"] for each in answer.data["problems"]] == [
        ["input", "authorities"],
        ["input", "coordinators"],
    ]
