"""R8, R12: a Member State is created by the operator, with its NIMIC."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "createMemberState"
MALTA: dict[str, Any] = {
    "code": "MT",
    "name": "Malta",
    "nimic": {"id": "malta", "name": "Malta Coordination Unit"},
}


@pytest.mark.rule(Rule.R8, "allows")
@pytest.mark.rule(Rule.R12, "allows")
@pytest.mark.rule(Rule.R25, "allows")
@pytest.mark.rule(Rule.R82, "allows")
async def test_it_has_a_nimic_from_the_first_day_who_builds_the_rest(client: Client) -> None:
    trial = await client.change(OPERATOR, ACTION, dry_run=True, **MALTA)
    assert (trial.data["nimic"], trial.data["memberState"]) == ({"id": "malta"}, None)
    answer = await client.makes(OPERATOR, ACTION, **MALTA)
    assert answer.data["memberState"] == {"code": "MT"}
    assert await client.seats("malta") == {"type": "NIMIC", "status": "ACTIVE", "validating": None}
    text = "{ memberStates { code name revision nimic { id registeredBy { id } } } }"
    (found,) = (each for each in (await client.query("malta", text))["memberStates"] if each["code"] == "MT")
    assert found == {
        "code": "MT",
        "name": "Malta",
        "revision": 1,
        "nimic": {"id": "malta", "registeredBy": None},
    }
    await client.makes("malta", "registerCompetentAuthority", name="Kunsill", areas=[{"area": "SD"}])


@pytest.mark.rule(Rule.R12, "refuses")
async def test_nobody_else_creates_one(client: Client) -> None:
    for actor in ("bund", "paris", "stadt"):
        await client.refuses_only(actor, ACTION, "R12", **MALTA)


@pytest.mark.rule(Rule.R8, "refuses")
@pytest.mark.rule(Rule.R59, "refuses")
@pytest.mark.rule(Rule.R2, "refuses")
async def test_its_code_and_its_nimics_id_are_free_and_the_name_is_official(client: Client) -> None:
    await client.refuses_only(OPERATOR, ACTION, "R8", **MALTA | {"code": "DE"})
    await client.refuses_only(OPERATOR, ACTION, "R2", **MALTA | {"nimic": {"id": "bund", "name": "Malta"}})
    await client.refuses_only(OPERATOR, ACTION, "R59", **MALTA | {"nimic": {"name": "NIMIC of Malta"}})


async def test_what_is_wrong_is_told_with_its_place(client: Client) -> None:
    asked: dict[str, Any] = {"code": "", "name": " ", "nimic": {"id": "\u0001", "name": ""}}
    answer = await client.change(OPERATOR, ACTION, **asked)
    assert [".".join(each["path"]) for each in answer.data["problems"]] == [
        "input.code",
        "input.name",
        "input.nimic.id",
        "input.nimic.name",
    ]


async def test_a_trial_tells_the_state_that_its_nimic_would_have(client: Client) -> None:
    text = """mutation ($input: CreateMemberStateInput!) { createMemberState(input: $input, dryRun: true) {
      ... on MemberStateChange { nimic { id state { code name revision nimic { id } regions { code } } } } } }"""
    found = (await client.query(OPERATOR, text, input=MALTA))["createMemberState"]
    state = {"code": "MT", "name": "Malta", "revision": 1, "nimic": {"id": "malta"}, "regions": []}
    assert found == {"nimic": {"id": "malta", "state": state}}
