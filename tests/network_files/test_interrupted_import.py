"""An import that is killed or that nobody waits for any more: resumed, finished or undone, on a real Neo4j."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from bench.networks import write_network
from service.audit import audit
from service.database.graph import Conflict, Graph, Writer
from service.model.identifiers import AuthorityId, StateCode
from service.network_files import (
    NoImport,
    finish_import,
    import_by_nimic,
    import_network,
    plans,
    undo_import,
    unfinished_imports,
)
from service.work.lasting import Lasting
from tests.graph import everything, rows
from tests.neo4j_server import Neo4jServer
from tests.network_files.folders import SOUND, write_folder

DE = StateCode("DE")
BUND = AuthorityId("bund")
EDITED = {
    "states.csv": "code,name\nDE,Germany\n",
    "regions.csv": "code,state,parent,name\nDE2,DE,,Freistaat Bayern\nDE21,DE,DE2,Oberbayern\nDE22,DE,DE2,Niederbayern\n",
    "areas.csv": "code,name,requires_professions,keywords\nSD,Services in the market,false,building;crafts;retail\nXX,Xylographs,false,wood\n",
    "authorities.csv": (
        "id,state,region,type,name,registered_by,validating_coordinator,external_ids,email,status,appointed_by\n"
        "stadt,DE,DE212,CA,München,,land,ags:09162;leitweg:1,office@stadt.example,,\n"
        "kreis,DE,DE21,CA,Landkreis Ebersberg am Inn,,,,,,\n"
        "kammer,DE,,DIMIC,Bundesärztekammer,,,,,,PQ=bund;SD=land\n"
        "land,DE,DE2,SDIMIC,Staatsministerium,,,,,,\n"
        "neu,DE,DE22,CA,Gemeinde Neu,bund,land,ags:09175,,,\n"
        "rat,DE,DE22,DIMIC,Rat von Niederbayern,land,,x:1,,,\n"
        "alt,DE,DE22,CA,Gemeinde Alt,rat,,,,INACTIVE,\n"
    ),
    "access.csv": (
        "authority,area,role,territory,access_coordinator,request_coordinators,referral_opt_outs,keywords,professions,flags\n"
        "kreis,SD,CA,,land,land;regierung,regierung,retail,,APPROVE_REPLIES\n"
        "kreis,PQ,CA,,kammer,,,health,Arzt,\n"
        "stadt,SD,CA,,regierung,regierung,,crafts,,\n"
        "neu,XX,CA,,bund,bund,,wood,,\n"
        "rat,SD,DIMIC,DE22,land,,,,,\n"
        "alt,SD,CA,,rat,,,,,\n"
    ),
    "links.csv": "observer,observed\nkreis,stadt\nneu,kreis\nstadt,neu\n",
}
"""Edits and additions of every kind to the network of `folders`."""


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def killed_at(graph: Graph, statement: str, time: int) -> Iterator[None]:
    """Whoever is about to run a statement for that time is killed; nothing of its transaction is committed."""
    ran = 0

    def observe(name: str) -> None:
        nonlocal ran
        ran += name == statement
        if name == statement and ran == time:
            raise Killed

    graph.observers.append(observe)
    try:
        yield
    finally:
        graph.observers.remove(observe)


async def first_imported(graph: Graph, tmp_path: Path) -> Path:
    assert not (await import_network(graph, write_folder(tmp_path / "first"))).refused
    return write_folder(tmp_path / "edited", EDITED)


async def interrupted(graph: Graph, directory: Path, statement: str = "mark_batch", time: int = 1) -> bool:
    """Import and be killed; whether there was such a time."""
    with killed_at(graph, statement, time):
        try:
            await import_network(graph, directory)
        except Killed:
            return True
    return False


async def told(graph: Graph, action: str) -> list[dict[str, object]]:
    text = "MATCH (c:Change {action: $action}) RETURN c.id AS id, c.input AS input, c.reason AS reason"
    return await rows(graph, text, action=action)


async def changed_only(graph: Graph) -> list[str]:
    """All there is but who ended imports; ids of changes and times as if all were one."""
    found = [row for row in await everything(graph) if "finishImport" not in row]
    found = [re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", row) for row in found]
    return sorted(re.sub(r"20\d\d-\d\d-\d\dT[\d:.]+Z", "TIME", row) for row in found)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "BATCH", 3)


async def restored_but_its_record(graph: Graph, state: dict[str, object]) -> list[str]:
    """All there is, without the change that tells of the undoing and what it left on the state."""

    async def forget(tx: Writer) -> None:
        text = "MATCH (c:Change {action: 'undoImport'}) DETACH DELETE c WITH count(*) AS n MATCH (s:MemberState) SET s = $state"
        await tx.rows("of a test", text, {"state": state})

    (now,) = await rows(graph, "MATCH (s:MemberState) RETURN properties(s) AS state")
    assert now["state"]["revision"] > state["revision"]
    assert now["state"] == {**state, "at": now["state"]["at"], "revision": now["state"]["revision"]}
    await graph.write(forget)
    return await everything(graph)


async def test_an_import_killed_at_any_batch_is_finished_from_its_plan(
    graph: Graph, wipe: Callable[[], object], tmp_path: Path, small_batches: None
) -> None:
    directory = await first_imported(graph, tmp_path)
    assert not (await import_network(graph, directory)).refused
    whole = await changed_only(graph)
    time = 1
    while True:
        await wipe()  # type: ignore[misc]
        await first_imported(graph, tmp_path)
        if not await interrupted(graph, directory, time=time):
            break
        assert await unfinished_imports(graph) == ["DE"]
        ended = await finish_import(graph, DE, reason="its client has gone")
        assert await unfinished_imports(graph) == []
        assert await changed_only(graph) == whole, time
        assert await audit(graph) == []
        (by,) = await told(graph, "finishImport")
        assert (by["id"], by["reason"]) == (ended.change, "its client has gone")
        assert json.loads(str(by["input"]))["import"]["id"] == ended.of
        time += 1
    assert time > 5


async def test_an_import_killed_at_any_batch_is_undone_as_if_it_had_never_been(
    graph: Graph, wipe: Callable[[], object], tmp_path: Path, small_batches: None
) -> None:
    time = 1
    while True:
        await wipe()  # type: ignore[misc]
        directory = await first_imported(graph, tmp_path)
        before = await everything(graph)
        (state,) = await rows(graph, "MATCH (s:MemberState) RETURN properties(s) AS state")
        if not await interrupted(graph, directory, time=time):
            break
        # and its undoing is killed too, at each of its batches
        with killed_at(graph, "mark_batch", 1 + time // 2):
            try:
                ended = await undo_import(graph, DE)
            except Killed:
                with pytest.raises(Conflict):
                    await finish_import(graph, DE)
                ended = await undo_import(graph, DE)
        assert await unfinished_imports(graph) == []
        assert await audit(graph) == []
        (by,) = await told(graph, "undoImport")
        assert (by["id"], json.loads(str(by["input"]))["import"]["id"]) == (ended.change, ended.of)
        assert await restored_but_its_record(graph, state["state"]) == before, time
        time += 1
    assert time > 5


async def test_a_whole_state_that_an_import_made_is_undone_and_its_files_are_imported_again(
    graph: Graph, tmp_path: Path, small_batches: None
) -> None:
    directory = write_folder(tmp_path)
    before = await everything(graph)
    assert await interrupted(graph, directory, time=4)
    ended = await undo_import(graph, DE)
    (record,) = await told(graph, "undoImport")
    assert record["id"] == ended.change
    left = [row for row in await everything(graph) if "undoImport" not in row]
    assert left == before
    assert (await import_network(graph, directory)).rows_changed == 19
    assert await audit(graph) == []


async def test_the_same_files_finish_an_import_that_was_killed_at_whatever_statement(
    graph: Graph, wipe: Callable[[], object], tmp_path: Path, small_batches: None
) -> None:
    directory = await first_imported(graph, tmp_path)
    expected = (await import_network(graph, directory)).rows_changed
    whole = await changed_only(graph)
    statements = (
        "store_import_batch",
        "record_change",
        "mark_importing",
        "touch_authorities",
        "forget_import_batches",
    )
    for statement in statements:
        await wipe()  # type: ignore[misc]
        await first_imported(graph, tmp_path)
        assert await interrupted(graph, directory, statement, 2 if statement == "touch_authorities" else 1)
        result = await import_network(graph, directory)
        assert result.rows_changed == (0 if statement == "forget_import_batches" else expected), statement
        found = [row for row in await changed_only(graph) if "ImportBatch" not in row]
        assert found == whole, statement
        assert await audit(graph) == []


async def test_other_files_over_an_interrupted_import_are_a_conflict_and_leave_it_alone(
    graph: Graph, tmp_path: Path, small_batches: None
) -> None:
    directory = await first_imported(graph, tmp_path)
    assert await interrupted(graph, directory, time=3)
    before = await everything(graph)
    other = write_folder(tmp_path / "other", {"authorities.csv": "id,email\nstadt,a@b.example\n"})
    for dry_run in (False, True):
        with pytest.raises(Conflict, match="finishImport or undoImport"):
            await import_network(graph, other, dry_run=dry_run)
    area = write_folder(tmp_path / "area", {"areas.csv": "code,name\nPQ,Professions\n"})
    with pytest.raises(Conflict):
        await import_network(graph, area)
    files = {"authorities.csv": b"id,state,type,name,registered_by\nzwei,DE,CA,Zwei,bund\n"}
    with pytest.raises(Conflict):
        await import_by_nimic(graph, files, nimic=BUND, state=DE)
    # the same files by another hand are not its own either
    with pytest.raises(Conflict):
        await import_by_nimic(
            graph, {name: text.encode() for name, text in EDITED.items()}, nimic=BUND, state=DE
        )
    assert await everything(graph) == before


async def test_without_an_unfinished_import_there_is_nothing_to_end(graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path))
    for end in (finish_import, undo_import):
        for state, known in (("DE", True), ("FR", False)):
            with pytest.raises(NoImport) as caught:
                await end(graph, StateCode(state))
            assert caught.value.known is known


async def test_a_trial_ends_nothing(graph: Graph, tmp_path: Path) -> None:
    directory = await first_imported(graph, tmp_path)
    assert await interrupted(graph, directory)
    before = await everything(graph)
    for end in (finish_import, undo_import):
        ended = await end(graph, DE, dry_run=True)
        assert (ended.change, ended.rows > 0) == (None, True)
    assert await everything(graph) == before


# --- several at once ----------------------------------------------------------------------------------------------------


async def test_any_number_may_finish_at_once_and_each_batch_is_written_once(
    graph: Graph, wipe: Callable[[], object], tmp_path: Path, small_batches: None
) -> None:
    directory = await first_imported(graph, tmp_path)
    await import_network(graph, directory)
    whole = [row for row in await changed_only(graph) if "MemberState" not in row]
    await wipe()  # type: ignore[misc]
    await first_imported(graph, tmp_path)
    assert await interrupted(graph, directory, time=2)
    found = await asyncio.gather(
        import_network(graph, directory),
        *(finish_import(graph, DE) for _ in range(3)),
        return_exceptions=True,
    )
    assert all(not isinstance(each, BaseException) or isinstance(each, Conflict | NoImport) for each in found)
    assert await unfinished_imports(graph) == []
    assert await audit(graph) == []
    assert [row for row in await changed_only(graph) if "MemberState" not in row] == whole


async def test_an_import_at_work_stops_where_it_is_undone(
    graph: Graph, tmp_path: Path, small_batches: None
) -> None:
    directory = await first_imported(graph, tmp_path)
    before = await everything(graph)
    (state,) = await rows(graph, "MATCH (s:MemberState) RETURN properties(s) AS state")
    begun = asyncio.Event()
    task = asyncio.create_task(import_network(graph, directory, progress=lambda done, total: begun.set()))
    await begun.wait()
    await undo_import(graph, DE)
    with pytest.raises(Conflict):
        await task
    assert await restored_but_its_record(graph, state["state"]) == before


# --- nobody waits any more ------------------------------------------------------------------------------------------------

ADDED = {
    "authorities.csv": b"id,state,region,type,name,registered_by\n"
    + b"".join(b"neu%d,DE,DE21,CA,Gemeinde %d,bund\n" % (n, n) for n in range(8)),
    "access.csv": b"authority,area,role,access_coordinator\n"
    + b"".join(b"neu%d,SD,CA,bund\n" % n for n in range(8)),
}


@asynccontextmanager
async def at_its_second_batch(graph: Graph) -> AsyncIterator[asyncio.Event]:
    """An event set when somebody begins to write a second batch."""
    reached, ran = asyncio.Event(), 0

    def observe(name: str) -> None:
        nonlocal ran
        ran += name == "mark_batch"
        if ran == 2:
            reached.set()

    graph.observers.append(observe)
    try:
        yield reached
    finally:
        graph.observers.remove(observe)


async def test_what_nobody_waits_for_any_more_is_written_to_its_end(
    graph: Graph, tmp_path: Path, small_batches: None
) -> None:
    """The client has gone, or its time is over: both cancel the request's task."""
    await import_network(graph, write_folder(tmp_path))
    lasting = Lasting()
    async with at_its_second_batch(graph) as reached:
        request = asyncio.create_task(import_by_nimic(graph, ADDED, nimic=BUND, state=DE, lasting=lasting))
        await reached.wait()
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
    await lasting.ended()
    assert await unfinished_imports(graph) == []
    again = await import_by_nimic(graph, ADDED, nimic=BUND, state=DE)
    assert (again.rows_changed, again.entries) == (0, ())
    assert await audit(graph) == []


async def test_at_a_stop_the_import_is_left_for_the_same_files_which_need_no_key(
    graph: Graph, tmp_path: Path, small_batches: None
) -> None:
    await import_network(graph, write_folder(tmp_path))
    lasting = Lasting()
    async with at_its_second_batch(graph) as reached:
        request = asyncio.create_task(import_by_nimic(graph, ADDED, nimic=BUND, state=DE, lasting=lasting))
        await reached.wait()
        lasting.cut()
        await lasting.ended()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert await unfinished_imports(graph) == ["DE"]
    result = await import_by_nimic(graph, ADDED, nimic=BUND, state=DE)
    assert (result.rows_changed, len(result.changes), result.repeated) == (16, 1, False)
    assert await unfinished_imports(graph) == []
    assert await audit(graph) == []


# --- a process that is killed ---------------------------------------------------------------------------------------------

IMPORT = """
import asyncio, sys
from pathlib import Path
from service.database.graph import Graph
from service.network_files import import_network
async def main():
    uri, user, password, directory = sys.argv[1:]
    async with Graph.connect(uri, (user, password)) as graph:
        await import_network(graph, Path(directory), progress=lambda done, total: print(done, flush=True))
asyncio.run(main())
"""


@pytest.mark.parametrize("end", ["the same files", "finish", "undo"])
async def test_a_process_killed_in_the_midst_leaves_an_import_that_can_be_ended(
    end: str, graph: Graph, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    write_network(tmp_path / "in", 3000)
    arguments = [sys.executable, "-c", IMPORT, neo4j_server.uri, *neo4j_server.auth, str(tmp_path / "in")]
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"1\n"
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    assert await unfinished_imports(graph) == ["XA"]
    if end == "undo":
        await undo_import(graph, StateCode("XA"))
        assert await rows(graph, "MATCH (n:Authority|MemberState|Region|LegislativeArea) RETURN n") == []
    elif end == "finish":
        await finish_import(graph, StateCode("XA"))
    else:
        assert not (await import_network(graph, tmp_path / "in")).refused
    assert await unfinished_imports(graph) == []
    assert await audit(graph) == []
    result = await import_network(graph, tmp_path / "in")
    assert not result.refused
    assert (result.rows_changed == 0) is (end != "undo")


def test_the_edits_are_of_every_file() -> None:
    assert EDITED.keys() == SOUND.keys()
