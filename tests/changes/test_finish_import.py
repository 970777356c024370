"""The operator finishes an interrupted import of a state by the API; `undoImport` beside it."""

import pytest

from service.database.graph import Graph
from service.model.identifiers import AuthorityId, StateCode
from service.network_files import import_by_nimic, unfinished_imports
from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client

FILES = {
    "authorities.csv": b"id,state,region,type,name,registered_by\nneu,DE,BY1,CA,Gemeinde Neu,regierung\n",
    "access.csv": b"authority,area,role,access_coordinator\nneu,SD,CA,regierung\n",
}


class Killed(BaseException):
    """The process ends here."""


async def interrupt(graph: Graph) -> None:
    """An import of the NIMIC that is killed at its last batch."""
    ran = 0

    def observe(name: str) -> None:
        nonlocal ran
        ran += name == "mark_batch"
        if ran == 2:
            raise Killed

    graph.observers.append(observe)
    try:
        with pytest.raises(Killed):
            await import_by_nimic(graph, FILES, nimic=AuthorityId("bund"), state=StateCode("DE"))
    finally:
        graph.observers.remove(observe)
    assert await unfinished_imports(graph) == ["DE"]


async def test_an_interrupted_import_keeps_changes_out_until_it_is_finished(client: Client) -> None:
    await interrupt(client.graph)
    edited = await client.change("bund", "updateRegistrationData", authority="amt", email="amt@amt.example")
    assert edited.member == "Conflict"
    trial = await client.change(OPERATOR, "finishImport", state="DE", dry_run=True)
    assert (trial.member, trial.data["change"], trial.data["rowsChanged"]) == ("EndedImport", None, 2)
    done = await client.change(OPERATOR, "finishImport", state="DE", idempotencyKey="k", reason="gone")
    assert done.data == {**trial.data, "change": done.data["change"]}
    again = await client.change(OPERATOR, "finishImport", state="DE", idempotencyKey="k")
    assert again.data == {**done.data, "repeated": True}
    assert (await client.seats("neu"))["validating"] == "regierung"
    await client.makes("bund", "updateRegistrationData", authority="amt", email="amt@amt.example")


async def test_an_interrupted_import_is_undone(client: Client) -> None:
    await interrupt(client.graph)
    done = await client.change(OPERATOR, "undoImport", state="DE", idempotencyKey="k", reason="wrong files")
    assert (done.member, done.data["repeated"]) == ("EndedImport", False)
    again = await client.change(OPERATOR, "undoImport", state="DE", idempotencyKey="k")
    assert again.data == {**done.data, "repeated": True}
    assert (await client.query(OPERATOR, '{ authority(id: "neu") { id } }'))["authority"] is None
    other = await client.change(OPERATOR, "finishImport", state="DE", idempotencyKey="k")
    assert [problem["path"] for problem in other.data["problems"]] == [["input", "idempotencyKey"]]
    await client.makes("bund", "updateRegistrationData", authority="amt", email="amt@amt.example")


@pytest.mark.rule(Rule.R80, "refuses")
@pytest.mark.parametrize("action", ["finishImport", "undoImport"])
async def test_only_the_operator_ends_an_import_of_another(client: Client, action: str) -> None:
    assert (await client.change("bund", action, state="DE")).rules == {"R80"}


@pytest.mark.rule(Rule.R79, "refuses")
@pytest.mark.parametrize("action", ["finishImport", "undoImport"])
async def test_where_no_import_is_unfinished_there_is_nothing_to_end(client: Client, action: str) -> None:
    assert (await client.change(OPERATOR, action, state="DE")).rules == {"R79"}
    assert (await client.change(OPERATOR, action, state="XX")).member == "NotFound"
    assert (await client.change(OPERATOR, action, state="")).member == "InvalidInput"
