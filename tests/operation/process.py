"""The service as operators run it: a process, its address, its log."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from service.http import tokens
from service.model.identifiers import Actor
from service.settings import PREFIX
from tests.neo4j_server import Neo4jServer

ROOT = Path(__file__).parents[2]
SECRETS = "k1:" + "s" * 32
LONG_SECONDS = 120
"""No test waits longer for what must come."""
SO_FAR = re.compile(r"^(?:Starting|Loading) .* s so far\n", re.MULTILINE)
"""What a start tells of itself where it takes long."""
QUERY = "query Codes { memberStates { code name } }"


def environment(data_dir: Path, neo4j: Neo4jServer | None, **settings: object) -> dict[str, str]:
    """Variables for a command of the service: on a private Neo4j in `data_dir`, or on the one given."""
    chosen: dict[str, object] = {
        "DATA_DIR": data_dir,
        "PORT": 0,
        "TOKEN_SECRETS": SECRETS,
        "PRIVATE_HEAP_MEGABYTES": 512,
        "WARM_UP": False,  # beside the test it would take half of a minute's work
        "DATABASE_PATIENCE_SECONDS": 60,  # a machine that runs many tests at once is no lost database
    }
    if neo4j is not None:
        chosen |= {
            "DATABASE_URI": neo4j.uri,
            "DATABASE_USER": neo4j.auth[0],
            "DATABASE_PASSWORD": neo4j.auth[1],
        }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    chosen |= {name.upper(): value for name, value in settings.items()}
    return kept | {PREFIX + name: str(value) for name, value in chosen.items()}


def command(
    *arguments: str, data_dir: Path, neo4j: Neo4jServer | None = None, **settings: object
) -> "subprocess.CompletedProcess[str]":
    """Run a command of the service to its end."""
    return subprocess.run(
        [sys.executable, "-m", "service", *arguments],
        cwd=ROOT,
        env=environment(data_dir, neo4j, **settings),
        capture_output=True,
        text=True,
        timeout=3 * LONG_SECONDS,
        check=False,
    )


class Service:
    """A running `serve`."""

    def __init__(self, process: "subprocess.Popen[bytes]", folder: Path, token: str) -> None:
        self.process = process
        self._folder = folder
        self.headers = {"Authorization": f"Bearer {token}"}
        self.address = ""

    @property
    def log(self) -> str:
        """What it wrote to stderr, but for how far its start was."""
        return SO_FAR.sub("", (self._folder / "stderr").read_text("utf-8", "replace"))

    def await_start(self) -> None:
        """Wait until it says where it serves."""

        def said() -> bool:
            assert self.process.poll() is None, self.log
            found = re.search(r"Serving on (\S+)", (self._folder / "stdout").read_text("utf-8"))
            self.address = found[1] if found else ""
            return bool(found)

        eventually(said)

    def ask(self, query: str = QUERY, seconds: float = LONG_SECONDS, **body: Any) -> httpx.Response:
        """The answer to a GraphQL operation by the operator."""
        return httpx.post(
            f"{self.address}/graphql", json={"query": query, **body}, headers=self.headers, timeout=seconds
        )

    def get(
        self, path: str, seconds: float = LONG_SECONDS, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """The answer to a GET."""
        return httpx.get(f"{self.address}{path}", headers=headers, timeout=seconds)

    def children(self, part: str) -> list[psutil.Process]:
        """The processes below it that have `part` on their command line."""
        found = []
        for child in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if any(part in word for word in child.cmdline()):
                    found.append(child)
            except psutil.NoSuchProcess:
                continue
        return found

    def neo4j(self) -> psutil.Process:
        """Its private Neo4j."""
        (found,) = self.children("org.neo4j.server.CommunityEntryPoint")
        return found

    def stop(self) -> int:
        """End it in order; its status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(LONG_SECONDS)


@contextmanager
def serving(folder: Path, neo4j: Neo4jServer | None = None, **settings: object) -> Iterator[Service]:
    """`serve` in a process of its own, ended afterwards; what it wrote is in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    variables = environment(folder / "data", neo4j, **settings)
    with (folder / "stdout").open("wb") as stdout, (folder / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "serve"], cwd=ROOT, env=variables, stdout=stdout, stderr=stderr
        )
    try:
        service = Service(process, folder, operators_token())
        service.await_start()
        yield service
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(LONG_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def operators_token() -> str:
    """A token of the operator, signed with SECRETS."""
    return tokens.issue(tokens.parse_secrets(SECRETS), Actor(None, operator=True), datetime.now(UTC))


def eventually(true: Callable[[], bool], seconds: float = LONG_SECONDS) -> float:
    """Wait for something to come true; how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.05)
    return time.monotonic() - began
