"""`serve` and `token`: a service in its own process, from its greeting to its end."""

import asyncio
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from service.database.graph import Graph
from service.neo4j_process import PrivateNeo4j
from tests.command_line.process import PATIENCE_SECONDS, QUERY, SCRIPT, Served, ask, run, serve
from tests.command_line.test_network_files import cypher


@pytest.fixture
def served(with_network: Path, tmp_path: Path) -> Iterator[Served]:
    """A service of the network of tests/network_files, attached to the Neo4j of these tests."""
    with serve(tmp_path / "served", DATA_DIR=with_network) as one:
        yield one


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_it_greets_answers_and_ends_in_order(served: Served, number: int, data_dir: Path) -> None:
    called = SCRIPT.name if shutil.which(SCRIPT.name) else SCRIPT
    assert served.said.splitlines() == [
        f"Serving on {served.address}  (POST {served.address}/graphql, Ctrl-C ends it)",
        f"Sign in: `{called} token --as AUTHORITY_ID` or `--operator` prints a token of one hour, for",
        "`Authorization: Bearer TOKEN`.",
    ]
    with httpx.Client(base_url=served.address, timeout=PATIENCE_SECONDS) as client:
        assert client.get("/health/live").json() == {"status": "live"}
        assert client.get("/health/ready").json() == {"status": "ready"}
        assert client.post("/graphql", json={"query": QUERY}).status_code == 401
    operator = run("token", "--operator", DATA_DIR=data_dir)
    assert ask(served.address, operator.stdout.strip()) == {"operator": True, "authority": None}
    assert served.end(number) == (0, "")


def test_a_token_speaks_for_the_authority_it_was_made_for(served: Served, data_dir: Path) -> None:
    given = run("token", "--as", "land", DATA_DIR=data_dir)
    assert (given.returncode, given.stderr) == (0, "")
    shown = ask(served.address, given.stdout.strip())
    assert shown == {
        "operator": False,
        "authority": {"id": "land", "name": "Bayerisches Staatsministerium für Wirtschaft"},
    }


@pytest.mark.parametrize("id", ["nobody", "", b"\xff".decode("utf-8", "surrogateescape")])
def test_nobody_gets_no_token(id: str, data_dir: Path) -> None:
    refused = run("token", "--as", id, DATA_DIR=data_dir)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("There is no authority with the id ")


def test_requests_on_their_way_are_answered_before_it_ends(served: Served, data_dir: Path) -> None:
    token = run("token", "--operator", DATA_DIR=data_dir).stdout.strip()

    async def ask_while_it_ends() -> list[int]:
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(
            base_url=served.address, headers=headers, timeout=PATIENCE_SECONDS
        ) as client:
            body = {"query": "{ memberStates { name nimic { name } } }"}
            await client.post("/graphql", json=body)  # lets Neo4j plan
            asked = [asyncio.create_task(client.post("/graphql", json=body)) for _ in range(5)]
            await asyncio.sleep(0.005)
            served.process.send_signal(signal.SIGTERM)
            done = await asyncio.gather(*asked, return_exceptions=True)
        return [answer.status_code for answer in done if isinstance(answer, httpx.Response)]

    answered = asyncio.run(ask_while_it_ends())
    assert set(answered) <= {200}
    assert served.process.wait(PATIENCE_SECONDS) == 0


def test_a_taken_port_is_said_in_one_sentence(served: Served, data_dir: Path) -> None:
    port = served.address.rpartition(":")[2]
    refused = run("serve", DATA_DIR=data_dir, PORT=port)
    assert (refused.returncode, refused.stdout) == (1, "")
    (line,) = refused.stderr.splitlines()
    assert line == (
        f"Cannot listen on 127.0.0.1 port {port}: Address already in use. Choose another with AUTHORITY_NETWORK_PORT or "
        "AUTHORITY_NETWORK_HOST (with make: `make run PORT=8001`)."
    )


def test_an_interrupted_import_is_said_at_the_start(
    with_network: Path, connection: Graph, runner: asyncio.Runner, tmp_path: Path
) -> None:
    begun = (
        "CREATE (:Change {id: 'it', at: s.at, actor: 'operator', action: 'import', input: '{\"files\": {}, \"rows\": {}}'}) "
        "CREATE (:ImportBatch {change: 'it', number: 0, at: s.at, plan: '{}', written: false})"
    )
    cypher(connection, runner, f"MATCH (s:MemberState {{code: 'DE'}}) SET s.importing = 'it' {begun}")
    said = (
        "An import of DE was interrupted or is at work. Running it again finishes it, and so does "
        "`finish-import STATE`; `undo-import STATE` takes out what it wrote.\n"
    )
    with serve(tmp_path / "before", DATA_DIR=with_network) as served:
        assert served.end() == (0, said)
    finished = run("finish-import", "DE", DATA_DIR=with_network)
    assert (finished.returncode, finished.stdout) == (0, "The import of DE is finished: 0 rows.\n")
    again = run("undo-import", "DE", DATA_DIR=with_network)
    assert (again.returncode, again.stderr) == (1, "No import of DE is unfinished.\n")
    with serve(tmp_path / "after", DATA_DIR=with_network) as served:
        assert served.end() == (0, "")


def test_secrets_and_passwords_are_for_this_user_alone_and_on_no_command_line(
    served: Served, data_dir: Path, neo4j: PrivateNeo4j
) -> None:
    kept = data_dir / "token_secrets"
    assert kept.stat().st_mode & 0o777 == 0o600
    secret = kept.read_text(encoding="utf-8").strip().partition(":")[2]
    line = " ".join(psutil.Process(served.process.pid).cmdline())
    assert secret not in line
    assert neo4j.auth[1] not in line
    assert os.getpid() != served.process.pid
