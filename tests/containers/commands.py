"""Docker's commands, each with a limit in time."""

import json
import os
import secrets
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
ADDRESS = "http://127.0.0.1:8000"
"""Where the service's container is published."""


def run(command: list[str], variables: dict[str, str] | None = None, seconds: float = 600) -> str:
    """What a command prints that is run where docker-compose.yml lies; it must end well."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def docker(*arguments: str) -> str:
    """What `docker …` prints."""
    return run(["docker", *arguments])


class Composition:
    """What docker-compose.yml describes, by the commands of docs/operation.md."""

    def __init__(self) -> None:
        self.variables = {
            "DATABASE_PASSWORD": secrets.token_urlsafe(12),
            "TOKEN_SECRETS": f"k1:{secrets.token_urlsafe(32)}",
            # A busy machine plans a statement for longer than the 30 s that a request has.
            "WARM_UP": "false",
            "REQUEST_TIMEOUT_SECONDS": "300",
        }

    def compose(self, *arguments: str, **settings: str) -> str:
        """What `docker compose …` prints, with these settings besides password and secrets."""
        return run(["docker", "compose", *arguments], self.variables | settings)

    def up(self, *options: str, **settings: str) -> None:
        """Start what is not started, and return when both containers are healthy."""
        try:
            self.compose("up", "--detach", "--wait", "--wait-timeout", "500", *options, **settings)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.compose('logs', '--tail', '40')}") from None

    def state(self, service: str) -> dict[str, Any]:
        """All that Docker knows of the one container of `neo4j` or `service`, which may have ended."""
        container = self.compose("ps", "--all", "--quiet", service).strip()
        (known,) = json.loads(docker("inspect", container))
        return dict(known)

    def wait(self, service: str, what: Callable[[dict[str, Any]], bool]) -> None:
        """Return when this is true of what Docker knows of the container."""
        deadline = time.monotonic() + 500
        while not what(state := self.state(service)):
            assert time.monotonic() < deadline, f"{state['State']}\n{self.compose('logs', '--tail', '40')}"
            time.sleep(0.5)

    def token(self) -> str:
        """A token of the operator."""
        return self.compose("exec", "service", "authority-network", "token", "--operator").strip()

    def ask(self, query: str, /, **variables: str) -> Any:
        """The data of the operator's answer, asked at the published port."""
        answer = httpx.post(
            f"{ADDRESS}/graphql",
            json={"query": query, "variables": variables},
            headers={"Authorization": f"Bearer {self.token()}"},
            timeout=330,
        )
        assert answer.status_code == 200, answer.text
        assert "errors" not in answer.json(), answer.text
        return answer.json()["data"]


def healthy(state: dict[str, Any]) -> bool:
    """Whether the container runs and its health command says so."""
    return bool(state["State"]["Running"] and state["State"]["Health"]["Status"] == "healthy")
