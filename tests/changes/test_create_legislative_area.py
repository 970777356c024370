"""R5: the operator adds the laws that the system supports, each with its keywords, for all Member States."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

ACTION = "createLegislativeArea"


@pytest.mark.rule(Rule.R5, "allows")
@pytest.mark.rule(Rule.R5, "refuses")
async def test_it_is_given_to_authorities_of_every_state_with_what_it_asks_for(client: Client) -> None:
    asked: dict[str, Any] = {"code": "PW", "name": "Posting of Workers", "keywords": ["building", "building"]}
    answer = await client.makes(OPERATOR, ACTION, **asked, requiresProfessions=True)
    assert answer.data["legislativeArea"] == {
        "code": "PW",
        "keywords": ["building"],
        "requiresProfessions": True,
    }
    given: dict[str, Any] = {"area": "PW", "role": "CA", "keywords": ["building"]}
    for actor, authority in (("bund", "amt"), ("paris", "lyon")):
        await client.refuses_only(actor, "grantAccess", "R5", authority=authority, **given)
        await client.makes(actor, "grantAccess", authority=authority, **given, professions=["mason"])


@pytest.mark.rule(Rule.R79, "refuses")
@pytest.mark.rule(Rule.R80, "refuses")
async def test_its_code_is_free_and_nobody_else_adds_it(client: Client) -> None:
    await client.refuses_only(OPERATOR, ACTION, "R79", code="SD", name="Services")
    await client.refuses_only(
        OPERATOR, ACTION, "R79", code="SD", name="Area SD", keywords=["building", "catering"]
    )
    await client.refuses_only("bund", ACTION, "R80", code="PW", name="Posting of Workers")
    answer = await client.change(OPERATOR, ACTION, code=" ", name="", keywords=["a", "\u0000"])
    assert [".".join(each["path"]) for each in answer.data["problems"]] == [
        "input.code",
        "input.name",
        "input.keywords.1",
    ]


NAMES = "{ legislativeAreas { code otherNames { language name } keywordNames { keyword language name } } }"


def names(data: dict[str, Any], code: str) -> dict[str, Any]:
    """The names of an area and of its keywords in other languages."""
    found: dict[str, Any] = next(area for area in data["legislativeAreas"] if area["code"] == code)
    return {name: found[name] for name in ("otherNames", "keywordNames")}


@pytest.mark.rule(Rule.R5, "refuses")
async def test_it_and_its_keywords_have_names_in_other_languages(client: Client) -> None:
    said: dict[str, Any] = {
        "otherNames": [{"language": "de", "name": "Entsendung"}, {"language": "fr", "name": "Détachement"}],
        "keywordNames": [{"keyword": "building", "language": "de", "name": "Bau = Gewerbe"}],
    }
    area: dict[str, Any] = {"code": "PW", "name": "Posting of Workers", "keywords": ["building", "a=b"]}
    answer = await client.refuses_only(OPERATOR, ACTION, "R5", **{**area, "keywords": ["a=b"]}, **said)
    assert answer.data["violations"][0]["detail"] == "no keywords of PW: building"
    await client.makes(OPERATOR, ACTION, **area, **said)
    assert names(await client.query(OPERATOR, NAMES), "PW") == said
    wrong: dict[str, Any] = {
        "otherNames": [{"language": "de", "name": "x"}, {"language": "de", "name": "y"}],
        "keywordNames": [
            {"keyword": "a=b", "language": "de", "name": ""},
            {"keyword": "c", "language": "!", "name": "z"},
        ],
    }
    answer = await client.change(OPERATOR, ACTION, **{**area, "code": "PX"}, **wrong)
    assert [".".join(each["path"]) for each in answer.data["problems"]] == [
        "input.otherNames.1.language",
        "input.keywordNames.0.keyword",
        "input.keywordNames.0.name",
        "input.keywordNames.1.language",
    ]
