"""What is installed from elsewhere is known by its hash, and asked of whichever registry one is set to."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NPM_LOCKS = [
    path.relative_to(ROOT)
    for path in ROOT.glob("[!.]*/**/package-lock.json")
    if "node_modules" not in path.parts
]


@pytest.mark.parametrize("lock", NPM_LOCKS, ids=str)
def test_a_lock_of_npm_has_hashes_and_no_addresses(lock: Path) -> None:
    packages: dict[str, dict[str, object]] = json.loads((ROOT / lock).read_text("utf-8"))["packages"]
    del packages[""]  # the folder itself
    assert packages
    assert [
        name for name, it in packages.items() if not str(it.get("integrity", "")).startswith("sha512-")
    ] == []
    assert [name for name, it in packages.items() if "resolved" in it] == []


@pytest.mark.parametrize(
    "path", ["requirements.lock", "requirements-dev.lock", "examples/python/requirements.lock"]
)
def test_a_lock_of_python_has_hashes_and_no_addresses(path: str) -> None:
    lock = (ROOT / path).read_text("utf-8")
    assert "://" not in lock
    assert "index-url" not in lock
    pinned = re.split(r"^(?=\S)", lock, flags=re.MULTILINE)
    assert [
        it
        for it in pinned
        if it.strip() and not re.match(r"[\w.-]+(\[\w+\])?==\S+ .*--hash=sha256:", it, re.DOTALL)
    ] == []


def pins(path: str) -> set[str]:
    """Packages and their versions."""
    return set(re.findall(r"^(\S+==\S+)", (ROOT / path).read_text("utf-8"), flags=re.MULTILINE))


def test_who_runs_the_service_installs_no_tools_and_tests_run_on_the_same_versions() -> None:
    run, test = pins("requirements.lock"), pins("requirements-dev.lock")
    assert run < test
    assert {it.partition("==")[0] for it in run}.isdisjoint({"pytest", "ruff", "mypy"})
