"""The package as it is installed elsewhere: a wheel, which holds the pages and all files that are no Python."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from hatch_build import PagesHook
from tests.command_line.process import PATIENCE_SECONDS, serve
from tests.neo4j_server import Neo4jServer

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "queries": "queries",
    "graph_schema": "graph_schema",
    "demo_network": "demo/network",
    "web/dist": "web/dist",
}
"""Of the installed package, and of the checkout."""


def run(*command: str | Path, folder: Path) -> str:
    return subprocess.run(
        command, cwd=folder, check=True, stdout=subprocess.PIPE, encoding="utf-8", timeout=200
    ).stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel is installed; what it depends on is that of the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, folder=ROOT)
    (wheel,) = folder.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--no-deps", "--no-index", "--target", folder / "installed", wheel, folder=folder)
    return folder / "installed"


def files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_holds_every_file_that_the_service_reads(installed: Path) -> None:
    for inside, beside in FOLDERS.items():
        assert files(installed / "service" / inside) == files(ROOT / beside) != set()
    for name in ("demo_questions.json", "demo_past.json"):
        assert (installed / "service" / name).read_bytes() == (ROOT / "demo" / name).read_bytes()


def test_the_wheel_serves_the_page_with_its_scripts_and_styles(
    installed: Path, neo4j_server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(installed))  # comes before the checkout
    monkeypatch.chdir(tmp_path)
    told = run(sys.executable, "-c", "import service; print(service.__file__)", folder=tmp_path)
    assert Path(told.strip()).is_relative_to(installed)
    database = {
        "DATABASE_URI": neo4j_server.uri,
        "DATABASE_USER": neo4j_server.auth[0],
        "DATABASE_PASSWORD": neo4j_server.auth[1],
        "TOKEN_SECRETS": "k1:" + "s" * 32,
        "WARM_UP": "false",
    }
    with (
        serve(tmp_path / "served", **database) as served,
        httpx.Client(base_url=served.address, timeout=PATIENCE_SECONDS) as client,
    ):
        page = client.get("/")
        assert page.status_code == 200
        loaded = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
        assert {path.rpartition(".")[2] for path in loaded} == {"js", "css"}
        assert [client.get(path).status_code for path in loaded] == [200] * len(loaded)


@pytest.fixture
def hook(tmp_path: Path) -> PagesHook:
    """Of a checkout whose pages are not built; its build writes one page."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "build.py").write_text(
        "from pathlib import Path\n"
        "def build():\n"
        "    (Path(__file__).parent / 'dist').mkdir(exist_ok=True)\n"
        "    (Path(__file__).parent / 'dist/index.html').write_text('new')\n",
        "ascii",
    )
    nothing: Any = None
    return PagesHook(str(tmp_path), {}, nothing, nothing, str(tmp_path), "wheel")


def test_a_wheel_of_a_checkout_is_never_made_of_stale_pages(hook: PagesHook, tmp_path: Path) -> None:
    page = tmp_path / "web/dist/index.html"
    page.parent.mkdir()
    page.write_text("stale", "ascii")
    (tmp_path / "web/package.json").touch()
    hook.initialize("standard", {})
    assert page.read_text("ascii") == "new"


def test_a_wheel_without_sources_takes_the_pages_that_are_there_and_is_refused_without_any(
    hook: PagesHook, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        hook.initialize("standard", {})
    page = tmp_path / "web/dist/index.html"
    page.parent.mkdir()
    page.write_text("built before", "ascii")
    hook.initialize("standard", {})
    assert page.read_text("ascii") == "built before"
