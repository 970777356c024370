"""The example clients are what their generators make of the schema and the operation as these are today.

The generators come from the lock files beside the examples, ariadne-codegen into an environment of its own: it needs an
older graphql-core than the service. `make test-clients` runs this, `make test-long` runs the clients themselves.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.node import installed, node

pytestmark = pytest.mark.timeout(1200)

ROOT = Path(__file__).parents[2]
PYTHON, TYPESCRIPT = Path("examples/python"), Path("examples/typescript")
CODEGEN = "node_modules/@graphql-codegen/cli/cjs/bin.js"
TSC = "node_modules/typescript/bin/tsc"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The examples as they are committed and the schema, where what is generated does no harm."""
    shutil.copytree(
        ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("node_modules", ".venv")
    )
    shutil.copy(ROOT / "schema.graphql", tmp_path)
    return tmp_path


def ariadne_codegen() -> Path:
    """The command, in an environment with the very packages of its lock file."""
    environment, lock = ROOT / PYTHON / ".venv", ROOT / PYTHON / "requirements.lock"
    stamp, known = environment / ".installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text("ascii") != known:
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        install = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", lock)
        subprocess.run([environment / "bin/python", "-m", "pip", *install], check=True)
        stamp.write_text(known, "ascii")  # last: an interrupted installation is done again
    return environment / "bin/ariadne-codegen"


def texts(folder: Path) -> dict[str, str]:
    """The files of a folder by name."""
    return {path.name: path.read_text("utf-8") for path in folder.iterdir() if path.is_file()}


def test_the_python_client_is_generated_from_the_schema(copy: Path) -> None:
    package = PYTHON / "authority_network_client"
    shutil.rmtree(copy / package)
    subprocess.run([ariadne_codegen()], cwd=copy / PYTHON, check=True, capture_output=True)
    assert texts(copy / package) == texts(ROOT / package)


def test_the_typescript_client_is_generated_from_the_schema_and_its_types_hold(copy: Path) -> None:
    packages = installed(ROOT / TYPESCRIPT) / "node_modules"
    (copy / TYPESCRIPT / "node_modules").symlink_to(packages)
    generated = TYPESCRIPT / "src/generated.ts"
    (copy / generated).unlink()
    node(CODEGEN, folder=copy / TYPESCRIPT)
    assert (copy / generated).read_text("utf-8") == (ROOT / generated).read_text("utf-8")
    assert node(TSC, folder=ROOT / TYPESCRIPT) == ""


def test_a_field_that_the_schema_has_not_is_an_error_of_types(copy: Path) -> None:
    """That the compiler is strict is seen by what it refuses."""
    (copy / TYPESCRIPT / "node_modules").symlink_to(installed(ROOT / TYPESCRIPT) / "node_modules")
    script = copy / TYPESCRIPT / "src/what-it-sees.ts"
    script.write_text(script.read_text("utf-8").replace("node.name", "node.title"), "utf-8")
    with pytest.raises(AssertionError, match="Property 'title' does not exist"):
        node(TSC, folder=copy / TYPESCRIPT)
