"""What is so of every mutation: trials, idempotency keys, expected revisions, and who may ask when."""

from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.changes.accepted import ACCEPTED, USER, WHY
from tests.changes.client import OPERATOR, Answer, Client
from tests.graph import everything

asked_of_all = pytest.mark.parametrize("action", ACCEPTED)


def apart_from_its_record(answer: Answer) -> dict[str, Any]:
    """What was done, whether or not it was written."""
    moment = {"change", "at", "repeated", "memberState"}
    return {name: value for name, value in answer.data.items() if name not in moment}


# --- trials -----------------------------------------------------------------------------------------------------------


@asked_of_all
async def test_a_trial_answers_as_the_change_does_and_writes_nothing(client: Client, action: str) -> None:
    actor, asked = ACCEPTED[action]
    before = await everything(client.graph)
    trial = await client.change(actor, action, dry_run=True, scopes=True, **asked)
    assert await everything(client.graph) == before
    real = await client.change(actor, action, scopes=True, **asked)
    assert trial.data["change"] is None and real.data["change"] is not None
    assert apart_from_its_record(trial) == apart_from_its_record(real)


async def test_a_trial_shows_a_new_authority_as_it_would_be(client: Client) -> None:
    text = """mutation ($input: RegisterDimicInput!, $dryRun: Boolean!) {
      registerDimic(input: $input, dryRun: $dryRun) { ... on NetworkChange { authority { id name type status revision
        state { code } region { code } externalIds { scheme value } registeredBy { id } validatingCoordinator { id name }
        areas { area { code } role territory { code } accessCoordinator { id } requestCoordinators { coordinator { id } } }
      } } } }"""
    _, asked = ACCEPTED["registerDimic"]
    trial = await client.query("bayern", text, input=asked, dryRun=True)
    shown = trial["registerDimic"]["authority"]
    assert (shown["id"], shown["name"], shown["type"], shown["status"]) == (
        "stelle",
        "Stelle",
        "DIMIC",
        "ACTIVE",
    )
    assert shown["validatingCoordinator"] == {"id": "bayern", "name": "Authority bayern"}
    assert shown["areas"][0]["territory"] == {"code": "BY"}
    assert (await client.query("bayern", '{ authority(id: "stelle") { id } }'))["authority"] is None
    assert await client.query("bayern", text, input=asked, dryRun=False) == trial


async def test_a_trial_is_refused_for_the_same_rules(client: Client) -> None:
    asked: dict[str, Any] = {"authority": "regierung", "area": "SD", "role": "CA"}
    trial = await client.change("bayern", "changeAreaRole", dry_run=True, **asked)
    real = await client.change("bayern", "changeAreaRole", **asked)
    assert (trial.member, trial.data) == (real.member, real.data) and real.rules == {"R81"}


async def test_who_enters_and_leaves_each_scope_is_told(client: Client) -> None:
    """wirtschaft gives arzt an area and begins to see it; kammer's two seats pass to bildung, which saw one of them."""
    answer = await client.change(
        "wirtschaft", "grantAccess", scopes=True, authority="arzt", area="SD", role="CA"
    )
    assert answer.data["scopes"] == [
        {"monitor": {"id": "wirtschaft"}, "entered": [{"id": "arzt"}], "left": [], "enteredCount": 1, "leftCount": 0}
    ]  # fmt: skip
    asked: dict[str, Any] = {"coordinator": "kammer", "successor": "bildung", **WHY}
    answer = await client.change("bund", "replaceAccessCoordinatorEverywhere", scopes=True, **asked)
    assert {
        each["monitor"]["id"]: ([a["id"] for a in each["entered"]], [a["id"] for a in each["left"]])
        for each in answer.data["scopes"]
    } == {"bildung": (["kreis"], []), "kammer": ([], ["arzt", "kreis"])}


async def test_how_many_statements_tell_it_does_not_depend_on_how_many_enter_and_leave(
    client: Client,
) -> None:
    text = """mutation ($input: ReplaceAccessCoordinatorEverywhereInput!) {
      replaceAccessCoordinatorEverywhere(input: $input) { ... on NetworkChange {
        scopes { left { name email } } } } }"""
    ran: list[str] = []
    client.graph.observers.append(ran.append)
    counts = []
    for only in (["kreis"], ["kreis", "arzt"]):
        ran.clear()
        asked: dict[str, Any] = {"coordinator": "kammer", "successor": "bildung", "authorities": only, **WHY}
        found = await client.query("bund", text, input=asked)
        (left,) = (
            each["left"] for each in found["replaceAccessCoordinatorEverywhere"]["scopes"] if each["left"]
        )
        counts.append((len(left), ran.count("authorities_by_id")))
        back = asked | {"coordinator": "bildung", "successor": "kammer"}
        assert (await client.change("bund", "replaceAccessCoordinatorEverywhere", **back)).made
    client.graph.observers.remove(ran.append)
    assert [rows for rows, _ in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]


# --- idempotency ------------------------------------------------------------------------------------------------------


@asked_of_all
async def test_under_the_same_key_it_is_carried_out_once(client: Client, action: str) -> None:
    actor, asked = ACCEPTED[action]
    first = await client.change(actor, action, **asked, idempotencyKey="k")
    assert first.made, first
    after = await everything(client.graph)
    again = await client.change(actor, action, **asked, idempotencyKey="k")
    assert again.data == first.data | {"repeated": True}
    assert await everything(client.graph) == after, "nothing is changed again, no revision either"


async def test_a_key_stands_for_one_input(client: Client) -> None:
    action = "registerCompetentAuthority"
    actor, asked = ACCEPTED[action]
    assert (await client.change(actor, action, **asked, idempotencyKey="k")).made
    for other in ({"name": "Anderes"}, {"firstUser": USER | {"email": "m@example.org"}}, {"firstUser": None}):
        answer = await client.change(actor, action, **asked | other, idempotencyKey="k")
        assert answer.member == "InvalidInput"
        assert [each["path"] for each in answer.data["problems"]] == [["input", "idempotencyKey"]]
    answer = await client.change(actor, "deactivateAuthority", authority="stadt", idempotencyKey="k")
    assert answer.member == "InvalidInput"


async def test_a_key_is_its_actors_own(client: Client) -> None:
    for actor, coordinator in (("kammer", "bund"), ("arzt", "bayern")):
        asked: dict[str, Any] = {"authorities": ["arzt"], "area": "PQ", "coordinators": [coordinator]}
        answer = await client.change(actor, "addRequestCoordinators", **asked, idempotencyKey="k")
        assert answer.made and not answer.data["repeated"]


async def test_neither_a_refusal_nor_a_trial_is_kept_under_its_key(client: Client) -> None:
    asked: dict[str, Any] = {"authority": "kreis", "area": "PQ", "idempotencyKey": "k"}
    assert (await client.change("bund", "withdrawAccess", **asked)).member == "Refusal"
    await client.makes("kammer", "replaceAccessCoordinator", authority="kreis", area="PQ", successor="bund")
    assert (await client.change("bund", "withdrawAccess", dry_run=True, **asked)).data["repeated"] is False
    answer = await client.makes("bund", "withdrawAccess", **asked)
    assert answer.data["repeated"] is False


# --- expected revisions -----------------------------------------------------------------------------------------------


async def test_an_expected_revision_that_is_not_met_is_a_conflict_that_shows_the_present_one(
    client: Client,
) -> None:
    asked: dict[str, Any] = {"authority": "kreis", "email": "k@example.org"}
    before = await everything(client.graph)
    answer = await client.change("regierung", "updateRegistrationData", **asked, expectedRevision=7)
    assert (answer.member, answer.data["presentRevision"]) == ("Conflict", 1)
    assert await everything(client.graph) == before
    made = await client.change("regierung", "updateRegistrationData", **asked, expectedRevision=1)
    assert made.data["authority"] == {"id": "kreis", "revision": 2}
    answer = await client.change("regierung", "updateRegistrationData", **asked, expectedRevision=1)
    assert (answer.member, answer.data["presentRevision"]) == ("Conflict", 2)


async def test_it_comes_before_what_forbids_the_change_or_is_not_there_any_more(client: Client) -> None:
    for actor, action, said in (
        ("bund", "grantAccess", {"authority": "amt", "area": "SD", "role": "CA"}),
        ("kammer", "withdrawAccess", {"authority": "amt", "area": "PQ"}),
        ("kammer", "deactivateAuthority", {"authority": "amt"}),
        ("bund", "linkAuthorities", {"observer": "stadt", "observed": "bund"}),
    ):
        asked: dict[str, Any] = said
        answer = await client.change(actor, action, **asked, expectedRevision=5)
        assert (answer.member, answer.data["presentRevision"]) == ("Conflict", 1)


# --- who may ask, and when --------------------------------------------------------------------------------------------


async def test_a_state_that_is_being_imported_answers_conflict(client: Client) -> None:
    async with client.importing("DE"):
        for action, (actor, asked) in ACCEPTED.items():
            if action != "createMemberState":
                answer = await client.change(actor, action, **asked)
                assert (answer.member, answer.data["presentRevision"]) == ("Conflict", None), action
                assert "DE" in answer.data["message"]
        new: dict[str, Any] = {"name": "Mairie", "areas": [{"area": "SD"}]}
        assert (await client.change("paris", "registerCompetentAuthority", **new)).made, (
            "another state goes on"
        )


@pytest.mark.rule(Rule.R72, "allows")
@pytest.mark.rule(Rule.R72, "refuses")
@pytest.mark.rule(Rule.R76, "allows")
@pytest.mark.rule(Rule.R76, "refuses")
@pytest.mark.rule(Rule.R12, "allows")
@pytest.mark.rule(Rule.R12, "refuses")
@pytest.mark.rule(Rule.R80, "refuses")
async def test_an_authority_acts_for_itself_and_the_operator_for_none(client: Client) -> None:
    for action, (actor, asked) in ACCEPTED.items():
        if actor == OPERATOR:
            rule = "R12" if action in ("createMemberState", "replaceNimic") else "R80"
            for other in ("bund", "nobody"):
                await client.refuses_only(other, action, rule, **asked)
        else:
            await client.refuses_only("nobody", action, "R72", **asked)
            if action != "updateRegistrationData":
                await client.refuses_only(OPERATOR, action, "R76", **asked)
    for action in ("grantAccess", "createMemberState"):
        actor, asked = ACCEPTED[action]
        await client.makes(actor, action, **asked)


async def test_everything_that_is_wrong_with_an_input_is_told_at_once(client: Client) -> None:
    answer = await client.change(
        "bund",
        "registerDimic",
        id="a\u0000b",
        name="  ",
        nameLanguage="Deutsch",
        otherNames=[{"language": "de", "name": "x" * 1001}, {"language": "de", "name": "y"}],
        externalIds=[{"scheme": "a:b", "value": ""}],
        region="x" * 51,
        email="a\nb",
        languages=["de", "no language"],
        areas=[{"area": "", "role": "CA"}, {"area": "SD", "role": "DIMIC", "keywords": ["a\u2028b"]}],
        firstUser={"username": "", "name": "M", "email": "m\u0085x"},
        reason="\u0007",
        idempotencyKey="k" * 201,
    )
    assert answer.member == "InvalidInput"
    assert {".".join(each["path"]) for each in answer.data["problems"]} == {
        "input.id",
        "input.name",
        "input.nameLanguage",
        "input.otherNames.0.name",
        "input.otherNames.1.language",
        "input.externalIds.0.scheme",
        "input.externalIds.0.value",
        "input.region",
        "input.email",
        "input.languages.1",
        "input.areas.0.area",
        "input.areas.1.keywords.0",
        "input.firstUser.username",
        "input.firstUser.email",
        "input.reason",
        "input.idempotencyKey",
    }
    assert all(each["message"] for each in answer.data["problems"])


async def test_a_lone_surrogate_is_told_and_never_sent_to_the_graph(client: Client) -> None:
    for action, (actor, asked) in ACCEPTED.items():
        answer = await client.change(actor, action, **asked, idempotencyKey="\ud800")
        assert answer.member == "InvalidInput", action
    asked_by_code: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("authority", "deactivateAuthority", {}),
        ("code", "updateRegion", {"name": "x"}),
        ("code", "updateLegislativeArea", {"name": "x"}),
        ("state", "replaceNimic", {"successor": "amt"}),
        ("code", "createMemberState", {"name": "x", "nimic": {"name": "x"}}),
    )
    for id, action, more in asked_by_code:
        for actor in ("bund", OPERATOR):
            answer = await client.change(actor, action, **{id: "\ud800", **more})
            assert answer.member in ("InvalidInput", "Refusal"), action


async def test_no_authority_is_called_as_the_operator_is_in_changes(client: Client) -> None:
    for actor, action in (
        ("bund", "registerSdimic"),
        ("bayern", "registerDimic"),
        ("regierung", "registerCompetentAuthority"),
    ):
        answer = await client.change(actor, action, **ACCEPTED[action][1] | {"id": " operator "})
        assert [each["path"] for each in answer.data["problems"]] == [["input", "id"]]
    asked: dict[str, Any] = {"code": "MT", "name": "Malta", "nimic": {"id": "operator", "name": "Malta"}}
    answer = await client.change(OPERATOR, "createMemberState", **asked)
    assert [each["path"] for each in answer.data["problems"]] == [["input", "nimic", "id"]]
    rows = "id,state,region,type,name,registered_by\noperator,DE,BY1,CA,Neu,regierung\n"
    files = [{"name": "authorities.csv", "content": rows}]
    answer = await client.change("bund", "importNetwork", files=files)
    assert answer.member == "InvalidInput"


async def test_mutations_of_one_request_follow_each_other(client: Client) -> None:
    """A trial shows what would be; what comes after it sees what is."""
    named = "... on NetworkChange { authority { name email revision } }"
    text = f"""mutation ($name: String!, $email: String!) {{
      a: updateRegistrationData(input: {{authority: "kreis", name: $name}}, dryRun: true) {{ {named} }}
      b: updateRegistrationData(input: {{authority: "kreis", email: $email, expectedRevision: 1}}) {{ {named} }}
      c: updateRegistrationData(input: {{authority: "kreis", name: $name, expectedRevision: 2}}) {{ {named} }}
    }}"""
    answers = await client.query("regierung", text, name="Kreis", email="k@example.org")
    assert answers == {
        "a": {"authority": {"name": "Kreis", "email": None, "revision": 2}},
        "b": {"authority": {"name": "Authority kreis", "email": "k@example.org", "revision": 2}},
        "c": {"authority": {"name": "Kreis", "email": "k@example.org", "revision": 3}},
    }
