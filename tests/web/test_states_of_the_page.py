"""Loading, empty, error, partial, expired, live; languages, widths, contrast, print and files."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from service.http import tokens
from service.model.identifiers import Actor
from tests.operation.process import SECRETS, Service
from tests.pages.built import WEB
from tests.web.map_page import MapPage

AXE = WEB / "node_modules/axe-core/axe.min.js"
SVG = "{http://www.w3.org/2000/svg}"
BAYERN, CHAMBER = "de-by/wirtschaftsministerium", "de-by/handwerkskammer-fur-mittelfranken"


def answering(operation: str, change: Callable[[Route], None]) -> Callable[[Route], None]:
    """Leaves all requests alone but those of one operation."""

    def handle(route: Route) -> None:
        if f"query {operation}" in (route.request.post_data or ""):
            change(route)
        else:
            route.continue_()

    return handle


def refused(route: Route) -> None:
    body = {
        "errors": [{"message": "The database does not answer.", "extensions": {"code": "UNAVAILABLE"}}],
        "data": None,
    }
    route.fulfill(status=200, content_type="application/json", body=json.dumps(body))


def test_the_token_leaves_the_address_and_stays_in_the_tab_alone(map_page: MapPage, browser: Browser) -> None:
    page = map_page.page
    map_page.open("?c=EL")
    assert "token" not in page.url and map_page.token not in page.url
    page.reload()
    map_page.wait()
    assert map_page.shown == 56
    other = page.context.new_page()
    other.goto(f"{map_page.address}/?c=EL")
    expect(other.get_by_label("Token or link")).to_be_visible()
    other.get_by_label("Token or link").fill(f"{map_page.address}/#token={map_page.token}")
    other.get_by_role("button", name="Open").click()
    expect(other.locator(".picture[data-shown]")).to_be_attached()


def test_an_expired_token_is_asked_for_again_over_the_last_picture(page: Page, service: Service) -> None:
    old = tokens.issue(
        tokens.parse_secrets(SECRETS),
        Actor(None, True),
        datetime.now(UTC) - timedelta(hours=13),
        tokens.READING,
    )
    good = MapPage(
        page,
        service.address,
        tokens.issue(tokens.parse_secrets(SECRETS), Actor(None, True), datetime.now(UTC), tokens.READING),
    )
    good.open("?c=EL")
    page.evaluate("token => sessionStorage.setItem('token', token)", old)
    dialog = page.get_by_role("dialog", name="The token has expired")
    expect(dialog).to_be_visible()
    assert good.shown == 56
    dialog.get_by_label("Token or link").fill(good.token)
    dialog.get_by_role("button", name="Open").click()
    expect(dialog).to_have_count(0)


def test_loading_shows_the_rings_and_how_much_has_come(map_page: MapPage) -> None:
    page = map_page.page
    held: list[Route] = []
    page.route("**/graphql", answering("Network", held.append))
    page.goto(f"{map_page.address}/?c=EL#token={map_page.token}")
    expect(page.locator("main").get_by_role("status")).to_contain_text("Loading the network")
    expect(page.get_by_role("progressbar")).to_be_visible()
    held[0].continue_()
    map_page.wait()
    assert map_page.shown == 56


def test_an_error_says_what_is_wrong_and_tries_again(map_page: MapPage) -> None:
    page = map_page.page
    page.route("**/graphql", answering("Network", refused))
    map_page.open("?c=EL")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("The network could not be loaded")
    expect(alert).to_contain_text("The database does not answer.")
    page.unroute("**/graphql")
    alert.get_by_role("button", name="Try again").click()
    expect(page.locator(".picture[data-shown='56']")).to_be_attached()


def test_the_last_picture_stays_where_changes_are_not_heard_of(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open("?c=EL")
    page.route("**/graphql", answering("Network", refused))
    expect(page.get_by_role("alert")).to_contain_text("the picture is the last one")
    assert map_page.shown == 56


@pytest.mark.parametrize(
    ("operation", "query", "missing", "shows_and_then"),
    [
        ("Bundles", "?c=EL&rel=GRANTS_ACCESS", "their relations are not",
         (".picture[data-shown='56']", ".relation")),
        ("Lens", f"?c=DE&as={BAYERN}", "the whole network is shown",
         (".picture[data-shown='2293']", "[data-seen]")),
        ("Explanation", f"?c=DE&why={BAYERN}~{CHAMBER}", "The reasons are missing",
         (".picture[data-shown='2293']", ".reason")),
        ("Matching", "?c=EL&keyword=Museums", "have this keyword is missing",
         (".picture[data-shown='0']", ".picture[data-shown]:not([data-shown='0'])")),
        ("Details", f"?c=DE&sel={CHAMBER}", "contact data of this authority are missing",
         (".panel .acts", ".panel .area")),
        ("DifferentRelations", "?c=EL&from=2026-01-01", "What changed is missing",
         (".picture[data-shown='56']", ".changes [role=status]")),
        ("Days", "?c=EL&from=2026-01-01", "The days with changes are missing", (".timeline .day", ".scrubber")),
        ("Coordination", "?c=EL&view=table", "Who coordinates these authorities",
         (".table-view[data-rows='56']", "[data-coordinated=true]")),
        ("StateCounts", "", "numbers of some Member States are missing", (".card h3", ".card .counts")),
    ],
)  # fmt: skip
def test_what_one_request_lacks_is_said_beside_what_the_others_brought_and_asked_for_again(
    map_page: MapPage, operation: str, query: str, missing: str, shows_and_then: tuple[str, str]
) -> None:
    page, (shows, then) = map_page.page, shows_and_then
    page.route("**/graphql", answering(operation, refused))
    page.goto(f"{map_page.address}/{query}#token={map_page.token}")
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text(missing)
    expect(alert).to_contain_text("The database does not answer.")
    expect(page.locator(shows).first).to_be_attached()
    expect(page.locator(then)).to_have_count(0)
    page.unroute("**/graphql")
    alert.get_by_role("button", name="Try again").click()
    expect(page.locator(then).first).to_be_attached()
    expect(alert).to_have_count(0)


def test_an_unknown_state_leads_back(map_page: MapPage) -> None:
    map_page.open("?c=XX")
    expect(map_page.page.get_by_role("alert")).to_contain_text("There is no Member State XX")
    map_page.page.get_by_role("main").get_by_role("button", name="All Member States").click()
    expect(map_page.page.get_by_role("heading", name="Member States")).to_be_visible()


def test_filters_that_leave_nothing_are_named_and_cleared(map_page: MapPage) -> None:
    map_page.open("?c=EL&areas=&role=SDIMIC")
    expect(
        map_page.page.get_by_text("Nothing is left of what these leave: Legislative areas, Role.")
    ).to_be_visible()
    map_page.page.get_by_role("button", name="Clear filters").click()
    assert map_page.shown == 56


def test_a_change_is_seen_without_losing_zoom_and_selection(map_page: MapPage, service: Service) -> None:
    page = map_page.page
    map_page.open("?c=SE&sel=se/polismyndigheten&z=2,10,10")
    shown = map_page.shown
    page.locator(".node").first.evaluate("node => { node.dataset.kept = 'yes' }")
    found = service.ask(
        '{ authorities(where: {state: "SE", type: CA}, first: 1) { edges { node { id validatingCoordinator { id } } } } }'
    ).json()["data"]["authorities"]["edges"][0]["node"]
    bearer = Actor(found["validatingCoordinator"]["id"], False)
    token = tokens.issue(tokens.parse_secrets(SECRETS), bearer, datetime.now(UTC))
    for act, expected in (("deactivateAuthority", shown - 1), ("reactivateAuthority", shown)):
        asked = {
            "query": f"mutation($id: ID!) {{ {act}(input: {{authority: $id}}) {{ __typename }} }}",
            "variables": {"id": found["id"]},
        }
        made = httpx.post(
            f"{service.address}/graphql", json=asked, headers={"Authorization": f"Bearer {token}"}, timeout=60
        )
        assert made.json()["data"][act]["__typename"] == "NetworkChange", made.text
        expect(page.locator(f".picture[data-shown='{expected}']")).to_be_attached(timeout=60_000)
    assert map_page.parameters["sel"] == "se/polismyndigheten"
    assert map_page.parameters["z"] == "2,10,10"
    expect(page.locator(".node").first).to_have_attribute("data-kept", "yes")


def test_nothing_is_asked_in_a_hidden_tab(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open("?c=EL")
    page.evaluate(
        "() => { Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(9_000)
    assert asked == []
    with page.expect_request("**/graphql"):
        page.evaluate(
            "() => { Object.defineProperty(document, 'hidden', {value: false, configurable: true});"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query",
    ["", "?c=DE", "?c=EL&view=table&rel=VALIDATES,LINKED_TO", "?c=DE&as=de-by/wirtschaftsministerium&sel=de-by/wirtschaftsministerium",
     "?c=DE&why=de/bundesverwaltungsamt~de-by/regierung-von-oberbayern", "?c=EL&areas="],
)  # fmt: skip
def test_axe_finds_no_violation(map_page: MapPage, scheme: str, query: str) -> None:
    page = map_page.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    map_page.open(query)
    if "why=" in query:
        expect(map_page.panel.locator(".rule").first).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    told = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]
    assert told == []


@pytest.mark.parametrize(
    ("language", "reason", "fact"),
    [
        ("de", "ist Validierungskoordinator von", "keine Verbindung von"),
        ("fr", "est coordinateur de validation de", "aucun lien de"),
        ("en", "is the Validating Coordinator of", "no link from"),
    ],
)
def test_rules_reasons_and_what_is_missing_are_worded_in_the_language_of_the_page(
    map_page: MapPage, language: str, reason: str, fact: str
) -> None:
    for pair, words in ((f"{BAYERN}~{CHAMBER}", reason), (f"{CHAMBER}~{BAYERN}", fact)):
        map_page.open(f"?c=DE&lang={language}&why={pair}")
        panel = map_page.page.locator(".panel")
        expect(panel.get_by_text(words).first).to_be_visible()
        rules = panel.locator(".rule")
        assert {rule.get_attribute("lang") for rule in rules.all()} == {language}
        assert language == "en" or panel.locator("[lang=en]").count() == 0


@pytest.mark.parametrize(
    ("language", "area", "keyword"), [("de", "Dienstleistungen", "Handwerk"), ("fr", "Services", "Artisanat")]
)
def test_areas_and_keywords_are_named_in_the_language_of_the_page(
    map_page: MapPage, language: str, area: str, keyword: str
) -> None:
    map_page.open(f"?c=DE&lang={language}")
    filters = map_page.page.locator(".filters")
    expect(filters.get_by_text(area, exact=True)).to_be_visible()
    expect(filters.locator("option", has_text=re.compile(f"^{keyword}$"))).to_have_count(1)
    expect(filters.locator("[lang=en]")).to_have_count(0)
    assert filters.evaluate("it => it.scrollWidth <= it.clientWidth"), "long words break"


def test_areas_and_keywords_without_a_name_in_it_are_named_in_english_and_marked_so(
    map_page: MapPage,
) -> None:
    def without_names(route: Route) -> None:
        response = route.fetch()
        answer = response.json()
        for area in answer["data"]["network"]["map"]["areas"]:
            area |= {"otherNames": [], "keywordNames": []}
        route.fulfill(response=response, json=answer)

    map_page.page.route("**/graphql", answering("Network", without_names))
    map_page.open("?c=DE&lang=de")
    filters = map_page.page.locator(".filters")
    expect(filters.locator("[lang=en]", has_text=re.compile("^Services$"))).to_be_visible()
    expect(filters.locator("option[lang=en]", has_text=re.compile("^Crafts$"))).to_have_count(1)


@pytest.mark.parametrize(
    ("language", "filters", "state"),
    [
        ("de-AT", "Rechtsbereiche", "Deutschland"),
        ("fr-BE", "Domaines législatifs", "Allemagne"),
        ("pl", "Legislative areas", "Germany"),
    ],
)
def test_the_page_speaks_the_browsers_language(
    browser: Browser, map_page: MapPage, language: str, filters: str, state: str
) -> None:
    context = browser.new_context(locale=language)
    other = MapPage(context.new_page(), map_page.address, map_page.token)
    other.open()
    expect(other.page.locator(".filters").get_by_text(filters, exact=True)).to_be_visible()
    expect(other.page.locator("header")).to_contain_text(state)
    context.close()


@pytest.mark.parametrize(("width", "scale"), [(390, 1), (720, 2)])
def test_it_is_usable_on_a_phone_and_at_200_percent(
    browser: Browser, service: Service, map_page: MapPage, width: int, scale: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, device_scale_factor=scale, locale="en-GB"
    )
    one = MapPage(context.new_page(), service.address, map_page.token)
    one.open()
    assert one.page.evaluate("() => document.documentElement.scrollWidth") <= width
    box = one.page.locator(".picture").bounding_box()
    assert box and box["width"] > width * 0.55
    one.page.get_by_role("button", name="Filters").click()
    expect(one.page.locator(".filters").get_by_text("Firearms", exact=True)).to_be_visible()
    one.page.locator(".check", has_text="Firearms").click()
    one.page.get_by_role("button", name="Filters").click()
    assert "areas" in one.parameters
    context.close()


def test_reduced_motion_moves_nothing(map_page: MapPage) -> None:
    map_page.page.emulate_media(reduced_motion="reduce")
    map_page.open("?c=EL")
    assert (
        map_page.page.locator(".node").first.evaluate("node => getComputedStyle(node).transitionDuration")
        == "0s"
    )


def test_print_shows_the_picture_alone(map_page: MapPage) -> None:
    map_page.open("?c=EL")
    map_page.page.emulate_media(media="print")
    for hidden in (".bar", ".filters", ".zoomer"):
        expect(map_page.page.locator(hidden)).to_be_hidden()
    expect(map_page.page.locator(".node").first).to_be_visible()
    pdf = map_page.page.pdf(landscape=True)
    assert pdf.startswith(b"%PDF")


def test_files_of_the_picture_say_what_they_show(map_page: MapPage, tmp_path: Path) -> None:
    page = map_page.page
    map_page.open("?c=DE&areas=PQ,SD&region=DE-BY")
    with page.expect_download() as svg:
        page.get_by_role("button", name="Save as SVG").click()
    svg.value.save_as(tmp_path / "map.svg")
    root = ET.parse(tmp_path / "map.svg").getroot()  # our own file
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert "Coordination in the Internal Market Information System: Germany" in texts
    assert any("Legislative areas: PQ, SD · Region: Bayern" in text for text in texts)
    assert any(re.search(r"\d{1,2} \w+ 20\d\d", text) for text in texts)
    legend = next(group for group in root.iter(f"{SVG}g") if "data-legend" in group.attrib)
    assert [text.text for text in legend.iter(f"{SVG}text")] == ["Professional Qualifications", "Services"]
    for text in root.iter(f"{SVG}text"):
        assert "sans-serif" in text.attrib["font-family"], text.text
    assert "var(" not in (tmp_path / "map.svg").read_text("utf-8")
    with page.expect_download() as png:
        page.get_by_role("button", name="Save as PNG").click()
    png.value.save_as(tmp_path / "map.png")
    content = (tmp_path / "map.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) > 50_000
    assert int.from_bytes(content[16:20], "big") == 3020
