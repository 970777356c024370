"""R5: the operator edits a legislative area where nobody's settings would be at fault for it."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client
from tests.changes.test_create_legislative_area import NAMES, names

ACTION = "updateLegislativeArea"


@pytest.mark.rule(Rule.R5, "allows")
async def test_it_is_named_anew_and_keywords_come_and_unused_ones_go(client: Client) -> None:
    await client.makes(OPERATOR, ACTION, code="TD", name="Train Drivers", keywords=["licences", "trams"])
    answer = await client.makes(OPERATOR, ACTION, code="TD", requiresProfessions=False)
    assert answer.data["legislativeArea"] == {
        "code": "TD",
        "keywords": ["licences", "trams"],
        "requiresProfessions": False,
    }
    await client.makes("bund", "updateAreaSettings", authority="bahn", area="TD", professions=[])


async def test_names_in_other_languages_are_edited_and_those_of_a_keyword_go_with_it(client: Client) -> None:
    def of(keyword: str, name: str) -> dict[str, str]:
        return {"keyword": keyword, "language": "de", "name": name}

    said: dict[str, Any] = {
        "otherNames": [{"language": "de", "name": "Lokführer"}],
        "keywordNames": [of("register", "Register"), of("trams", "Straßenbahnen")],
    }
    kept = ["register", "licences"]
    await client.makes(OPERATOR, ACTION, code="TD", keywords=[*kept, "trams"], **said)
    assert names(await client.query(OPERATOR, NAMES), "TD") == said
    await client.makes(OPERATOR, ACTION, code="TD", keywords=kept)
    left = {**said, "keywordNames": [of("register", "Register")]}
    assert names(await client.query(OPERATOR, NAMES), "TD") == left
    await client.refuses_only(OPERATOR, ACTION, "R5", code="TD", keywordNames=[of("trams", "Straßenbahnen")])
    await client.makes(OPERATOR, ACTION, code="TD", otherNames=None, keywordNames=[])
    none: dict[str, Any] = {"otherNames": [], "keywordNames": []}
    assert names(await client.query(OPERATOR, NAMES), "TD") == none


@pytest.mark.rule(Rule.R5, "refuses")
async def test_keywords_in_use_and_settings_without_professions_are_in_the_way(client: Client) -> None:
    answer = await client.refuses_only(OPERATOR, ACTION, "R5", code="TD", keywords=["register"])
    assert {id for each in answer.data["violations"] for id in each["authorities"]} == {"bahn"}
    answer = await client.refuses_only(OPERATOR, ACTION, "R5", code="SD", requiresProfessions=True)
    named = {id for each in answer.data["violations"] for id in each["authorities"]}
    assert {"amt", "lyon", "alt"} <= named, (
        "in every state, deactivated ones too: reactivation would be sound no more"
    )


@pytest.mark.rule(Rule.R79, "refuses")
@pytest.mark.rule(Rule.R80, "refuses")
async def test_something_changes_and_by_nobody_else(client: Client) -> None:
    await client.refuses_only(OPERATOR, ACTION, "R79", code="TD", keywords=["register", "licences"])
    await client.refuses_only("bund", ACTION, "R80", code="TD", name="Train Drivers")
    for said in ({}, {"name": None}, {"requiresProfessions": None}, {"keywords": [""]}):
        asked: dict[str, Any] = said
        assert (await client.change(OPERATOR, ACTION, code="TD", **asked)).member == "InvalidInput"
    answer = await client.change(OPERATOR, ACTION, code="XX", name="x")
    assert (answer.member, answer.data["type"]) == ("NotFound", "LegislativeArea")
