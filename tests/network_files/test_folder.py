"""Of a folder only regular files are read, and nothing of what is not the operator's is repeated."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.database.graph import Graph
from service.network_files import contents, import_network
from service.network_files.reading import read_folder
from tests.graph import everything
from tests.network_files.folders import SOUND, write_folder

SECRET = "root:x:0:0:a secret of somebody else"


def _link_out(path: Path) -> None:
    foreign = path.parent.parent / "foreign"
    foreign.write_text(f"{SECRET}\n{SECRET}\n")
    path.symlink_to(foreign)


def _link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(path.parent)  # the path of a socket may have a hundred characters
        try:
            listening.bind(path.name)
        finally:
            os.chdir(before)


PLACED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link out of the folder": (
        _link_out,
        "is a symbolic link out of the folder: put the file itself there",
    ),
    "a link to an endless device": (lambda path: path.symlink_to("/dev/zero"), "is a symbolic link out of"),
    "a link to nothing": (lambda path: path.symlink_to("nothing"), "cannot be read: No such file"),
    "a link to itself": (_link_to_itself, "cannot be read: "),
    "a FIFO": (os.mkfifo, "is no regular file: put a file"),
    "a socket": (_socket, "cannot be read: "),
    "a folder": (Path.mkdir, "is no regular file: put a file"),
}


@pytest.mark.parametrize("what", PLACED)
@pytest.mark.parametrize("file", SOUND)
def test_what_is_no_regular_file_of_the_folder_is_refused_in_words(
    file: str, what: str, tmp_path: Path
) -> None:
    directory = write_folder(tmp_path / "in")
    (directory / file).unlink()
    place, words = PLACED[what]
    place(directory / file)
    folder = read_folder(directory)
    assert folder.unreadable
    (entry,) = folder.entries
    assert (entry.file, entry.row, entry.message.startswith(words)) == (file, 0, True), entry
    assert "secret" not in repr(entry)


def test_a_device_is_refused_without_being_read(tmp_path: Path) -> None:
    directory = write_folder(tmp_path)
    (directory / "links.csv").unlink()
    try:
        os.mknod(directory / "links.csv", 0o666 | 0o020000, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes a device, and not everywhere")
    (entry,) = read_folder(directory).entries
    assert entry.file == "links.csv"
    assert entry.message.startswith(("is no regular file", "cannot be read"))


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    directory = write_folder(tmp_path)
    (directory / "links.csv").rename(directory / ".version 2")
    (directory / "links.csv").symlink_to(".version 2")
    folder = read_folder(directory)
    assert (folder.entries, len(folder.rows)) == ([], 19)


def test_a_file_that_is_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_BYTES", len(SOUND["authorities.csv"].encode()))
    assert read_folder(write_folder(tmp_path / "a")).entries == []
    monkeypatch.setattr(contents, "MOST_BYTES", len(SOUND["authorities.csv"].encode()) - 1)
    (entry,) = read_folder(write_folder(tmp_path / "b")).entries
    assert (entry.file, "import it in parts" in entry.message) == ("authorities.csv", True)


@pytest.fixture
def for_another_user() -> Iterator[Path]:
    """A folder that all may reach, while this process is one who may not read what root alone may."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        directory.chmod(0o755)
        write_folder(directory / "in").chmod(0o755)
        if os.geteuid() != 0:
            yield directory
            return
        os.seteuid(65534)
        try:
            yield directory
        finally:
            os.seteuid(0)


def _unreadable(path: Path) -> None:
    if os.geteuid() != 65534:
        path.chmod(0)
        return
    os.seteuid(0)
    try:
        path.chmod(0)
    finally:
        os.seteuid(65534)


@pytest.mark.parametrize("file", ["authorities.csv", ""])
async def test_an_import_of_what_may_not_be_read_says_so_and_changes_nothing(
    file: str, graph: Graph, for_another_user: Path
) -> None:
    directory = for_another_user / "in"
    _unreadable(directory / file)
    before = await everything(graph)
    result = await import_network(graph, directory)
    (entry,) = result.entries
    assert (entry.file, result.refused) == (file or "in", True)
    assert "cannot be read: Permission denied" in entry.message
    assert await everything(graph) == before


def test_files_that_are_no_network_files_are_not_opened(tmp_path: Path) -> None:
    directory = write_folder(tmp_path)
    os.mkfifo(directory / "other.csv")
    (directory / os.fsdecode(b"\xff.csv")).write_text(SECRET)
    folder = read_folder(directory)
    assert not folder.unreadable
    assert {(entry.file, entry.message) for entry in folder.entries} == {
        ("other.csv", "no network file: left aside"),
        ("\ufffd.csv", "no network file: left aside"),
    }


@pytest.mark.parametrize("file", SOUND)
@pytest.mark.parametrize(
    "content", [SECRET, f"{SECRET}\n{SECRET}\n", f"a,{SECRET}", "\x1b[31m,\u2028", "x" * 100_000]
)
def test_a_header_that_is_none_of_ours_is_not_repeated(file: str, content: str, tmp_path: Path) -> None:
    folder = read_folder(write_folder(tmp_path, **{file.removesuffix(".csv"): content}))
    assert folder.unreadable
    for entry in folder.entries:
        assert not {"secret", "\x1b", "\u2028", "x" * 41} & {
            bad for bad in ("secret", "\x1b", "\u2028", "x" * 41) if bad in entry.column + entry.message
        }, entry
