"""Two services and commands on one data directory."""

from pathlib import Path

import httpx
import psutil

from tests.command_line.process import PATIENCE_SECONDS, Settings, ask, run, serve
from tests.network_files.folders import write_folder


def test_the_first_owns_the_database_and_the_second_attaches(tmp_path: Path) -> None:
    """Each answers from the same graph; the second one's end leaves the first alone, whose end is Neo4j's.

    A command that then finds none running starts its own, on the same data.
    """
    settings: Settings = {"DATA_DIR": tmp_path / "data", "PRIVATE_HEAP_MEGABYTES": "512"}
    with serve(tmp_path / "first", **settings) as first:
        (java,) = psutil.Process(first.process.pid).children(recursive=True)
        run("import", write_folder(tmp_path / "in"), **settings)
        with serve(tmp_path / "second", **settings) as second:
            assert psutil.Process(second.process.pid).children() == []
            token = run("token", "--as", "bund", **settings).stdout.strip()
            for served in (first, second):
                assert ask(served.address, token)["authority"]["id"] == "bund"
            assert second.end() == (0, "")
        assert httpx.get(f"{first.address}/health/ready", timeout=PATIENCE_SECONDS).status_code == 200
        assert first.end() == (0, "")
        assert not java.is_running()
    assert not (tmp_path / "data" / "neo4j.json").exists()
    again = run("export", tmp_path / "out", **settings)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.startswith("6 authorities written to ")
    assert not (tmp_path / "data" / "neo4j.json").exists()
