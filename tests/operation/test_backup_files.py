"""What `restore` refuses of a file before it writes a byte of it, whoever made the file."""

import hashlib
import json
import shutil
import warnings
import zipfile
from pathlib import Path
from typing import Any

import pytest

from service import backup
from service.backup import DUMP, FORMAT, MANIFEST, CannotBackUp, Manifest, read_manifest, restore
from service.neo4j_process import NEO4J_VERSION
from service.settings import Settings

DUMPED = b"\0" * 1_000_000
SAID: dict[str, Any] = {
    "kind": "authority-network backup",
    "format": FORMAT,
    "made": "2026-11-30T10:00:00+00:00",
    "neo4j": NEO4J_VERSION,
    "migration": 1,
    "nodes": 1,
    "relations": 0,
    "bytes": len(DUMPED),
    "sha256": hashlib.sha256(DUMPED).hexdigest(),
}


def made(
    file: Path,
    *members: tuple[str, bytes],
    how: int = zipfile.ZIP_STORED,
    manifest_how: int = zipfile.ZIP_STORED,
    **said: object,
) -> Path:
    """A file with a manifest and these members, else the dump."""
    with zipfile.ZipFile(file, "w", how) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of two members of one name
        archive.writestr(MANIFEST, json.dumps(SAID | said), manifest_how)
        for name, content in members or ((DUMP, DUMPED),):
            archive.writestr(name, content)
    return file


def test_what_backup_writes_is_read(tmp_path: Path) -> None:
    assert read_manifest(made(tmp_path / "file")) == Manifest(**SAID)


@pytest.mark.parametrize("bytes", [0, 1, len(DUMPED) - 1, len(DUMPED) + 1, 1 << 60])
def test_a_dump_that_is_not_as_large_as_it_says_is_refused_before_it_is_unpacked(
    bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unpack(file: Path) -> None:
        raise AssertionError("it was unpacked")

    monkeypatch.setattr(backup, "_dump_in", unpack)
    file = made(tmp_path / "file", bytes=bytes)
    with pytest.raises(CannotBackUp, match="is damaged: its content does not have the size it should"):
        restore(Settings(data_dir=tmp_path / "data"), file, force=True)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_dump_that_unpacks_to_more_than_it_is_is_refused(how: int, tmp_path: Path) -> None:
    file = made(tmp_path / "file", how=how)
    assert file.stat().st_size < len(DUMPED) / 100
    with pytest.raises(CannotBackUp, match="is damaged"):
        read_manifest(file)


@pytest.mark.parametrize("how", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_so_is_a_manifest(how: int, tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="is no backup of this service"):
        read_manifest(made(tmp_path / "file", manifest_how=how))


@pytest.mark.parametrize(
    "other", [(DUMP, DUMPED), (MANIFEST, b"{}"), ("../neo4j.json", b"{}"), ("neo4j/", b""), ("more", b"")]
)
def test_a_file_with_anything_else_in_it_is_refused(other: tuple[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="is no backup of this service"):
        read_manifest(made(tmp_path / "file", (DUMP, DUMPED), other))


def test_a_file_without_a_dump_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotBackUp, match="is no backup of this service"):
        read_manifest(made(tmp_path / "file", ("more", b"")))


def test_a_dump_for_which_there_is_no_room_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = made(tmp_path / "file")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=len(DUMPED) - 1))
    data_dir = tmp_path / "data"
    with pytest.raises(CannotBackUp, match=r"There is too little room in .*: the backup has 1000000 bytes"):
        restore(Settings(data_dir=data_dir), file, force=True)
    assert not [path for path in data_dir.rglob("*") if path.name in (DUMP, "neo4j.restoring")]
