"""What a change leaves behind: its record, the past of what it ended, its time, and the revisions."""

import json
from typing import Any

import pytest

from service.database.graph import Graph, Writer
from service.model.identifiers import Instant
from service.rules.catalogue import Rule
from tests.changes.accepted import ACCEPTED, USER, WHY
from tests.changes.client import Client
from tests.changes.history import ACTS
from tests.graph import rows

OPTED_IN = ("bund", "setReferralOptOut", {"authority": "arzt", "area": "PQ", "optOut": False})
CHANGE = """MATCH (c:Change) WHERE c.action <> 'test' OPTIONAL MATCH (c)-[:TOUCHED]->(a)
  WITH c, a.id AS id ORDER BY id RETURN properties(c) AS change, collect(id) AS touched"""
REVISIONS = "MATCH (s:MemberState) RETURN s.code AS code, s.revision AS revision ORDER BY code"


async def revisions(graph: Graph) -> dict[str, int]:
    """The revision of each Member State."""
    return {row["code"]: row["revision"] for row in await rows(graph, REVISIONS)}


@pytest.mark.rule(Rule.R76)
async def test_a_change_says_who_did_what_why_and_what_was_there_and_whom_it_touched(client: Client) -> None:
    asked: dict[str, Any] = {"authority": "kreis", "area": "SD", "successor": "wirtschaft"}
    answer = await client.makes("regierung", "replaceAccessCoordinator", **asked, reason="They agreed.")
    ((change, touched),) = [tuple(row.values()) for row in await rows(client.graph, CHANGE)]
    assert (change["id"], change["at"]) == (answer.data["change"], answer.data["at"])
    assert (change["actor"], change["action"]) == ("regierung", "replaceAccessCoordinator")
    assert (json.loads(change["input"]), change["reason"]) == (asked, "They agreed.")
    kept = {side: json.loads(change[side])["rows"] for side in ("before", "after")}
    for side, holder in (("before", "regierung"), ("after", "wirtschaft")):
        assert kept[side] == [
            {
                "kind": "access",
                "key": ["kreis", "SD"],
                "row": {"access_coordinator": holder, "request_coordinators": [holder]},
            }
        ]
    assert touched == ["kreis", "regierung", "wirtschaft"]


async def test_what_ends_becomes_its_past_tense_and_says_by_which_change(client: Client) -> None:
    await client.makes(
        "regierung", "updateRegistrationData", authority="stadt", region="BY1", email="s@example.org"
    )
    done: list[tuple[str, str, dict[str, Any], str]] = [
        ("regierung", "unlinkAuthorities", {"observer": "kreis", "observed": "stadt"}, "WAS_LINKED_TO"),
        ("regierung", "replaceValidatingCoordinator", {"authority": "kreis", "successor": "bayern"}, "VALIDATED"),
        ("kammer", "withdrawAccess", {"authority": "kreis", "area": "PQ"}, "GRANTED_ACCESS"),
        ("bildung", "removeRequestCoordinator", {"authority": "arzt", "area": "PQ", "coordinator": "bildung"},
         "COORDINATED_REQUESTS"),
        ("wirtschaft", "updateAreaSettings", {"authority": "amt", "area": "SD", "keywords": ["building"]}, "ACTED_IN"),
        ("bayern", "updateRegistrationData", {"authority": "arzt", "region": "BY1"}, "WAS_LOCATED_IN"),
        ("bund", "deactivateAuthority", {"authority": "bahn"}, "WAS_IN_STATE"),
    ]  # fmt: skip
    text = "MATCH ()-[r]->() WHERE type(r) = $past RETURN r.since AS since, r.until AS until, r.ended_by AS change"
    for actor, action, asked, past in done:
        had = await rows(client.graph, text, past=past)
        answer = await client.makes(actor, action, **asked)
        ended = [row for row in await rows(client.graph, text, past=past) if row not in had]
        assert ended and all(row["since"] < row["until"] for row in ended)
        assert {(row["until"], row["change"]) for row in ended} == {
            (answer.data["at"], answer.data["change"])
        }


STANDING = """
MATCH (c:Authority)-[r]->(a:Authority) WHERE r.since IS NOT NULL AND r.until IS NULL
RETURN {type: type(r), from: c.id, to: a.id, area: r.area} AS edge, [r.since, r.by] AS begun
"""


async def test_a_relation_that_stands_before_and_after_a_change_keeps_since_when_and_by_which_change(
    client: Client,
) -> None:
    """Whatever else the change alters: settings begin and end without the relation they belong to."""
    before: dict[str, Any] = {}
    for actor, action, input in [*ACTS[:7], OPTED_IN, *ACTS[7:]]:
        await client.makes(actor, action, **input)
        after = {str(row["edge"]): row["begun"] for row in await rows(client.graph, STANDING)}
        assert {edge: after[edge] for edge in before.keys() & after.keys()} == {
            edge: before[edge] for edge in before.keys() & after.keys()
        }, action
        before = after


@pytest.mark.rule(Rule.R57)
async def test_personal_data_of_the_first_user_are_not_in_the_change(client: Client) -> None:
    action = "registerCompetentAuthority"
    actor, asked = ACCEPTED[action]
    await client.makes(actor, action, **asked, idempotencyKey="k")
    ((change, _),) = [tuple(row.values()) for row in await rows(client.graph, CHANGE)]
    assert json.loads(change["input"])["name"] == "Neu"
    for text in USER.values():
        assert text not in json.dumps(change, ensure_ascii=False)


async def test_its_time_is_later_than_the_states_last_change_whatever_the_clock_says(client: Client) -> None:
    last = "2999-12-31T23:59:59.999999Z"

    async def ahead(tx: Writer) -> None:
        await tx.rows("of a test", "MATCH (s:MemberState {code: 'DE'}) SET s.at = $last", {"last": last})

    await client.graph.write(ahead)
    answer = await client.makes("kammer", "withdrawAccess", authority="kreis", area="PQ")
    assert answer.data["at"] == "3000-01-01T00:00:00.000000Z"
    answer = await client.makes("kammer", "grantAccess", authority="kreis", area="PQ", role="CA")
    assert answer.data["at"] == "3000-01-01T00:00:00.000001Z"
    client.clock = lambda: Instant("3000-01-01T00:00:00.000001Z")  # which stands still
    answer = await client.makes("kammer", "withdrawAccess", authority="kreis", area="PQ")
    assert answer.data["at"] == "3000-01-01T00:00:00.000002Z"


async def test_a_states_revision_grows_by_one_with_every_change_made_and_by_nothing_else(
    client: Client,
) -> None:
    first = await revisions(client.graph)
    asked: dict[str, Any] = {"authority": "kreis", "area": "PQ"}
    await client.change("bund", "withdrawAccess", **asked)
    await client.change("kammer", "withdrawAccess", dry_run=True, **asked)
    await client.change("kammer", "withdrawAccess", **asked, expectedRevision=9)
    await client.change("kammer", "withdrawAccess", authority="nobody", area="PQ")
    assert await revisions(client.graph) == first
    for _ in range(2):
        await client.change("kammer", "withdrawAccess", **asked, idempotencyKey="k")
        assert await revisions(client.graph) == first | {"DE": first["DE"] + 1}
    await client.change(
        "bund", "replaceValidatingCoordinatorEverywhere", coordinator="amt", successor="bund", **WHY
    )
    assert await revisions(client.graph) == first | {"DE": first["DE"] + 2}, (
        "accepted, though it moved nothing"
    )
