"""The README's commands run, and its answers are those it shows.

A block marked `<!-- run -->` is run, all of them in one shell; the block marked `<!-- answer -->` after one is what it
prints, as JSON.
"""

import asyncio
import json
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.database.graph import Graph
from tests.command_line.process import SCRIPT, environment, serve
from tests.conventions.test_readme import ROOT, blocks
from tests.graph import forgotten_plans
from tests.neo4j_server import Neo4jServer

ADDRESS = "http://127.0.0.1:8000"
END_OF_BLOCK = "--- end of block ---"

CURL = f"""#!{sys.executable}
# What the README asks of curl, for machines without it.
import sys, urllib.request
given, headers, data, address = iter(sys.argv[1:]), {{}}, None, ""
for word in given:
    if word == "-H":
        name, _, value = next(given).partition(": ")
        headers[name] = value
    elif word == "-d":
        data = next(given).encode()
    elif word != "-s":
        address = word
sys.stdout.buffer.write(urllib.request.urlopen(urllib.request.Request(address, data, headers)).read())
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder in which the README's commands find what they name, and where what they write does no harm."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("demo", "schema.graphql", "docker-compose.yml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/authority-network").symlink_to(SCRIPT)
    stand_in = tmp_path / "bin" / "curl"
    stand_in.parent.mkdir()
    stand_in.write_text(CURL, encoding="utf-8")
    stand_in.chmod(stat.S_IRWXU)
    return folder


@pytest.fixture
def demonstration(
    neo4j_server: Neo4jServer, graph: Graph, runner: asyncio.Runner, tmp_path: Path
) -> Iterator[tuple[str, dict[str, str | Path]]]:
    """The address of a service on the demonstration network as `make run` loads it, and the settings to reach it."""
    settings: dict[str, str | Path] = {
        "DATABASE_URI": neo4j_server.uri,
        "DATABASE_USER": neo4j_server.auth[0],
        "DATABASE_PASSWORD": neo4j_server.auth[1],
        "TOKEN_SECRETS": "k1:" + "s" * 32,
        "DATA_DIR": tmp_path / "unused",
    }
    with serve(tmp_path / "served", "--demo", **settings) as served:
        runner.run(forgotten_plans(graph))
        yield served.address, settings
        assert served.end() == (0, "")


def test_its_commands_run_and_answer_what_it_shows(
    checkout: Path, demonstration: tuple[str, dict[str, str | Path]]
) -> None:
    address, settings = demonstration
    asked = blocks()
    assert len(asked) >= 5
    script = "set -eu\n" + "".join(f"{text}\necho\necho '{END_OF_BLOCK}'\n" for text, _ in asked)
    variables = environment(settings)
    variables["PATH"] = f"{variables['PATH']}{os.pathsep}{checkout.parent / 'bin'}"
    done = subprocess.run(
        ["sh"],
        input=script.replace(ADDRESS, address),
        cwd=checkout,
        env=variables,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.split(END_OF_BLOCK)[:-1]
    for (text, answer), output in zip(asked, said, strict=True):
        if "curl" in text:
            assert "data" in json.loads(output), output
            assert "errors" not in json.loads(output), output
        if answer is not None:
            assert json.loads(output)["data"] == json.loads(answer)["data"]
