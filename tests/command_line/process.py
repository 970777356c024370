"""The console script as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from service.settings import PREFIX
from tests.operation.process import SO_FAR

QUERY = "{ viewer { operator authority { id name } } }"

SCRIPT = Path(sys.executable).parent / "authority-network"
PATIENCE_SECONDS = 120
"""The longest that a command or an answer may take before a test gives it up."""
QUIET = {"LOG_LEVEL": "warning", "DATABASE_PATIENCE_SECONDS": "60"}
"""Not a line for each request, and none of a database that is slow on a machine that runs many tests at once."""

Settings = dict[str, str | Path]


def environment(settings: Settings) -> dict[str, str]:
    """This process's variables with these settings, named without prefix, in place of its own."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return plain | {"COLUMNS": "200"} | {PREFIX + name: str(value) for name, value in settings.items()}


def run(*arguments: str | Path, **settings: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end. Whatever happened, it told no traceback."""
    done = subprocess.run(
        [SCRIPT, *arguments],
        env=environment(settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@dataclass
class Served:
    """A running `serve`: its address, and what it has printed."""

    process: "subprocess.Popen[bytes]"
    output: Path
    errors: Path

    @property
    def said(self) -> str:
        """What it printed so far."""
        return self.output.read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        """Where it serves."""
        (address,) = re.findall(r"^Serving on (\S+)", self.said, re.MULTILINE)
        return str(address)

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """End it with a signal; its exit code and what it said on stderr, but for how far its start was."""
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_SECONDS)
        return code, SO_FAR.sub("", self.errors.read_text(encoding="utf-8"))


@contextmanager
def serve(folder: Path, *arguments: str, **settings: str | Path) -> Iterator[Served]:
    """`serve` on a free port, once it says that it serves."""
    folder.mkdir(parents=True, exist_ok=True)
    output, errors = folder / "output", folder / "errors"
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(
            [SCRIPT, "serve", *arguments],
            env=environment({"PORT": "0", **QUIET, **settings}),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
    served = Served(process, output, errors)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "TOKEN`." not in served.said:
            assert process.poll() is None, errors.read_text(encoding="utf-8")
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield served
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def ask(address: str, token: str) -> Any:
    """The viewer, asked with a token."""
    response = httpx.post(
        f"{address}/graphql",
        json={"query": QUERY},
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )
    assert response.status_code == 200, response.text
    return response.json()["data"]["viewer"]
