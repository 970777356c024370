"""A network that a change cuts in two while it is read, page by page, is read again, or refused."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from service import audit as audits
from service.audit import audit
from service.database.graph import Conflict, Graph
from service.exchange import graph_files
from service.model.identifiers import StateCode
from service.network_files import export_network
from service.storage import load
from service.storage.one_moment import TRIES
from tests.changes.client import Client
from tests.changes.conftest import NETWORK
from tests.graph import rows
from tests.neo4j_server import Neo4jServer
from tests.networks import read_network, write_network

HANDED_OVER = "replaceValidatingCoordinatorEverywhere"
"""Of `kreis` and `stadt`, which stand on two pages."""
Act = Callable[[Graph], Coroutine[Any, Any, object]]


@pytest.fixture(autouse=True)
def network(graph: Graph, runner: asyncio.Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    runner.run(write_network(graph, read_network(NETWORK)))
    monkeypatch.setattr(load, "PAGE", 1)


@contextmanager
def coming_before(
    graph: Graph, server: Neo4jServer, statement: str, runs: range, act: Act
) -> Iterator[list[int]]:
    """Another client's act, whole, each time before this one's graph runs `statement` for one of these times."""
    run = 0
    done: list[int] = []

    async def other() -> None:
        async with Graph.connect(server.uri, server.auth) as theirs:
            await act(theirs)

    def observe(name: str) -> None:
        nonlocal run
        if name != statement:
            return
        run += 1
        if run in runs:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, other()).result()
            done.append(run)

    graph.observers.append(observe)
    try:
        yield done
    finally:
        graph.observers.remove(observe)


async def hand_over(graph: Graph) -> None:
    who = {"coordinator": "regierung", "successor": "bayern", "reason": "It lost its mandate."}
    await Client(graph).makes("bund", HANDED_OVER, **who)


async def edit(graph: Graph) -> None:
    await Client(graph).makes(
        "bund", "updateRegistrationData", authority="amt", email=f"{uuid4()}@amt.example"
    )


def validators(folder: Path) -> set[str]:
    lines = (folder / "authorities.csv").read_text("utf-8").splitlines()
    return {
        name
        for line in lines
        if line.startswith(("kreis,", "stadt,"))
        for name in ("regierung", "bayern")
        if f",{name},ACTIVE" in line
    }


async def last_page(graph: Graph) -> int:
    """The run of the paged statement that reads `stadt`, when it is read once."""
    (found,) = await rows(graph, "MATCH (a:Authority) WHERE a.id <= 'stadt' RETURN count(a) AS n")
    return int(found["n"])


async def test_an_export_that_a_change_cuts_in_two_is_read_again(
    graph: Graph, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    at = await last_page(graph)
    with coming_before(graph, neo4j_server, "network_authorities", range(at, at + 1), hand_over) as done:
        await export_network(graph, tmp_path)
    assert done == [at]
    assert validators(tmp_path) == {"bayern"}


async def test_an_export_between_whose_pages_changes_keep_coming_is_refused_and_writes_nothing(
    graph: Graph, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    with (
        coming_before(graph, neo4j_server, "network_regions", range(1, 100), edit) as done,
        pytest.raises(Conflict, match=r"^the network keeps changing while it is read"),
    ):
        await export_network(graph, tmp_path / "out")
    assert len(done) == TRIES
    assert not (tmp_path / "out").exists()


async def test_an_export_of_a_network_that_is_imported_in_part_is_refused(
    graph: Graph, tmp_path: Path
) -> None:
    await rows(graph, "MATCH (s:MemberState {code: 'DE'}) RETURN s.code AS code")

    async def mark(tx: Any) -> None:
        await tx.rows("of a test", "MATCH (s:MemberState {code: 'DE'}) SET s.importing = 'a/b'", {})

    await graph.write(mark)
    with pytest.raises(Conflict, match=r"^an import of DE is at work or was interrupted"):
        await export_network(graph, tmp_path)


async def test_a_graph_file_that_a_change_cuts_in_two_is_read_again(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    """Its parts come from several statements; the last one of the first time reads what the others did not."""
    with coming_before(graph, neo4j_server, "network_relations", range(1, 2), hand_over) as done:
        content = await graph.read(graph_files.read, state=StateCode("DE"))
    assert done == [1] and content is not None
    (found,) = await rows(graph, "MATCH (s:MemberState {code: 'DE'}) RETURN s.revision AS revision")
    assert content["revision"] == found["revision"]
    of = content["overview"]["authorities"]
    validator = of["validating_coordinators"][of["ids"].index("stadt")]  # type: ignore[arg-type]
    assert validator is not None and of["ids"][validator] == "bayern"


async def test_what_an_audit_finds_while_the_graph_changes_is_looked_at_again(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    """A fault that is gone the second time is none; one that stays is told."""

    async def spoil(tx: Any) -> None:
        await tx.rows("of a test", "MATCH (a:Authority {id: $id}) SET a.sort = 'x'", {"id": "kreis"})
        await tx.rows("of a test", "MATCH (a:Authority {id: $id}) SET a.search = 'x'", {"id": "stadt"})

    async def mend(theirs: Graph) -> None:
        async def put(tx: Any) -> None:
            await tx.rows(
                "of a test",
                "MATCH (a:Authority {id: 'amt'}) MATCH (k:Authority {id: 'kreis'}) "
                "SET k.sort = k.search + '\u0001kreis'",
                {},
            )

        await hand_over(theirs)
        await theirs.write(put)

    assert await audit(graph) == []
    await graph.write(spoil)
    before = {finding.authority for finding in await audit(graph)}
    assert before == {"kreis", "stadt"}
    # After the names were read for the first time: the page that follows the last authority.
    with coming_before(graph, neo4j_server, "audit_names", range(2, 3), mend) as done:
        found = {finding.authority for finding in await audit(graph)}
    assert done == [2]
    assert found == {"stadt"}
    assert audits.PAGE > 1
