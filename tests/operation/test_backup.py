"""`backup` and `restore`: the whole graph to a file and back, and all that is refused."""

import json
import zipfile
from pathlib import Path

import pytest

from service.backup import DUMP, MANIFEST
from service.neo4j_process.ownership import Ownership
from tests.neo4j_server import Neo4jServer
from tests.networks import read_network, to_files
from tests.operation.process import command, serving

NETWORKS = Path(__file__).parents[1] / "scope"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def exported(data_dir: Path, to: Path) -> dict[str, bytes]:
    run = command("export", str(to), data_dir=data_dir)
    assert run.returncode == 0, run.stderr
    return files(to)


class Backed:
    """A data directory with a network in it, whose service was killed; its backup; what `export` said of it before."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self.file = folder / "network.backup"
        network = to_files(read_network(NETWORKS / "s8_three_ministries.yaml"), folder / "files")
        with serving(folder) as service:
            assert command("import", str(network), data_dir=self.data_dir).returncode == 0
            self.export = exported(self.data_dir, folder / "export")
            self.owner = service.process.pid
            self.run_while_serving = command("backup", str(self.file), data_dir=self.data_dir)
            neo4j = service.neo4j()
            service.process.kill()
            neo4j.kill()
            neo4j.wait()
        self.run = command("backup", str(self.file), data_dir=self.data_dir)


@pytest.fixture(scope="module")
def backed(tmp_path_factory: pytest.TempPathFactory) -> Backed:
    return Backed(tmp_path_factory.mktemp("backed"))


def is_as_it_was(data_dir: Path, export: dict[str, bytes], to: Path) -> None:
    """The network is there, and nothing of what a restore makes in between."""
    assert exported(data_dir, to) == export
    assert (
        sorted(path.name for path in data_dir.iterdir() if path.name.startswith(("neo4j.r", "neo4j.b"))) == []
    )


def test_a_backup_is_for_its_owner_alone_and_says_what_is_not_in_it(backed: Backed) -> None:
    assert backed.run.returncode == 0, backed.run.stderr
    assert backed.file.stat().st_mode & 0o777 == 0o600
    assert f"backed up to {backed.file}" in backed.run.stdout
    assert "Not in it: the secret that signs tokens" in backed.run.stderr
    with zipfile.ZipFile(backed.file) as members:
        assert members.namelist() == [MANIFEST, DUMP]
        said = json.loads(members.read(MANIFEST))
    assert said["nodes"] > 0 and said["relations"] > 0
    kept = (backed.data_dir / "neo4j/password").read_bytes()
    assert kept not in backed.file.read_bytes()


def test_restored_on_another_machine_it_is_the_same_network(backed: Backed, tmp_path: Path) -> None:
    """Into a data directory that was never there. Of a Neo4j that was killed, all that it had acknowledged."""
    data_dir = tmp_path / "data"
    run = command("restore", str(backed.file), data_dir=data_dir)
    assert run.returncode == 0, run.stderr
    assert "restored, as of" in run.stdout
    audit = command("audit", data_dir=data_dir)
    assert (audit.returncode, audit.stdout) == (0, "")
    is_as_it_was(data_dir, backed.export, tmp_path / "export")
    assert (data_dir / "neo4j/password").read_text() != (backed.data_dir / "neo4j/password").read_text()


def test_a_graph_that_is_not_empty_is_replaced_only_by_force(backed: Backed, tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    other = to_files(read_network(NETWORKS / "s19_nimic_alone.yaml"), tmp_path / "files")
    assert command("import", str(other), data_dir=data_dir).returncode == 0
    refused = command("restore", str(backed.file), data_dir=data_dir)
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr and "`--force` replaces it" in refused.stderr
    assert b"\nbund,DE," in exported(data_dir, tmp_path / "still")["authorities.csv"]
    assert command("restore", str(backed.file), "--force", data_dir=data_dir).returncode == 0
    is_as_it_was(data_dir, backed.export, tmp_path / "after")


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
    run = command("restore", str(file), "--force", data_dir=backed.data_dir)
    assert run.returncode == 1
    assert run.stderr.startswith(str(file)) and why in run.stderr
    assert "Traceback" not in run.stderr and len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("how", "why"),
    [
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
def test_what_is_no_backup_is_refused_before_anything_is_touched(
    backed: Backed, tmp_path: Path, how: str, why: str
) -> None:
    def files_there() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in backed.data_dir.rglob("*")}

    before = files_there()
    is_refused(backed, damaged(backed, tmp_path / "file", how), why)
    assert files_there() == before


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("a byte changed", "is damaged"),
        ("not what it says", "is damaged: what is in it is not what it says of itself"),
    ],
)
def test_what_is_found_damaged_only_when_it_is_loaded_leaves_the_old_data(
    backed: Backed, tmp_path: Path, how: str, why: str
) -> None:
    (backed.data_dir / "neo4j.restoring/neo4j").mkdir(parents=True)  # left by one that was killed
    is_refused(backed, damaged(backed, tmp_path / "file", how), why)
    is_as_it_was(backed.data_dir, backed.export, tmp_path / "export")


def test_a_restore_interrupted_between_its_two_renamings_leaves_the_old_data(
    backed: Backed, tmp_path: Path
) -> None:
    (backed.data_dir / "neo4j").rename(backed.data_dir / "neo4j.before")
    is_as_it_was(backed.data_dir, backed.export, tmp_path / "export")


def test_while_the_service_runs_both_say_that_it_must_stop(backed: Backed, tmp_path: Path) -> None:
    assert backed.run_while_serving.returncode == 1
    assert backed.run_while_serving.stderr == (
        f"The Neo4j in {backed.data_dir} is in use by process {backed.owner}: stop it first, a backup needs a Neo4j at "
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


def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, backed: Backed) -> None:
    existing = tmp_path / "existing"
    existing.touch()
    sayings = {
        ("backup", str(existing)): f"{existing} exists: name another file, or move it away.\n",
        (
            "backup",
            str(tmp_path / "no/folder"),
        ): f"{tmp_path}/no/folder cannot be written: No such file or directory.\n",
        ("restore", str(tmp_path / "none")): f"{tmp_path}/none cannot be read: No such file or directory.\n",
    }
    for arguments, said in sayings.items():
        run = command(*arguments, data_dir=backed.data_dir)
        assert (run.returncode, run.stderr) == (1, said)
    run = command("backup", str(tmp_path / "new"), data_dir=tmp_path / "nothing")
    assert (run.returncode, run.stderr) == (
        1,
        f"There is no private Neo4j in {tmp_path}/nothing to back up.\n",
    )
    assert not (tmp_path / "nothing").exists()


def test_other_databases_are_for_their_own_tools(tmp_path: Path) -> None:
    elsewhere = Neo4jServer("neo4j+s://db.example.org", ("neo4j", "secret-password"))
    for act in ("backup", "restore"):
        run = command(act, str(tmp_path / "file"), data_dir=tmp_path, neo4j=elsewhere)
        assert run.returncode == 1
        assert (
            "is neo4j+s://db.example.org: back up and restore that database with its own tools" in run.stderr
        )
        assert len(run.stderr.splitlines()) == 1
