"""The NIMIC adds to its state by network files what it or a named coordinator may; nothing that is there is edited."""

import pytest

from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Answer, Client

AUTHORITIES = "id,region,type,name,state,registered_by,validating_coordinator\n"
ACCESS = "authority,area,role,territory,access_coordinator,request_coordinators,granted_by\n"


async def added(client: Client, authorities: str, access: str, actor: str = "bund", **more: object) -> Answer:
    files = [
        {"name": "authorities.csv", "content": AUTHORITIES + authorities},
        {"name": "access.csv", "content": ACCESS + access},
    ]
    return await client.change(actor, "importNetwork", files=files, **more)  # type: ignore[arg-type]


@pytest.mark.rule(Rule.R16, "allows")
@pytest.mark.rule(Rule.R18, "allows")
async def test_what_a_named_coordinator_may_is_added(client: Client) -> None:
    answer = await added(
        client,
        "neu,BY1,CA,Gemeinde Neu,DE,regierung,\nland,BY2,DIMIC,Landesamt,DE,bayern,\n",
        "neu,SD,CA,,,,\nneu,PQ,CA,,,,kammer\nland,SD,DIMIC,BY2,,,\n",
    )
    assert (answer.member, answer.data["rowsChanged"]) == ("NetworkImport", 5)
    assert await client.seats("neu") == {
        "type": "CA",
        "status": "ACTIVE",
        "validating": "regierung",
        "PQ": ["CA", "kammer", ["kammer"]],
        "SD": ["CA", "regierung", ["regierung"]],
    }
    again = await added(client, "neu,BY1,CA,Gemeinde Neu,DE,regierung,\n", "neu,SD,CA,,,,\n")
    assert (again.data["rowsChanged"], again.data["change"]) == (0, None)


@pytest.mark.parametrize(
    ("authorities", "access", "rule"),
    [
        pytest.param(
            "neu,BY2,CA,Gemeinde Neu,DE,regierung,bayern\n",
            "neu,SD,CA,,bayern,,\n",
            "R16",
            marks=pytest.mark.rule("R16", "refuses"),
        ),
        pytest.param(
            "neu,BE,CA,Gemeinde Neu,DE,bayern,bund\n",
            "neu,SD,CA,,bund,,bund\n",
            "R16",
            marks=pytest.mark.rule("R16", "refuses"),
        ),
        pytest.param(
            "neu,BY1,CA,Gemeinde Neu,DE,bund,\n",
            "neu,SD,CA,,bund,,kammer\n",
            "R18",
            marks=pytest.mark.rule("R18", "refuses"),
        ),
        pytest.param(
            "neu,BY1,DIMIC,Gemeinde Neu,DE,regierung,\n",
            "neu,SD,DIMIC,BY1,bayern,,\n",
            "R53",
            marks=pytest.mark.rule("R53", "refuses"),
        ),
        pytest.param("neu,BY,SDIMIC,Land,DE,bund,\n", "", "R82", marks=pytest.mark.rule("R82", "refuses")),
        pytest.param("neu,,NIMIC,Bund,DE,,\n", "", "R8", marks=pytest.mark.rule("R8", "refuses")),
        pytest.param(
            "stadt,BY1,CA,Neuer Name,DE,regierung,\n", "", "R80", marks=pytest.mark.rule("R80", "refuses")
        ),
    ],
)
async def test_what_no_named_coordinator_may_is_refused(
    client: Client, authorities: str, access: str, rule: str
) -> None:
    answer = await added(client, authorities, access)
    assert rule in answer.rules, answer
    assert (await client.query(OPERATOR, '{ authority(id: "neu") { id } }'))["authority"] is None


async def test_only_the_nimic_adds_by_files(client: Client) -> None:
    for actor, rule in (("bayern", "R80"), (OPERATOR, "R76"), ("niemand", "R72")):
        assert (await added(client, "", "", actor)).rules == {rule}


async def test_what_is_no_network_file_is_said_with_its_place(client: Client) -> None:
    answer = await added(client, "neu,BY1,CA\n", "")
    assert [problem["path"] for problem in answer.data["problems"]] == [
        ["input", "files", "authorities.csv", "2", ""]
    ]
    answer = await client.change("bund", "importNetwork", files=[{"name": "areas.csv", "content": ""}])
    assert [problem["path"] for problem in answer.data["problems"]] == [["input", "files", "0", "name"]]


async def test_a_trial_adds_nothing_and_a_key_adds_once(client: Client) -> None:
    rows = ("neu,BY1,CA,Authority Bayern,DE,bund,\n", "neu,SD,CA,,,,\n")
    trial = await added(client, *rows, dry_run=True)
    assert (trial.data["rowsChanged"], trial.data["change"]) == (2, None)
    first = await added(client, *rows, idempotencyKey="k")
    again = await added(client, *rows, idempotencyKey="k")
    assert first.data["rowsChanged"] == 2
    assert [(said["row"], said["rule"]["id"]) for said in first.data["entries"]] == [(2, "R2")]
    assert again.data == first.data | {"repeated": True}
    assert (await added(client, "", "", idempotencyKey="k")).member == "InvalidInput"


async def test_notices_say_what_they_are_worded_from_also_when_they_are_told_again(client: Client) -> None:
    text = f"{AUTHORITIES.strip()},email\nneu,BY1,CA,Authority Bayern,DE,bund,,nobody\n".replace(",", ";")
    files = [
        {"name": "authorities.csv", "content": "\ufeff" + text},
        {"name": "access.csv", "content": ACCESS + "neu,SD,CA,,,,\n"},
    ]
    answers = [
        await client.change("bund", "importNetwork", files=files, idempotencyKey="k") for _ in range(2)
    ]
    first, again = (
        [(said["code"], said["message"]) for said in answer.data["entries"]] for answer in answers
    )
    assert [answer.data["repeated"] for answer in answers] == [False, True]
    assert first == again
    assert {code for code, _ in first} == {
        "BYTE_ORDER_MARK",
        "SEPARATED_BY_SEMICOLONS",
        "NAME_CONFIRMED",
        "NO_EMAIL_ADDRESS",
    }


async def test_a_key_that_was_used_for_another_mutation_is_not_used_again(client: Client) -> None:
    await client.makes("bund", "grantAccess", authority="amt", area="PQ", role="CA", idempotencyKey="k")
    answer = await added(client, "neu,BY1,CA,Gemeinde Neu,DE,bund,\n", "neu,SD,CA,,,,\n", idempotencyKey="k")
    assert [problem["path"] for problem in answer.data["problems"]] == [["input", "idempotencyKey"]]
    await added(client, "neu,BY1,CA,Gemeinde Neu,DE,bund,\n", "neu,SD,CA,,,,\n", idempotencyKey="files")
    other = await client.change("bund", "withdrawAccess", authority="amt", area="PQ", idempotencyKey="files")
    assert other.member == "InvalidInput"


@pytest.mark.rule(Rule.R2, "refuses")
async def test_an_id_of_another_state_is_refused_and_the_state_is_left_open(client: Client) -> None:
    answer = await added(client, "lyon,BY1,CA,Gemeinde Neu,DE,regierung,\n", "lyon,SD,CA,,,,\n")
    assert answer.rules == {"R2"}, answer
    assert (await client.seats("lyon"))["validating"] == "paris"
    await client.makes("bund", "updateRegistrationData", authority="amt", email="amt@amt.example")
