"""Plants one bug after another and says which tests find it: `python -m tests.planted`; not part of CI, it takes hours.

Each bug is planted in a checkout of its own. The tests that should find it run first, on a Neo4j that all bugs share,
then all that `make test` runs; the first failing test ends the run. A bug that survives is a test that is missing.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.neo4j_server import running_neo4j
from tests.planted.bugs import BUGS, Bug

ROOT = Path(__file__).parents[2]
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)


def main() -> int:
    """Plant the bugs named, or all; exit with 1 where one survives or cannot be planted."""
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    parser.add_argument("names", nargs="*", help="part of the name of a bug; none: all")
    parser.add_argument("--list", action="store_true", help="only say whether each bug can be planted")
    parser.add_argument("--first-only", action="store_true", help="run only the tests that should find it")
    asked = parser.parse_args()
    chosen = [bug for bug in BUGS if not asked.names or any(name in bug.name for name in asked.names)]
    unplantable = [bug for bug in chosen if (ROOT / bug.file).read_text("utf-8").count(bug.old) != 1]
    for bug in unplantable:
        print(f"cannot be planted: {bug.name}: its text does not stand once in {bug.file}")
    if asked.list or unplantable:
        return bool(unplantable)
    survivors = 0
    with _checkout() as checkout, _shared_neo4j() as address:
        for bug in chosen:
            found = _found(checkout, bug, address, first_only=asked.first_only)
            survivors += found is None
            print(
                f"{'SURVIVED' if found is None else 'found'}: {bug.name}" + (f" ({found})" if found else ""),
                flush=True,
            )
    print(f"{len(chosen) - survivors} of {len(chosen)} bugs were found")
    return bool(survivors)


@contextmanager
def _checkout() -> Iterator[Path]:
    """A checkout of HEAD beside this one, so that no planted bug is ever left here."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        subprocess.run(["git", "worktree", "add", "--detach", "--quiet", checkout], cwd=ROOT, check=True)
        try:
            yield checkout
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", checkout], cwd=ROOT, check=True)


@contextmanager
def _shared_neo4j() -> Iterator[str]:
    """The address of a Neo4j that stays while one bug after another is planted: to start one takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder, running_neo4j("private", Path(folder)) as server:
        user, password = server.auth
        yield server.uri.replace("://", f"://{user}:{quote(password, safe='')}@")


def _found(checkout: Path, bug: Bug, address: str, *, first_only: bool) -> str | None:
    """The test that finds the bug, None where all pass."""
    file = checkout / bug.file
    sound = file.read_text("utf-8")
    file.write_text(sound.replace(bug.old, bug.new), "utf-8")
    try:
        there = [path for path in bug.first if (checkout / path).exists()]
        return _failing(checkout, "-n", "0", "--neo4j", address, *there) or (
            None if first_only else _failing(checkout, "-n", "2", "--dist", "loadfile")
        )
    finally:
        file.write_text(sound, "utf-8")


def _failing(checkout: Path, *arguments: str) -> str | None:
    """The first test that fails of those named, or of all that `make test` runs."""
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header"]
    done = subprocess.run(
        [*pytest, *_left_aside(), *arguments],
        cwd=checkout,
        env=os.environ | {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1", "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return None
    named = FAILED.search(done.stdout)
    return named[1] if named else f"pytest exited with {done.returncode}"


def _left_aside() -> list[str]:
    """The arguments with which `make test` leaves the long tests aside."""
    printed = subprocess.run(["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [word for option in re.findall(r"--ignore (\S+)", printed.stdout) for word in ("--ignore", option)]


if __name__ == "__main__":
    sys.exit(main())
