"""A browser before the pages, and the service with the demonstration network behind them.

Chromium is the system's. `make test-web` installs it where it may; elsewhere these tests say which package is missing.
"""

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from demo.tables import NETWORK
from service.database.graph import Graph
from tests.conftest import empty
from tests.neo4j_server import Neo4jServer
from tests.operation.process import Service, command, serving
from tests.pages.built import built
from tests.web.map_page import MapPage, reading_token

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE_MILLISECONDS = 90_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a machine with other work is slow, and the first test waits for the service."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, drawing in software. While it runs, so does an event loop, in which no other test may be."""
    assert CHROMIUM, (
        "no Chromium: install the package `chromium` (Debian, Ubuntu), or run `make test-web` as root"
    )
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield one
        one.close()


@pytest.fixture(scope="session")
def service(neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """With the demonstration network; these tests only read, but for those that say so."""
    folder = tmp_path_factory.mktemp("web")
    built()
    with ThreadPoolExecutor(1) as beside:  # where a browser is driven, a loop runs already
        beside.submit(asyncio.run, _emptied(neo4j_server)).result()
    imported = command("import", str(NETWORK), data_dir=folder / "data", neo4j=neo4j_server)
    assert imported.returncode == 0, imported.stderr
    with serving(folder / "served", neo4j_server, request_timeout_seconds=300) as one:
        yield one


async def _emptied(neo4j: Neo4jServer) -> None:
    """What other tests of the session left is gone."""
    async with Graph.connect(neo4j.uri, neo4j.auth) as graph:
        await empty(graph)


def is_fault(message: ConsoleMessage) -> bool:
    """Whether the page has a fault; the browser itself writes a line for every answer that is an error."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of its own; the test fails where the page's console has an error."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="en-GB", accept_downloads=True, color_scheme="light"
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("console", lambda message: errors.append(message.text) if is_fault(message) else None)
    yield tab
    context.close()
    assert errors == []


@pytest.fixture
def map_page(page: Page, service: Service) -> MapPage:
    """The pages of the service in this tab."""
    return MapPage(page, service.address, reading_token())
