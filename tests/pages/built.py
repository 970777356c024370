"""The pages as they are served, built once for all processes of the tests."""

import fcntl
import runpy
from pathlib import Path

from tests.node import installed

WEB = Path(__file__).parents[2] / "web"


def built() -> Path:
    """The folder of the built pages, brought up to date."""
    with (WEB / ".building").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        installed(WEB)  # what the tests need besides; the build takes its packages from there
        runpy.run_path(str(WEB / "build.py"))["build"]()
    return WEB / "dist"
