"""An import that another takes over, or that is killed, on a real Neo4j."""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

import pytest

from bench.networks import write_network
from service.audit import audit
from service.graph import Conflict, Graph
from service.model import ChangeId, StateCode
from service.network_files import export_network, import_network, unfinished_imports
from service.statements import writing
from tests.graph import rows
from tests.neo4j_server import Neo4jServer
from tests.network_files.folders import bytes_of

pytestmark = pytest.mark.timeout(1200)


async def test_an_import_that_another_took_over_stops_with_a_conflict(graph: Graph, tmp_path: Path) -> None:
    """The second run marks the state with its own mark; the first finds it at its next batch."""
    write_network(tmp_path, 3000)
    taken = asyncio.Event()

    def take_over(done: int, total: int) -> None:
        taken.set()

    first = asyncio.create_task(import_network(graph, tmp_path, progress=take_over))
    await taken.wait()
    await graph.write(writing.mark_importing, states=[StateCode("XA")], mark="another/run")
    with pytest.raises(Conflict):
        await first
    assert await unfinished_imports(graph) == ["XA"]
    result = await import_network(graph, tmp_path)
    assert result.changes == (ChangeId("another"),)
    assert await unfinished_imports(graph) == []
    assert await audit(graph) == []


IMPORT = """
import asyncio, sys
from pathlib import Path
from service.graph import Graph
from service.network_files import import_network
async def main():
    uri, user, password, directory = sys.argv[1:]
    async with Graph.connect(uri, (user, password)) as graph:
        print("begun", flush=True)
        await import_network(graph, Path(directory))
asyncio.run(main())
"""


@pytest.mark.parametrize("seed", range(4))
async def test_an_import_killed_at_any_moment_is_finished_by_running_it_again(
    seed: int, graph: Graph, wipe: object, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    write_network(tmp_path / "in", 3000)
    arguments = [sys.executable, "-c", IMPORT, neo4j_server.uri, *neo4j_server.auth, str(tmp_path / "in")]
    process = await asyncio.create_subprocess_exec(*arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    await process.stdout.readline()
    await asyncio.sleep(random.Random(seed).uniform(0.1, 3))
    if process.returncode is None:
        os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    result = await import_network(graph, tmp_path / "in")
    assert not result.entries
    assert await unfinished_imports(graph) == []
    assert await audit(graph) == []
    changes = await rows(graph, "MATCH (c:Change) RETURN count(c) AS n")
    assert changes == [{"n": 1}]
    await export_network(graph, tmp_path / "interrupted")
    await wipe()  # type: ignore[operator]
    await import_network(graph, tmp_path / "in")
    await export_network(graph, tmp_path / "whole")
    assert bytes_of(tmp_path / "interrupted") == bytes_of(tmp_path / "whole")
