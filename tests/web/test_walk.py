"""One walk through the page, short enough for `make test`, on a network of a few authorities; and what a page weighs.

These tests empty the Neo4j of the session: `make test-web` runs them first, before the demonstration network is in it.
"""

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from service.database.graph import Graph
from service.network_files import import_network
from tests.api.files import NETWORK
from tests.conftest import empty
from tests.neo4j_server import Neo4jServer
from tests.operation.process import Service, serving
from tests.pages.built import built
from tests.web.map_page import MapPage, reading_token

LIMIT_BYTES = 150_000


@pytest.fixture(scope="module")
def small(
    database: Graph,
    runner: asyncio.Runner,
    neo4j_server: Neo4jServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Service]:
    """A service with the network of tests/api."""
    built()
    runner.run(empty(database))
    imported = runner.run(import_network(database, NETWORK))
    assert not imported.refused, imported.entries
    with serving(tmp_path_factory.mktemp("walk"), neo4j_server) as service:
        yield service


@pytest.fixture
def map_page(small: Service, page: Page) -> MapPage:
    """Its pages in this tab."""
    return MapPage(page, small.address, reading_token())


def test_a_keyboard_leads_from_the_link_over_the_nimic_to_the_details_of_an_authority(
    map_page: MapPage,
) -> None:
    page = map_page.page
    map_page.open("")
    page.get_by_role("link", name="Germany").focus()
    map_page.press("Enter")
    expect(page.locator(".picture[data-shown='8']")).to_be_attached()
    page.locator("svg[role=group]").focus()
    map_page.press("Home")
    expect(map_page.node("bund")).to_be_focused()
    walked = []
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown"):
        map_page.press(key)
        walked.append(page.evaluate("() => document.activeElement.dataset.authority"))
    assert walked == ["kammer", "land", "regierung", "stadt"]
    map_page.press("Enter")
    assert map_page.parameters == {"c": "DE", "sel": "stadt"}
    panel = map_page.panel
    expect(panel.get_by_role("heading", name="Landeshauptstadt München")).to_be_visible()
    chain = panel.locator(".chain").get_by_role("button")
    expect(chain).to_have_text(
        ["Regierung von Oberbayern", "Bayerisches Staatsministerium für Wirtschaft", "Bundesverwaltungsamt"]
    )
    expect(panel.get_by_role("heading", name="Coordinators by area")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_script_of_the_map_page_is_small(map_page: MapPage, language: str) -> None:
    map_page.open(f"?c=DE&lang={language}")
    expect(map_page.page.locator("html")).to_have_attribute("lang", language)
    map_page.page.wait_for_load_state("networkidle")
    scripts = map_page.page.evaluate(
        "() => Object.fromEntries(performance.getEntriesByType('resource')"
        ".filter(({name}) => name.endsWith('.js')).map(({name, encodedBodySize}) => [name, encodedBodySize]))"
    )
    assert sum(scripts.values()) > LIMIT_BYTES / 2, scripts
    assert sum(scripts.values()) <= LIMIT_BYTES, scripts
    assert not [name for name in scripts if "graphiql" in name]
