"""R8, R82: another authority becomes the NIMIC of its state, with all the relations of the old one, in one act."""

from typing import Any

import pytest

from service.changes import transaction as carrying_out
from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client
from tests.graph import rows

ACTION = "replaceNimic"
HELD = """MATCH (:Authority {id: $id})-[r:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
  RETURN type(r) + coalesce('(' + r.area + ')', '') + ' ' + a.id AS held ORDER BY held"""
HOLDERS = """MATCH (:Authority {id: $id})<-[r:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]-() RETURN type(r) AS type"""


async def held(client: Client, id: str) -> list[str]:
    """What a coordinator holds."""
    return [row["held"] for row in await rows(client.graph, HELD, id=id)]


@pytest.mark.rule(Rule.R8, "allows")
@pytest.mark.rule(Rule.R12, "allows")
@pytest.mark.rule(Rule.R82, "allows")
async def test_a_coordinator_becomes_it_and_keeps_what_it_held_and_loses_its_own_coordinators(
    client: Client,
) -> None:
    """bildung is DIMIC in PQ, CA in Services, and Request Coordinator of arzt beside kammer; amt observes it."""
    await client.makes("bund", "linkAuthorities", observer="amt", observed="bildung")
    was, own = await held(client, "bund"), await held(client, "bildung")
    answer = await client.makes(OPERATOR, ACTION, state="DE", successor="bildung")
    assert await client.seats("bund") == {"type": "NIMIC", "status": "INACTIVE", "validating": None}
    assert await client.seats("bildung") == {"type": "NIMIC", "status": "ACTIVE", "validating": None}
    assert await held(client, "bund") == []
    assert await held(client, "bildung") == sorted(
        {*own, *was} - {each for each in was if each.endswith(" bildung")}
    )
    assert await rows(client.graph, HOLDERS, id="bildung") == []
    assert answer.relations("went") >= {
        "amt LINKED_TO bildung",
        "bund VALIDATES bildung",
        "wirtschaft GRANTS_ACCESS(SD) bildung",
        "wirtschaft COORDINATES_REQUESTS(SD) bildung",
    }
    assert "bildung GRANTS_ACCESS(SD) verwaist (before: bund)" in answer.relations("moved"), (
        "what is frozen moves too"
    )


@pytest.mark.rule(Rule.R8, "allows")
async def test_a_competent_authority_an_sdimic_a_new_body_and_a_former_nimic_become_it(
    client: Client,
) -> None:
    for successor in ("amt", "berlin", "bund", "amt"):
        await client.makes(OPERATOR, ACTION, state="DE", successor=successor)
        assert (await client.seats(successor))["type"] == "NIMIC"
        assert (await client.seats("bayern"))["validating"] == successor
    await client.makes(
        OPERATOR, ACTION, state="DE", nimic={"name": "Bundeskoordinierungsstelle", "id": "neu"}
    )
    assert (await client.seats("wirtschaft"))["SD"] == ["DIMIC", "neu", ["neu"]]
    assert (await client.seats("paris"))["status"] == "ACTIVE", "another state's stays"


async def test_it_may_do_at_once_what_the_old_one_may_no_more(client: Client) -> None:
    await client.makes(OPERATOR, ACTION, state="DE", successor="amt")
    await client.refuses("bund", "deactivateAuthority", "R77", authority="bahn")
    await client.makes("amt", "deactivateAuthority", authority="bahn")
    await client.makes("amt", "registerSdimic", name="Behörde", region="HH")


@pytest.mark.rule(Rule.R8, "refuses", by=Rule.R79)
@pytest.mark.rule(Rule.R25, "refuses")
@pytest.mark.rule(Rule.R77, "refuses")
async def test_the_successor_is_another_active_authority_of_the_state(client: Client) -> None:
    await client.refuses_only(OPERATOR, ACTION, "R79", state="DE", successor="bund")
    for foreign in ("paris", "lyon"):
        await client.refuses(OPERATOR, ACTION, "R25", state="DE", successor=foreign)
    await client.refuses_only(OPERATOR, ACTION, "R77", state="DE", successor="alt")


@pytest.mark.rule(Rule.R12, "refuses")
async def test_nobody_else_replaces_it(client: Client) -> None:
    for actor in ("bund", "amt", "paris"):
        await client.refuses_only(actor, ACTION, "R12", state="DE", successor="amt")


@pytest.mark.rule(Rule.R2, "refuses")
@pytest.mark.rule(Rule.R59, "refuses")
async def test_a_new_body_is_registered_by_the_rules(client: Client) -> None:
    await client.refuses(OPERATOR, ACTION, "R2", state="DE", nimic={"name": "Amt", "id": "amt"})
    await client.refuses(OPERATOR, ACTION, "R2", state="DE", nimic={"name": "Lyon", "id": "lyon"})
    await client.refuses_only(OPERATOR, ACTION, "R59", state="DE", nimic={"name": "Neuer NIMIC"})


async def test_either_a_successor_or_a_new_body_is_named(client: Client) -> None:
    neither_or_both: list[dict[str, Any]] = [{}, {"successor": "amt", "nimic": {"name": "Neu"}}]
    for asked in neither_or_both:
        answer = await client.change(OPERATOR, ACTION, state="DE", **asked)
        assert [each["path"] for each in answer.data["problems"]] == [["input"]]
    unknown: list[dict[str, Any]] = [
        {"state": "XX", "successor": "amt"},
        {"state": "DE", "successor": "nobody"},
    ]
    for asked in unknown:
        assert (await client.change(OPERATOR, ACTION, **asked)).member == "NotFound"


async def test_a_trial_answers_the_state_and_the_new_nimic_as_they_would_be_however_many_it_concerns(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "MOST_AUTHORITIES_SHOWN", 1)
    text = """mutation ($input: ReplaceNimicInput!) { replaceNimic(input: $input, dryRun: true) { ... on NetworkChange {
      authority { id name state { code nimic { id name } } } moved { from { id name } } } } }"""
    asked = {"state": "DE", "nimic": {"id": "zuletzt", "name": "Zuletzt"}}
    found = (await client.query(OPERATOR, text, input=asked))["replaceNimic"]
    last = {"id": "zuletzt", "name": "Zuletzt"}
    assert found["authority"] == {**last, "state": {"code": "DE", "nimic": last}}
    assert found["moved"]
    assert all(each["from"] == last for each in found["moved"])
