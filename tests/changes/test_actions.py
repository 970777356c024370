"""R62: what a page may offer is what will be accepted, decided by the same guards."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import Client
from tests.worded import WORDED

ACTIONS = (
    WORDED
    + """query ($id: ID!) { authority(id: $id) { actions { action area role other { id } columns allowed
  violations { ...AllOfWorded rule { id } at { ...AllOfWorded } authorities } } } }"""
)
ACTORS = ("bund", "bayern", "berlin", "wirtschaft", "bildung", "regierung", "kammer", "kreis", "stadt", "alt")
AUTHORITIES = ("bund", "bayern", "wirtschaft", "regierung", "kammer", "kreis", "stadt", "arzt", "alt")


def asked(action: dict[str, Any], authority: str) -> dict[str, Any] | None:
    """The input of an act that needs no choice; None for one that needs one."""
    name, area, other = action["action"], action["area"], (action["other"] or {}).get("id")
    if name in ("deactivateAuthority", "reactivateAuthority", "takeOverValidation"):
        return {"authority": authority}
    if name in ("withdrawAccess",):
        return {"authority": authority, "area": area}
    if name == "removeRequestCoordinator":
        return {"authority": authority, "area": area, "coordinator": other}
    return None


@pytest.mark.rule(Rule.R62)
@pytest.mark.parametrize("actor", ACTORS)
async def test_what_is_offered_is_what_is_accepted_and_the_rest_is_refused_for_the_same_rules(
    client: Client, actor: str
) -> None:
    for authority in AUTHORITIES:
        found = await client.query(actor, ACTIONS, id=authority)
        assert found["authority"]["actions"]
        for action in found["authority"]["actions"]:
            assert action["allowed"] == (not action["violations"])
            said = [(each["rule"]["id"], each["detail"]) for each in action["violations"]]
            assert len(set(said)) == len(said), "what forbids it is said once"
            if (input := asked(action, authority)) is None:
                continue
            answer = await client.change(actor, action["action"], dry_run=True, **input)
            assert answer.made == action["allowed"], (action, answer)
            if not answer.made:
                assert answer.rules == {each["rule"]["id"] for each in action["violations"]}


@pytest.mark.rule(Rule.R62)
async def test_the_type_is_a_choice_only_to_whom_more_than_one_is_open(client: Client) -> None:
    text = "{ viewer { registers powers { power rule { id } reach } } }"
    found = {
        actor: (await client.query(actor, text))["viewer"]
        for actor in ("bund", "bayern", "regierung", "kreis")
    }
    assert {actor: each["registers"] for actor, each in found.items()} == {
        "bund": ["SDIMIC", "DIMIC", "CA"],
        "bayern": ["DIMIC", "CA"],
        "regierung": ["CA"],
        "kreis": [],
    }
    await client.makes("operator", "replaceNimic", state="DE", successor="amt")
    (former,) = (await client.query("bund", text)).values()
    assert former["registers"] == [], "a deactivated authority may do nothing"
    assert {each["reach"] for each in former["powers"]} == {"NOWHERE"}
    assert {each["rule"]["id"]: each["reach"] for each in found["bayern"]["powers"]}["R14"] == "NOWHERE"
    assert {each["rule"]["id"]: each["reach"] for each in found["regierung"]["powers"]}["R16"] == "TERRITORY"


async def test_the_validating_coordinator_edits_all_data_and_the_authority_its_contact_data(
    client: Client,
) -> None:
    async def columns(actor: str) -> list[str]:
        found = await client.query(actor, ACTIONS, id="stadt")
        (action,) = (
            each for each in found["authority"]["actions"] if each["action"] == "updateRegistrationData"
        )
        return list(action["columns"])

    assert "name" in await columns("regierung")
    assert await columns("stadt") == ["address", "email", "languages", "phone", "web"]
    assert await columns("bayern") == []


@pytest.mark.rule(Rule.R21)
async def test_the_powers_are_those_of_the_table(client: Client) -> None:
    """§2.2, the ticks of NIMIC, SDIMIC and DIMIC; a Competent Authority has none."""
    yes, no = True, False
    table = {
        "R14": (yes, no, no),
        "R15": (yes, yes, no),
        "R16": (yes, yes, yes),
        "R17": (yes, yes, yes),
        "R18": (yes, yes, yes),
        "R19": (yes, yes, yes),
        "R20": (yes, yes, yes),
        "R21": (yes, yes, yes),
        "R22": (yes, no, no),
        "R23": (yes, yes, yes),
        "R24": (yes, yes, yes),
    }
    text = "{ viewer { powers { rule { id } reach } } }"
    for place, actor in enumerate(("bund", "bayern", "regierung", "kreis")):
        powers = (await client.query(actor, text))["viewer"]["powers"]
        found = {each["rule"]["id"]: each["reach"] != "NOWHERE" for each in powers}
        assert found == {rule: (*ticks, no)[place] for rule, ticks in table.items()}
