"""Backup and restore of the private Neo4j: one file that holds the whole graph, its history with it.

A backup is a zip archive of two members: `neo4j.dump`, what Neo4j's own tool dumps and loads, and `manifest.json`, which
says what it is. The secret that signs tokens and the password of the database are not in it: each machine has its own.
Other databases are backed up with their own tools (docs/operation.md).
"""

import asyncio
import hashlib
import os
import shutil
import zipfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from service.database.graph import Graph
from service.neo4j_process import NEO4J_VERSION, AlreadyOwned, PrivateNeo4j
from service.settings import PREFIX, Settings
from service.statements.migrations import graph_size, migrations_applied
from service.storage import migrations

T = TypeVar("T")

FORMAT = 1
DUMP, MANIFEST = "neo4j.dump", "manifest.json"
LARGEST_MANIFEST_BYTES = 10_000


class CannotBackUp(Exception):
    """Nothing was backed up or restored, and nothing changed; the message says why and what to do."""


class Mark(BaseModel):
    """By what a backup is known, whatever version made it."""

    kind: Literal["authority-network backup"] = "authority-network backup"
    format: int


class Manifest(Mark):
    """What a backup says of itself: when it was made, by which Neo4j, of which schema, how large the graph was."""

    model_config = ConfigDict(frozen=True)

    made: str
    neo4j: str
    migration: int
    nodes: int
    relations: int
    bytes: int
    sha256: str


def back_up(settings: Settings, file: Path) -> Manifest:
    """Write the whole graph of the private Neo4j, which must not be running, to a new file.

    It is started for a moment, without being announced: what a service that attached to it would then write, between
    its last look and the dump, would be in none.
    Raises CannotBackUp, AlreadyOwned, CannotStart, AdminFailed.
    """
    server = _private(settings)
    if file.exists():
        raise CannotBackUp(f"{file} exists: name another file, or move it away.")
    if not (server.home / "data/databases/neo4j").is_dir():
        raise CannotBackUp(f"There is no private Neo4j in {server.data_dir} to back up.")
    with _at_rest(server, "backup"), _explained(file), TemporaryDirectory(dir=file.absolute().parent) as name:
        folder = Path(name)
        server.start(announced=False)  # one that was killed first repeats its log, which a dump refuses to do
        migration, nodes, relations = _asked(server, _facts)
        server.rest()
        server.administer("database", "dump", "neo4j", f"--to-path={folder}")
        dump = folder / DUMP
        manifest = Manifest(
            format=FORMAT,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            neo4j=NEO4J_VERSION,
            migration=migration,
            nodes=nodes,
            relations=relations,
            bytes=dump.stat().st_size,
            sha256=_digest(dump),
        )
        archive = folder / "archive"
        with zipfile.ZipFile(archive, "x", zipfile.ZIP_STORED) as members:  # the dump is compressed
            members.writestr(MANIFEST, manifest.model_dump_json(indent=2) + "\n")
            members.write(dump, DUMP)
        archive.chmod(0o600)
        with archive.open("rb") as written:
            os.fsync(written.fileno())
        archive.rename(file)
    return manifest


def restore(settings: Settings, file: Path, *, force: bool) -> Manifest:
    """Put the graph of a backup in the place of that of the private Neo4j, which must not be running.

    A graph that is not empty is only replaced with `force`. The backup is loaded, started and compared with what it
    says of itself beside the old graph, which stays until then and whenever anything fails.
    Raises CannotBackUp, AlreadyOwned, CannotStart, AdminFailed.
    """
    server = _private(settings)
    manifest = read_manifest(file)
    with _at_rest(server, "restore"), _explained(server.data_dir):
        if not force and (server.home / "data/databases/neo4j").is_dir():
            server.start(announced=False)
            _, nodes, _ = _asked(server, _facts)
            server.rest()
            if nodes:
                raise CannotBackUp(
                    f"The graph in {server.data_dir} is not empty: it has {nodes} nodes. `--force` replaces it by the "
                    "backup; what is in it is then gone, so back it up first."
                )
        server.claim()
        with _emptied(server.data_dir / "neo4j.restoring") as folder:
            beside = PrivateNeo4j(folder, heap=server.heap)
            _load(file, manifest, beside)
            # Between these two renamings a crash leaves no home: `claim` then puts the old one back.
            server.home.rename(server.before)
            beside.home.rename(server.home)
            shutil.rmtree(server.before, ignore_errors=True)  # what is left of it goes with the next `claim`
    return manifest


def _load(file: Path, manifest: Manifest, beside: PrivateNeo4j) -> None:
    """Load the backup into a Neo4j of its own and see whether it works."""
    _extract(file, manifest, beside.data_dir / DUMP)
    beside.claim()
    try:
        beside.administer("database", "load", "neo4j", f"--from-path={beside.data_dir}")
        beside.start(announced=False)
        found = _asked(beside, _facts)
    finally:
        beside.stop()
    if found != (manifest.migration, manifest.nodes, manifest.relations):
        raise CannotBackUp(f"{file} is damaged: what is in it is not what it says of itself.")


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself. Raises CannotBackUp for what is none, or one that this version cannot read."""
    manifest: Manifest | None = None
    with _readable(file), zipfile.ZipFile(file) as members:
        kept = members.getinfo(MANIFEST)
        if kept.file_size > LARGEST_MANIFEST_BYTES or not _is_as_it_stands(kept):
            raise ValueError
        said = members.read(MANIFEST)
        if Mark.model_validate_json(said).format == FORMAT:
            manifest = Manifest.model_validate_json(said)
            if sorted(members.namelist()) != sorted((MANIFEST, DUMP)):
                raise ValueError
            dump = members.getinfo(DUMP)
            if not _is_as_it_stands(dump) or dump.file_size != manifest.bytes:
                raise CannotBackUp(f"{file} is damaged: its content does not have the size it should.")
            version = _version(manifest.neo4j)
    newest = max(each.number for each in migrations.known())
    if manifest is None or manifest.migration > newest or version > _version(NEO4J_VERSION):
        raise CannotBackUp(f"{file} was made by a newer version of this service: restore it with that one.")
    return manifest


def _is_as_it_stands(member: zipfile.ZipInfo) -> bool:
    """Whether it cannot unpack to more than it is: `backup` compresses nothing."""
    return member.compress_type == zipfile.ZIP_STORED and member.file_size == member.compress_size


def _extract(file: Path, manifest: Manifest, dump: Path) -> None:
    """Write the dump of a backup whose manifest was read, if there is room. Raises CannotBackUp."""
    room = shutil.disk_usage(dump.parent).free
    if room < manifest.bytes:
        raise CannotBackUp(
            f"There is too little room in {dump.parent.parent}: the backup has {manifest.bytes} bytes, {room} are free."
        )
    with dump.open("xb") as target:
        target.writelines(_dump_in(file))
    if dump.stat().st_size != manifest.bytes or _digest(dump) != manifest.sha256:
        raise CannotBackUp(f"{file} is damaged: its content does not have the checksum it should.")


def _dump_in(file: Path) -> Iterator[bytes]:
    with _readable(file), zipfile.ZipFile(file) as members, members.open(DUMP) as source:
        while part := source.read(1 << 20):
            yield part


def _private(settings: Settings) -> PrivateNeo4j:
    if settings.database_uri != "private":
        raise CannotBackUp(
            f"{PREFIX}DATABASE_URI is {settings.database_uri}: back up and restore that database with its own tools, as "
            "docs/operation.md shows."
        )
    return PrivateNeo4j(settings.data_dir, heap=f"{settings.private_heap_megabytes}m")


async def _facts(graph: Graph) -> tuple[int, int, int]:
    """The newest migration, and how many nodes and relations there are."""
    numbers = [row["number"] for row in await graph.read(migrations_applied)]
    size = await graph.read(graph_size)
    return max(numbers, default=0), size["nodes"], size["relations"]


def _asked(server: PrivateNeo4j, work: Callable[[Graph], Awaitable[T]]) -> T:
    async def ask() -> T:
        async with Graph.connect(server.uri, server.auth) as graph:
            return await work(graph)

    return asyncio.run(ask())


@contextmanager
def _at_rest(server: PrivateNeo4j, act: str) -> Iterator[None]:
    """The data directory is this process's alone meanwhile."""
    try:
        yield
    except AlreadyOwned as error:
        raise CannotBackUp(
            f"{str(error).partition(': stop')[0]}: stop it first, a {act} needs a Neo4j at rest."
        ) from error
    finally:
        server.stop()


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    """What is no backup, or a damaged one, is said in a sentence."""
    try:
        yield
    except OSError as error:
        raise CannotBackUp(f"{file} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, EOFError, RuntimeError) as error:
        raise CannotBackUp(f"{file} is damaged or no backup of this service.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise CannotBackUp(f"{file} is no backup of this service.") from error


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    """A full disk or a folder that cannot be written is said in a sentence."""
    try:
        yield
    except OSError as error:
        raise CannotBackUp(f"{place} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """A folder for this user alone; gone afterwards, as is what an interrupted restore left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
