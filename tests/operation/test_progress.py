"""What long steps of `make run` tell where there is no terminal: what they do and how far they are, at a steady pace."""

import runpy
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import packages
from service.work import progress
from tests.operation.process import ROOT, eventually
from tests.pages.built import WEB, built

Says = Callable[[str], None]


@pytest.fixture
def says(capsys: pytest.CaptureFixture[str]) -> Says:
    """Waits until a text stands on stderr."""
    told: list[str] = []

    def wait(text: str) -> None:
        def there() -> bool:
            told.append(capsys.readouterr().err)
            return text in "".join(told)

        eventually(there)

    return wait


def test_a_step_tells_how_much_of_it_is_done(says: Says, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PACE_SECONDS", 0.01)
    with progress.progress("Loading", "files") as update:
        says("Loading: 0 s so far\n")
        update(3, 1200)
        says("Loading: 3 of 1,200 files, 0 s so far\n")


def test_a_step_that_is_done_at_once_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.progress("Loading", "files") as update:
        update(1, 2)
    assert capsys.readouterr().err == ""


def test_a_step_that_fails_ends_what_it_tells(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PACE_SECONDS", 0.01)
    with pytest.raises(KeyError), progress.lines(lambda seconds: "working"):
        raise KeyError
    assert not [each for each in threading.enumerate() if each.name == "progress"]


def test_the_packages_of_python_are_counted_while_pip_works(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PACE_SECONDS", 0.01)
    told = packages.Told("anyio==4.16.0 \\\n    --hash=sha256:0\n    # via x\nclick==8.2.0\nrich==14.0.0\n")

    def of_pip() -> Iterator[str]:
        yield "Collecting anyio==4.16.0 (from -r requirements.lock (line 1))\n"
        yield "  Downloading anyio-4.16.0-py3-none-any.whl (107 kB)\n"
        yield "Requirement already satisfied: click==8.2.0 in .venv/lib\n"
        says("Packages: 2 of 3 fetched (0 s so far)\n")
        yield "Collecting rich==14.0.0 (from -r requirements.lock (line 9))\n"
        yield "Installing collected packages: rich, anyio\n"
        says("Packages: all fetched, unpacking 2 (0 s so far)\n")

    packages.follow(of_pip(), told)


def run_packages(lock: Path) -> "subprocess.CompletedProcess[str]":
    """As make runs it."""
    return subprocess.run(
        [sys.executable, "packages.py", str(lock)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_packages_that_are_there_are_installed_already() -> None:
    done = run_packages(ROOT / "requirements.lock")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Packages: fetching ")


def test_pip_says_itself_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "wrong.lock").write_text("not a requirement\n", "ascii")
    done = run_packages(tmp_path / "wrong.lock")
    assert done.returncode != 0
    assert "ERROR: Invalid requirement" in done.stderr and "Traceback" not in done.stderr


def test_the_packages_of_the_pages_are_counted_while_npm_works(says: Says) -> None:
    built()
    build: dict[str, Any] = runpy.run_path(str(WEB / "build.py"))
    wanted = build["_wanted"]()
    assert len(wanted) > 100 and all(each.is_file() for each in wanted)
    build["LINES"].__wrapped__.__globals__["PACE_SECONDS"] = 0.01
    with build["LINES"](partial(build["_fetched"], wanted)):
        says(f"Pages: {len(wanted)} of {len(wanted)} packages are there (0 s so far)\n")
