"""Servers that benchmarks ask: processes of their own, as users run them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil

from service.http import tokens
from service.model.identifiers import Actor
from service.settings import PREFIX

SECRETS = {"bench": "a secret of the benchmarks, longer than thirty-two characters"}


def operators_token() -> str:
    """A token with which the operator asks a service that `serving` started."""
    return tokens.issue(SECRETS, Actor(None, operator=True), datetime.now(UTC))


@contextmanager
def process(command: list[str], **variables: str) -> Iterator[tuple[psutil.Process, str]]:
    """A server as a process of its own, and the first address that it prints."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with subprocess.Popen(
        [sys.executable, "-m", *command],
        env=kept | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        try:
            words = (word for line in running.stdout for word in line.split())
            address = next((word for word in words if word.startswith("http://")), None)
            if address is None:
                raise SystemExit(f"{' '.join(command)} ended with {running.wait()} before it served")
            yield psutil.Process(running.pid), address.rstrip("/.,")
        finally:
            running.terminate()


@contextmanager
def serving(data_dir: Path, *arguments: str, **settings: str) -> Iterator[tuple[psutil.Process, str]]:
    """`serve` with these arguments and settings, and its address."""
    secrets = ";".join(f"{kid}:{secret}" for kid, secret in SECRETS.items())
    chosen = {"DATA_DIR": str(data_dir), "PORT": "0", "TOKEN_SECRETS": secrets} | settings
    with process(
        ["service", "serve", *arguments], **{PREFIX + name: value for name, value in chosen.items()}
    ) as server:
        yield server
