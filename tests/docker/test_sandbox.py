"""What `make test-docker` and .ci/run say where no Docker can be started. Run with a PATH that holds next to nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BASH = shutil.which("bash") or "/bin/bash"


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of commands: what a bare machine has, and a `make` that writes down what it was to do."""
    for name in ("bash", "dirname", "timeout", "tr", "uname"):
        (tmp_path / name).symlink_to(shutil.which(name) or name)
    stand_in(tmp_path, "make", f'echo "$1" >>{tmp_path}/made')
    return tmp_path


def stand_in(machine: Path, name: str, does: str) -> None:
    command = machine / name
    command.write_text(f"#!{BASH}\n{does}\n", "utf-8")
    command.chmod(0o755)


def run(script: str, machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BASH, str(ROOT / script), *arguments],
        env={"PATH": str(machine)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def may_make_namespaces() -> bool:
    unshare = shutil.which("unshare")
    if unshare is None or os.geteuid() != 0:
        return False
    command = [unshare, "--net", "--mount", "--pid", "--fork", "--mount-proc", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        (1000, "The tests with Docker need root on Linux: this is user 1000"),
        (0, "Missing, and there is no apt-get to install it: dockerd mmdebstrap slirp4netns ip"),
    ],
)
def test_where_docker_cannot_be_started_its_tests_fail_and_ci_goes_on_and_says_why(
    machine: Path, user: int, reason: str
) -> None:
    stand_in(machine, "id", f"echo {user}")
    alone = run("tests/containers/sandbox.sh", machine, "echo", "ran")
    assert alone.returncode == 1 and "ran" not in alone.stdout
    assert alone.stderr.startswith(reason)
    ci = run(".ci/run", machine)
    assert ci.returncode == 0
    assert f"Docker could not be started here: make test-docker was not run: {reason}" in ci.stderr
    made = (machine / "made").read_text("utf-8").split()
    assert made and "test-docker" not in made


def test_packages_that_apt_does_not_install_are_named(machine: Path) -> None:
    stand_in(machine, "id", "echo 0")
    stand_in(machine, "apt-get", "exit 100")
    alone = run("tests/containers/sandbox.sh", machine, "echo", "ran")
    assert alone.returncode == 1 and "ran" not in alone.stdout
    assert alone.stderr.startswith("Missing: dockerd mmdebstrap slirp4netns ip - `apt-get update` failed")


def test_a_docker_that_does_not_start_is_quoted_and_leaves_nothing(tmp_path: Path) -> None:
    """With the machine's commands, but for a dockerd that a kernel refuses and the network that it would have.

    Without root, or a kernel that lets it make namespaces, the sandbox ends before that, and leaves nothing either.
    """
    stand_in(tmp_path, "dockerd", "echo 'failed to start daemon: no iptables'; exit 1")
    stand_in(tmp_path, "docker", "[[ $1 == compose ]]")
    for name in ("mmdebstrap", "slirp4netns"):
        stand_in(tmp_path, name, "exit 0")
    stand_in(tmp_path, "ip", "exit 0")
    folder = tmp_path / "temporary"
    folder.mkdir()
    done = subprocess.run(
        [BASH, str(ROOT / "tests/containers/sandbox.sh"), "echo", "ran"],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 1 and "ran" not in done.stdout
    expected = "dockerd did not start:\nfailed to start daemon: no iptables" if may_make_namespaces() else ""
    assert done.stderr and expected in done.stderr
    assert list(folder.iterdir()) == []
