"""The jars of the private Neo4j: pinned, checked, mended."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.neo4j_process import NEO4J_VERSION, fetch_jars, jars

pytestmark = pytest.mark.timeout(1200)

FETCH = "from service.neo4j_process import *\ntry: print(fetch_jars())\nexcept CannotStart as error: sys.exit(str(error))"


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of this test alone, filled from the user's."""
    users = fetch_jars()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    own = jars.cache_folder()
    own.mkdir(parents=True)
    for jar in users.glob("*.jar"):
        os.link(jar, own / jar.name) if jar.stat().st_dev == own.stat().st_dev else (
            own / jar.name
        ).symlink_to(jar)
    return own


def test_every_jar_is_pinned_by_hash_and_no_registry_is_named() -> None:
    folder = Path(jars.__file__).parents[1] / "neo4j_jars"
    lock = tomllib.loads((folder / "jgo.lock.toml").read_text())["dependencies"]
    assert len(lock) == len(jars._locked()) > 200
    assert all(len(jar["sha256"]) == 64 and jar["packaging"] == "jar" for jar in lock)
    assert "://" not in (folder / "jgo.lock.toml").read_text() + (folder / "jgo.toml").read_text()


def test_the_version_is_said_once() -> None:
    pinned = tomllib.loads((Path(jars.__file__).parents[1] / "neo4j_jars/jgo.toml").read_text())
    assert {line.split(":")[2] for line in pinned["dependencies"]["coordinates"]} == {NEO4J_VERSION}
    servers = {jar["version"] for jar in jars._locked().values() if jar["groupId"] == "org.neo4j.app"}
    assert servers == {NEO4J_VERSION}


def test_a_damaged_a_missing_and_a_strange_jar_are_mended(
    own_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost, damaged, *_ = sorted(own_cache.glob("*.jar"), key=lambda jar: jar.stat().st_size)
    lost.unlink()
    damaged.unlink()  # it shares its content with the user's cache
    damaged.write_bytes(b"half a jar")
    (own_cache / "stranger.jar").write_bytes(b"")
    assert fetch_jars() == own_cache
    assert jars._missing(own_cache) == []
    assert not (own_cache / "stranger.jar").exists()
    assert "Fetching Neo4j" in (told := capsys.readouterr().err) and "(2 files, once per user)" in told
    fetch_jars()
    assert capsys.readouterr().err == ""


def test_several_processes_fetch_once(own_cache: Path) -> None:
    min(own_cache.glob("*.jar"), key=lambda jar: jar.stat().st_size).unlink()
    fetchers = [
        subprocess.Popen(
            [sys.executable, "-c", "import sys\n" + FETCH],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    told = [fetcher.communicate(timeout=60) for fetcher in fetchers]
    assert [out.strip() for out, _ in told] == [str(own_cache)] * 3
    assert sum("Fetching Neo4j" in err for _, err in told) == 1


def test_a_failed_fetch_says_what_to_do_without_a_traceback(own_cache: Path) -> None:
    min(own_cache.glob("*.jar"), key=lambda jar: jar.stat().st_size).unlink()
    nowhere = {
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
        "NO_PROXY": "",
        "no_proxy": "",
    }
    run = subprocess.run(
        [sys.executable, "-c", "import sys\n" + FETCH],
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert "could not be fetched" in run.stderr
    assert "start again: what has been fetched is kept" in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr
