"""The private Neo4j as a process: real ones, started, killed and fought over."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from neo4j import GraphDatabase

from service.neo4j_process import NEO4J_VERSION, AlreadyOwned, PrivateNeo4j, attach_or_start
from service.neo4j_process.asking import answers
from service.neo4j_process.ownership import LOCKS

ATTACH = """\
import sys
from pathlib import Path
from service.neo4j_process import attach_or_start, java
java.USE_WATCHER |= sys.argv[2] == "watcher"
server = attach_or_start(Path(sys.argv[1]), heap="512m")
print("owner" if server.owned else "attached", server.uri, server.pid, flush=True)
sys.stdin.read()
server.stop()
"""

KEEP = """\
import asyncio, sys
from pathlib import Path
from service.neo4j_process import attach_or_start

async def keep():
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stopping.set)
    await server.keep_running(stopping)

server = attach_or_start(Path(sys.argv[1]), heap="512m")
print("owner" if server.owned else "attached", server.uri, flush=True)
asyncio.run(keep())
server.stop()
"""


def another_process(
    data_dir: Path, ends_with: str = "default", does: str = ATTACH
) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", does, str(data_dir), ends_with],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def said(process: "subprocess.Popen[str]") -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


def rows(server: PrivateNeo4j, cypher: Any) -> list[list[Any]]:
    with GraphDatabase.driver(server.uri, auth=server.auth) as driver, driver.session() as session:
        return session.run(cypher).values()


def announced_by(data_dir: Path) -> int | None:
    try:
        return int(json.loads((data_dir / "neo4j.json").read_text("utf-8"))["pid"])
    except FileNotFoundError:
        return None


def await_owner(server: PrivateNeo4j, among: set[int]) -> int:
    """Who of these processes owns what answers at the address of `server`, once one does."""
    deadline = time.monotonic() + 60
    while (owner := announced_by(server.data_dir)) not in among or not answers(server.uri, server.auth):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert owner is not None
    return owner


def gone_within(seconds: float, pid: int) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateNeo4j]:
    with PrivateNeo4j(tmp_path_factory.mktemp("owned"), heap="512m") as running:
        yield running


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_the_password_is_in_files_of_this_user_alone_and_on_no_command_line(server: PrivateNeo4j) -> None:
    password = server.auth[1]
    assert len(password) >= 24
    assert mode(server.home / "password") == mode(server.data_dir / "neo4j.json") == "0o600"
    assert mode(server.home) == "0o700"
    assert server.pid is not None
    java = psutil.Process(server.pid)
    assert "org.neo4j.server.CommunityEntryPoint" in java.cmdline()
    assert not any(password in argument for argument in java.cmdline())
    assert not any(password in value for value in java.environ().values())


def test_it_listens_on_the_loopback_address_only(server: PrivateNeo4j) -> None:
    assert server.pid is not None
    listening = [
        c.laddr for c in psutil.Process(server.pid).net_connections() if c.status == psutil.CONN_LISTEN
    ]
    assert [f"bolt://{address.ip.removeprefix('::ffff:')}:{address.port}" for address in listening] == [
        server.uri
    ]
    assert server.uri.startswith("bolt://127.0.0.1:")


def test_it_is_the_pinned_version_with_the_settings_of_the_service(server: PrivateNeo4j) -> None:
    components = rows(
        server, "CALL dbms.components() YIELD name, versions, edition RETURN name, versions[0], edition"
    )
    assert ["Neo4j Kernel", NEO4J_VERSION, "community"] in components
    found = dict(
        rows(
            server, "SHOW SETTINGS 'db.lock.acquisition.timeout', 'db.transaction.timeout' YIELD name, value"
        )
    )
    assert found == {"db.lock.acquisition.timeout": "5s", "db.transaction.timeout": "30s"}


def test_a_second_owner_is_refused_in_one_clear_sentence(server: PrivateNeo4j) -> None:
    with pytest.raises(AlreadyOwned) as refusal:
        PrivateNeo4j(server.data_dir).start()
    assert str(refusal.value) == (
        f"The Neo4j in {server.data_dir} is in use by process {os.getpid()}: stop that one, or choose another data "
        "directory (AUTHORITY_NETWORK_DATA_DIR)."
    )


def test_neo4js_own_lock_refuses_in_the_same_sentence(server: PrivateNeo4j) -> None:
    """As when another Neo4j runs on the folder that knows nothing of our lock."""
    for name in LOCKS:
        (server.data_dir / name).rename(server.data_dir / f"{name}.away")
    try:
        with pytest.raises(
            AlreadyOwned, match=r"^The Neo4j in \S+ is in use by process \d+: stop that one, or [^\n]+$"
        ):
            PrivateNeo4j(server.data_dir, heap="512m").start()
    finally:
        for name in LOCKS:
            (server.data_dir / f"{name}.away").rename(server.data_dir / name)
    assert rows(server, "RETURN 1") == [[1]]


def test_a_second_process_attaches_and_leaves_it_running(server: PrivateNeo4j) -> None:
    with another_process(server.data_dir) as guest:
        assert said(guest) == ["attached", server.uri, "None"]
    assert guest.returncode == 0
    assert rows(server, "RETURN 1") == [[1]]


def test_killed_it_comes_back_at_the_same_address_with_its_data(server: PrivateNeo4j) -> None:
    """What was answered as written before the kill is there after it."""
    rows(server, "CREATE (:Kept {n: 1})")
    first = server.pid
    assert first is not None

    def await_return() -> None:
        deadline = time.monotonic() + 60
        while server.pid in (None, first) or not answers(server.uri, server.auth):
            assert time.monotonic() < deadline
            time.sleep(0.2)

    async def outlive_a_kill() -> None:
        stopping = asyncio.Event()
        keeper = asyncio.create_task(server.keep_running(stopping))
        os.kill(first, signal.SIGKILL)
        await asyncio.to_thread(await_return)
        stopping.set()
        await keeper

    uri = server.uri
    asyncio.run(outlive_a_kill())
    assert server.uri == uri
    assert rows(server, "MATCH (k:Kept) RETURN k.n") == [[1]]


def test_a_stop_does_not_wait_for_one_that_is_being_started_again(
    server: PrivateNeo4j, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = server.pid
    assert first is not None

    async def stop_meanwhile() -> None:
        stopping = asyncio.Event()
        keeper = asyncio.create_task(server.keep_running(stopping))
        os.kill(first, signal.SIGKILL)
        async with asyncio.timeout(60):
            while server.pid in (None, first):  # noqa: ASYNC110  # it tells nobody
                await asyncio.sleep(0.05)
            stopping.set()
            await keeper

    with monkeypatch.context() as silent:
        silent.setattr("service.neo4j_process.server.answers", lambda uri, auth: False)
        asyncio.run(stop_meanwhile())
    server.stop()
    server.start()


def test_stopped_and_started_again_it_has_its_data_and_its_password(server: PrivateNeo4j) -> None:
    rows(server, "CREATE (:Kept {n: 3})")
    auth, pid = server.auth, server.pid
    server.stop()
    assert pid is not None and gone_within(0.1, pid)
    assert not (server.data_dir / "neo4j.json").exists()
    server.start()
    assert server.auth == auth
    assert rows(server, "MATCH (k:Kept {n: 3}) RETURN k.n") == [[3]]


def test_of_two_starters_one_owns_and_when_it_is_killed_its_neo4j_ends_and_the_next_one_takes_over(
    tmp_path: Path,
) -> None:
    with another_process(tmp_path) as one, another_process(tmp_path) as other:
        answers = {
            role: (process, uri, pid) for process in (one, other) for role, uri, pid in [said(process)]
        }
        assert set(answers) == {"owner", "attached"}
        owner, uri, pid = answers["owner"]
        assert answers["attached"][1] == uri
        guest = attach_or_start(tmp_path)
        assert not guest.owned
        rows(guest, "CREATE (:Kept {n: 2})")
        owner.kill()
        owner.wait()
        # Its Neo4j may still be ending: who comes now waits for it, and does not believe the dead owner's announcement.
        heir = attach_or_start(tmp_path, heap="512m")
        try:
            assert heir.owned
            assert gone_within(0.1, int(pid))
            assert rows(heir, "MATCH (k:Kept) RETURN k.n") == [[2]]
        finally:
            heir.stop()


def test_when_the_owner_ends_one_that_was_attached_owns_it_at_the_same_address_with_its_data(
    tmp_path: Path,
) -> None:
    """Whether the owner was stopped or killed; of several one, which serves the others."""
    with (
        PrivateNeo4j(tmp_path, heap="512m") as first,
        another_process(tmp_path, does=KEEP) as one,
        another_process(tmp_path, does=KEEP) as other,
    ):
        assert said(one) == said(other) == ["attached", first.uri]
        rows(first, "CREATE (:Kept {n: 4})")
        first.stop()
        heir = await_owner(first, {one.pid, other.pid})
        assert rows(first, "MATCH (k:Kept) RETURN k.n") == [[4]]
        (last,) = (process for process in (one, other) if process.pid != heir)
        time.sleep(2)  # the other one has looked, and let it be
        assert last.poll() is None and announced_by(tmp_path) == heir
        os.kill(heir, signal.SIGKILL)
        assert await_owner(first, {last.pid}) == last.pid
        assert rows(first, "MATCH (k:Kept) RETURN k.n") == [[4]]
    assert last.returncode == 0
    assert announced_by(tmp_path) is None


def test_who_starts_it_after_the_owner_has_ended_does_so_at_the_same_address(tmp_path: Path) -> None:
    """An attached process is then right, whoever is sooner."""
    with PrivateNeo4j(tmp_path, heap="512m") as one:
        uri = one.uri
    with PrivateNeo4j(tmp_path, heap="512m") as other:
        assert other.uri == uri
        other.stop()
        other.start(announced=False)
        assert other.uri != uri


def test_where_the_kernel_does_not_end_it_with_its_parent_a_watcher_does(tmp_path: Path) -> None:
    with another_process(tmp_path, "watcher") as parent:
        role, _, pid = said(parent)
        assert role == "owner"
        parent.kill()
        assert gone_within(20, int(pid))
