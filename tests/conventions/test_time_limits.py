"""Every test has a time limit: one that hangs fails, and those after it are run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANGING = """
import asyncio, threading

import pytest
from hypothesis import given, strategies as st


async def test_that_awaits():
    await asyncio.Event().wait()


async def test_in_the_same_loop():
    assert len(asyncio.all_tasks()) == 2  # the test, and who waits for it


def test_that_blocks():
    threading.Event().wait()


@pytest.fixture
def hanging(runner):
    runner.run(asyncio.Event().wait())


def test_whose_fixture_hangs(hanging):
    pass


@given(st.integers())
async def test_of_examples(example):
    await asyncio.Event().wait()


async def test_at_the_end():
    await asyncio.sleep(0)
"""


def test_every_test_has_a_time_limit(request: pytest.FixtureRequest) -> None:
    default = float(request.config.getini("timeout"))
    longest = float(request.config.getini("faulthandler_timeout"))
    assert 0 < default < longest
    for item in request.session.items:
        for marker in item.iter_markers("timeout"):
            assert 0 < marker.args[0] < longest, item.nodeid


def test_a_test_that_hangs_fails_and_those_after_it_are_run(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(HANGING)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        "pyproject.toml",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
    ]
    ran = subprocess.run(
        [*command, "-n", "1", "-rA", "--timeout", "2", "-o", "timeout=2", tmp_path / "test_hanging.py"],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        check=False,
    )
    told = dict(
        reversed(found) for found in re.findall(r"^(PASSED|FAILED|ERROR) .*?::(\w+)", ran.stdout, re.M)
    )
    assert told == {
        "test_that_awaits": "FAILED",
        "test_in_the_same_loop": "PASSED",
        "test_that_blocks": "FAILED",
        "test_whose_fixture_hangs": "ERROR",
        "test_of_examples": "FAILED",
        "test_at_the_end": "PASSED",
    }, ran.stdout
