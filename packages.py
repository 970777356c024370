"""`python packages.py LOCK`: install the packages that a lock file pins, and tell how far that is; pip alone is silent
for a minute. It runs before anything is installed, so it needs Python and pip alone.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from service.work.progress import lines  # of the standard library alone

SEEN = re.compile("Collecting |Requirement already satisfied: |Ignoring ")
PIP = (
    "-m",
    "pip",
    "install",
    "--disable-pip-version-check",
    "--progress-bar",
    "off",
    "--require-hashes",
    "-r",
)


class Told:
    """How far pip is, by the lines that it prints."""

    def __init__(self, lock: str) -> None:
        self.all = len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
        self.seen = self.installing = 0

    def hear(self, line: str) -> None:
        """One more line: a package that it has turned to, or at last the names of those that it unpacks."""
        self.seen += SEEN.match(line) is not None
        if line.startswith("Installing collected packages: "):
            self.installing = line.count(",") + 1

    def __str__(self) -> str:
        if self.installing:
            return f"all fetched, unpacking {self.installing}"
        return f"{self.seen} of {self.all} fetched"


def follow(printed: Iterable[str], told: Told) -> None:
    """Hear all that pip prints, and tell how far it is at a steady pace until it has ended."""
    with lines(lambda seconds: f"Packages: {told} ({seconds:.0f} s so far)"):
        for line in printed:
            told.hear(line)


def main(lock: str) -> int:
    """Install, and answer pip's status; what it has against the packages it says itself."""
    told = Told(Path(lock).read_text("utf-8"))
    print(f"Packages: fetching {told.all} of Python", file=sys.stderr, flush=True)
    with subprocess.Popen([sys.executable, *PIP, lock], stdout=subprocess.PIPE, text=True) as pip:
        assert pip.stdout is not None
        follow(pip.stdout, told)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
