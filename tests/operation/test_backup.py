"""`backup` and `restore`: the whole graph to a file and back, and all that is refused.

What leaves the old data is shown by their files, which stay as they were to the byte: each start of a Neo4j takes seconds.
"""

import asyncio
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import SecretStr

from service import backup
from service.audit import Finding, audit
from service.backup import DUMP, MANIFEST, CannotBackUp, back_up, restore
from service.database.graph import Graph
from service.neo4j_process import (
    AlreadyOwned,
    CannotStart,
    PrivateNeo4j,
    attach_or_start,
    where_announced,
)
from service.neo4j_process.ownership import Ownership
from service.network_files import export_network
from service.settings import Settings
from service.storage.migrations import migrate
from tests.networks import read_network, write_network
from tests.operation.process import command

pytestmark = pytest.mark.timeout(1200)

T = TypeVar("T")

NETWORK = Path(__file__).parents[1] / "scope/s8_three_ministries.yaml"


def worked(server: PrivateNeo4j, work: Callable[[Graph], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Graph.connect(server.uri, server.auth) as graph:
            return await work(graph)

    return asyncio.run(run())


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class Backed:
    """A data directory with a network in it, whose Neo4j was killed; its backup; what an export said of it before."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self.file = folder / "network.backup"

        async def fill(graph: Graph) -> None:
            await migrate(graph)
            await write_network(graph, read_network(NETWORK))
            await export_network(graph, folder / "export")

        with PrivateNeo4j(self.data_dir, heap="512m") as server:
            worked(server, fill)
            self.run_while_serving = command("backup", str(self.file), data_dir=self.data_dir)
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
        self.export = files(folder / "export")
        self.run = command("backup", str(self.file), data_dir=self.data_dir)


@pytest.fixture(scope="module")
def backed(tmp_path_factory: pytest.TempPathFactory) -> Backed:
    return Backed(tmp_path_factory.mktemp("backed"))


def of(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir, private_heap_megabytes=512)


def kept(data_dir: Path) -> dict[str, bytes]:
    """All data and the password; of logs, which say what was tried, nothing."""
    there = [*(data_dir / "neo4j/data").rglob("*"), data_dir / "neo4j/password"]
    return {str(path.relative_to(data_dir)): path.read_bytes() for path in there if path.is_file()}


def left(data_dir: Path) -> list[str]:
    """What a restore makes in between."""
    return [path.name for path in data_dir.iterdir() if path.name.startswith(("neo4j.r", "neo4j.b"))]


def test_a_backup_is_for_its_owner_alone_and_says_what_is_not_in_it(backed: Backed) -> None:
    assert backed.run.returncode == 0, backed.run.stderr
    assert backed.file.stat().st_mode & 0o777 == 0o600
    assert f"backed up to {backed.file}" in backed.run.stdout
    assert "Not in it: the secret that signs tokens" in backed.run.stderr
    with zipfile.ZipFile(backed.file) as members:
        assert members.namelist() == [MANIFEST, DUMP]
        said = json.loads(members.read(MANIFEST))
    assert said["nodes"] > 0 and said["relations"] > 0
    assert (backed.data_dir / "neo4j/password").read_bytes() not in backed.file.read_bytes()


def test_restored_on_another_machine_it_is_the_same_network(backed: Backed, tmp_path: Path) -> None:
    """Into a data directory that was never there. Of a Neo4j that was killed, all that it had acknowledged."""

    async def look(graph: Graph) -> list[Finding]:
        await export_network(graph, tmp_path / "export")
        return await audit(graph)

    data_dir = tmp_path / "data"
    run = command("restore", str(backed.file), data_dir=data_dir)
    assert run.returncode == 0, run.stderr
    assert "restored, as of" in run.stdout
    assert left(data_dir) == []
    with PrivateNeo4j(data_dir, heap="512m") as server:
        assert worked(server, look) == []
    assert files(tmp_path / "export") == backed.export
    assert (data_dir / "neo4j/password").read_text() != (backed.data_dir / "neo4j/password").read_text()


def damaged(backed: Backed, file: Path, how: str) -> Path:
    """A file that is not the backup it seems to be."""
    content = bytearray(backed.file.read_bytes())
    with zipfile.ZipFile(backed.file) as members:
        said, dump = json.loads(members.read(MANIFEST)), members.read(DUMP)
    match how:
        case "a byte changed":
            content[content.index(dump[:64]) + len(dump) // 2] ^= 1
        case "cut short":
            del content[len(content) // 2 :]
        case "empty":
            content.clear()
        case "a dump of Neo4j alone":
            content = bytearray(dump)
        case "another dump":
            return rebuilt(file, said, dump[:-1] + bytes([dump[-1] ^ 1]))
        case "a larger dump":
            return rebuilt(file, said, dump + b"\0")
        case "not what it says":
            return rebuilt(file, said | {"nodes": said["nodes"] + 1}, dump)
        case "of a later format":
            return rebuilt(file, {"kind": said["kind"], "format": 2}, dump)
        case "of a later schema":
            return rebuilt(file, said | {"migration": said["migration"] + 1}, dump)
        case "of a later Neo4j":
            return rebuilt(file, said | {"neo4j": "2026.9.0"}, dump)
        case "another program's archive":
            return rebuilt(file, {"kind": "something else", "format": 1}, dump)
        case "a manifest of nonsense":
            return rebuilt(file, [said], dump)
    file.write_bytes(content)
    return file


def rebuilt(file: Path, manifest: object, dump: bytes) -> Path:
    with zipfile.ZipFile(file, "w") as members:
        members.writestr(MANIFEST, json.dumps(manifest))
        members.writestr(DUMP, dump)
    return file


def is_refused(backed: Backed, file: Path, why: str) -> None:
    before = kept(backed.data_dir)
    with pytest.raises(CannotBackUp) as raised:
        restore(of(backed.data_dir), file, force=True)
    said = str(raised.value)
    assert said.startswith(str(file)) and why in said and len(said.splitlines()) == 1
    assert kept(backed.data_dir) == before and left(backed.data_dir) == []


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("a byte changed", "is damaged or no backup of this service"),
        ("another dump", "is damaged: its content does not have the checksum it should"),
        ("a larger dump", "is damaged: its content does not have the size it should"),
        ("cut short", "is damaged or no backup of this service"),
        ("empty", "is damaged or no backup of this service"),
        ("a dump of Neo4j alone", "is damaged or no backup of this service"),
        ("of a later format", "was made by a newer version of this service"),
        ("of a later schema", "was made by a newer version of this service"),
        ("of a later Neo4j", "was made by a newer version of this service"),
        ("another program's archive", "is no backup of this service"),
        ("a manifest of nonsense", "is no backup of this service"),
    ],
)
def test_what_is_no_backup_is_refused(backed: Backed, tmp_path: Path, how: str, why: str) -> None:
    is_refused(backed, damaged(backed, tmp_path / "file", how), why)


def test_a_graph_that_is_not_empty_is_let_go_only_by_force_and_only_for_a_backup_that_works(
    backed: Backed, tmp_path: Path
) -> None:
    run = command("restore", str(backed.file), data_dir=backed.data_dir)
    assert run.returncode == 1
    assert "is not empty" in run.stderr and "`--force` replaces it" in run.stderr
    (backed.data_dir / "neo4j.restoring/neo4j").mkdir(parents=True)  # left by one that was killed
    file = damaged(backed, tmp_path / "file", "not what it says")
    before = kept(backed.data_dir)
    run = command("restore", str(file), "--force", data_dir=backed.data_dir)
    assert run.returncode == 1
    assert run.stderr == f"{file} is damaged: what is in it is not what it says of itself.\n"
    assert kept(backed.data_dir) == before and left(backed.data_dir) == []


def test_a_restore_interrupted_between_its_two_renamings_leaves_the_old_data(backed: Backed) -> None:
    before = kept(backed.data_dir)
    (backed.data_dir / "neo4j").rename(backed.data_dir / "neo4j.before")
    server = PrivateNeo4j(backed.data_dir)
    server.claim()
    server.stop()
    assert kept(backed.data_dir) == before and left(backed.data_dir) == []


def test_a_restore_interrupted_at_its_end_has_succeeded_and_bars_no_later_one(
    backed: Backed, tmp_path: Path
) -> None:
    """Killed while it removed what it had replaced."""
    data_dir = tmp_path / "data"
    (data_dir / "neo4j/data").mkdir(parents=True)
    (data_dir / "neo4j/data/kept").write_text("restored")
    (data_dir / "neo4j.before/data").mkdir(parents=True)
    (data_dir / "neo4j.before/data/part").write_text("replaced")
    server = PrivateNeo4j(data_dir)
    server.claim()
    server.stop()
    assert (data_dir / "neo4j/data/kept").read_text() == "restored"
    assert left(data_dir) == []
    (data_dir / "neo4j.before/data").mkdir(parents=True)
    restore(of(data_dir), backed.file, force=True)
    assert left(data_dir) == []


def test_a_restore_has_succeeded_though_what_it_replaced_cannot_be_removed(
    backed: Backed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir = tmp_path / "data"
    remove = shutil.rmtree

    def fail(path: Path, ignore_errors: bool = False) -> None:
        if path.name == "neo4j.before":
            if not ignore_errors:
                raise PermissionError(13, "Permission denied")
        else:
            remove(path, ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", fail)
    assert restore(of(data_dir), backed.file, force=False).nodes > 0
    assert left(data_dir) == ["neo4j.before"]


def test_while_the_service_runs_both_say_that_it_must_stop(backed: Backed, tmp_path: Path) -> None:
    assert backed.run_while_serving.returncode == 1
    assert backed.run_while_serving.stderr == (
        f"The Neo4j in {backed.data_dir} is in use by process {os.getpid()}: stop it first, a backup needs a Neo4j at "
        "rest.\n"
    )
    owner = Ownership(tmp_path)
    owner.take()
    try:
        run = command("restore", str(backed.file), data_dir=tmp_path)
        assert run.returncode == 1
        assert run.stderr == (
            f"The Neo4j in {tmp_path} is in use by another process: stop it first, a restore needs a Neo4j at rest.\n"
        )
    finally:
        owner.give_up()


def test_nobody_attaches_to_the_neo4j_that_is_started_for_a_moment(
    backed: Backed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As would a service that its supervisor starts again meanwhile: what it then wrote would be in no backup."""
    looked = []

    async def look(graph: Graph) -> tuple[int, int, int]:
        with pytest.raises(AlreadyOwned):
            attach_or_start(backed.data_dir, patience_seconds=0)
        with pytest.raises(CannotStart):
            where_announced(backed.data_dir)
        looked.append(graph)
        return await facts(graph)

    facts = backup._facts
    monkeypatch.setattr(backup, "_facts", look)
    (backed.data_dir / "neo4j.json").write_text('{"pid": 1}')  # left by one that was killed
    back_up(of(backed.data_dir), tmp_path / "file")
    with pytest.raises(CannotBackUp, match="is not empty"):
        restore(of(backed.data_dir), backed.file, force=False)
    assert len(looked) == 2


def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, backed: Backed) -> None:
    existing, nowhere, none = tmp_path / "existing", tmp_path / "no/folder", tmp_path / "none"
    existing.touch()
    here, nothing = of(backed.data_dir), of(tmp_path / "nothing")
    with pytest.raises(CannotBackUp, match=f"^{existing} exists: name another file, or move it away.$"):
        back_up(here, existing)
    with pytest.raises(CannotBackUp, match=f"^{nowhere} cannot be written: No such file or directory.$"):
        back_up(here, nowhere)
    with pytest.raises(CannotBackUp, match=f"^There is no private Neo4j in {nothing.data_dir} to back up.$"):
        back_up(nothing, tmp_path / "new")
    assert not nothing.data_dir.exists()
    run = command("restore", str(none), data_dir=backed.data_dir)
    assert (run.returncode, run.stderr) == (1, f"{none} cannot be read: No such file or directory.\n")


def test_other_databases_are_for_their_own_tools(tmp_path: Path) -> None:
    elsewhere = Settings(
        database_uri="neo4j+s://db.example.org", database_password=SecretStr("secret-password")
    )
    said = r"is neo4j\+s://db.example.org: back up and restore that database with its own tools"
    with pytest.raises(CannotBackUp, match=said):
        back_up(elsewhere, tmp_path / "file")
    with pytest.raises(CannotBackUp, match=said):
        restore(elsewhere, tmp_path / "file", force=False)
