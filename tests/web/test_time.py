"""The network as of a day, and what changed between two: the page shows what the API answers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.operation.process import Service
from tests.web.map_page import MapPage, reading_token
from tests.web.past import DAYS, day, serving_a_past
from tests.web.test_map import answer
from tests.web.test_states_of_the_page import AXE

THEN = day(12)
"""In the midst of the history."""
DEACTIVATED = day(17)
MAP = 'query($at: DateTime) { network(state: "DE", asOf: $at) { map { authorities { ids statuses } } } }'
DIFFERENCE = """query($from: DateTime!, $to: DateTime) {
  networkDifference(state: "DE", from: $from, to: $to) {
    authorities(first: 100) { edges { came node { id } change { id } } }
    relations(first: 100) { edges { came node { relation from { id name } to { id name } } change { id } } }
  }
}"""


@pytest.fixture(scope="module")
def past(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose network has a past; these tests only read."""
    with serving_a_past(tmp_path_factory.mktemp("past")) as service:
        yield service


@pytest.fixture
def map_page(page: Page, past: Service) -> MapPage:
    """Its pages in this tab."""
    return MapPage(page, past.address, reading_token())


def active(service: Service, at: str | None) -> set[str]:
    """Who takes part at the end of a day, by the API."""
    drawn = answer(service, MAP, at=at)["network"]["map"]["authorities"]
    return {id for id, status in zip(drawn["ids"], drawn["statuses"], strict=True) if status == "ACTIVE"}


def drawn(map_page: MapPage) -> set[str]:
    """Those in the picture, of a network whose authorities all have their names."""
    return set(
        map_page.page.locator(".node, .name").evaluate_all("all => all.map(each => each.dataset.authority)")
    )


def rows(map_page: MapPage) -> set[str]:
    """Those in the table."""
    found = map_page.page.locator(".table-view [role=row][data-key]")
    return set(found.evaluate_all("rows => rows.map(row => row.dataset.key)"))


def asked_of(map_page: MapPage, at: str) -> MapPage:
    """The page once it shows a day."""
    expect(map_page.page.locator(".when b")).to_have_text(re.compile("^As on "))
    expect(map_page.page.locator("main")).to_have_attribute("aria-busy", "false")
    assert map_page.parameters["at"] == at
    return map_page


def test_the_scrubber_moves_over_the_days_with_changes_and_the_map_is_the_apis_answer(
    map_page: MapPage, past: Service
) -> None:
    page = map_page.page
    map_page.open("?c=DE")
    assert drawn(map_page) == active(past, None)
    page.get_by_role("button", name="Time", exact=True).click()
    slider = page.get_by_role("slider", name="Days with changes")
    expect(slider).to_have_attribute("max", str(len(DAYS)))
    expect(slider).to_have_attribute("aria-valuetext", "today")
    slider.press("ArrowLeft")
    page.wait_for_url(f"**at={DAYS[-1]}*")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("15 March 2026: 1 change$"))
    seen = {frozenset(drawn(asked_of(map_page, DAYS[-1])))}
    for back in (5, 6, 4):
        for _ in range(back):
            slider.press("ArrowLeft")
        at = DAYS[DAYS.index(map_page.parameters["at"]) - back]
        page.wait_for_url(f"**at={at}*")
        asked_of(map_page, at)
        expect(page.locator(f".picture[data-shown='{len(active(past, at))}']")).to_be_attached()
        assert drawn(map_page) == active(past, at)
        seen.add(frozenset(drawn(map_page)))
    assert len(seen) > 2, "the pictures differ"
    slider.press("Home")
    page.wait_for_url(f"**at={DAYS[0]}*")
    assert drawn(asked_of(map_page, DAYS[0])) == active(past, DAYS[0])
    slider.press("End")
    page.wait_for_url(re.compile(r"^((?!at=).)*$"))
    expect(page.locator(".when")).to_have_count(0)


def test_bars_say_how_many_changes_a_day_had(map_page: MapPage, past: Service) -> None:
    asked = '{ stateChanges(state: "DE", first: 1) { days { day count } } }'
    days = answer(past, asked)["stateChanges"]["days"]
    assert [each["day"] for each in days] == DAYS
    map_page.open(f"?c=DE&at={THEN}")
    path = map_page.page.locator(".scrubber path")
    bars = (path.get_attribute("d") or "").split("M")[1:]
    heights = [26 - float(bar.split("V")[1]) for bar in bars]
    most = max(each["count"] for each in days)
    assert heights == [pytest.approx(max(2, (each["count"] / most) ** 0.5 * 26)) for each in days]


def test_a_day_is_typed_and_only_one_of_the_network_counts(map_page: MapPage, past: Service) -> None:
    page = map_page.page
    map_page.open("?c=DE")
    page.get_by_role("button", name="Time", exact=True).click()
    field = page.get_by_role("group", name="As on")
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type("03022026")
    page.wait_for_url("**at=2026-02-03*")
    expect(page.locator(".when b")).to_have_text("As on 3 February 2026")
    assert drawn(asked_of(map_page, "2026-02-03")) == active(past, "2026-02-03")
    field.get_by_role("spinbutton").first.click()
    page.keyboard.type("03021999")
    expect(field.get_by_role("spinbutton").last).to_have_text("1999")
    assert map_page.parameters["at"] == "2026-02-03"
    page.get_by_role("button", name="Back to today").click()
    expect(page.locator(".when")).to_have_count(0)
    assert "at" not in map_page.parameters


def test_a_day_is_chosen_in_a_calendar_by_keys(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open(f"?c=DE&at={THEN}")
    page.get_by_role("group", name="As on").get_by_role("button").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url("**at=2026-02-02*")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_table_lens_why_and_details_are_of_the_day(map_page: MapPage, past: Service) -> None:
    page = map_page.page
    at = DAYS[0]
    map_page.open(f"?c=DE&at={at}&view=table&inactive=1")
    asked_of(map_page, at)
    everyone = answer(past, MAP, at=at)["network"]["map"]["authorities"]["ids"]
    assert rows(map_page) == set(everyone)
    map_page.open(f"?c=DE&at={at}&as=bayern&view=table&inactive=1")
    seen = answer(
        past, 'query($at: DateTime) { network(state: "DE", asOf: $at) { lens(monitor: "bayern") } }', at=at
    )
    scope = {everyone[position] for position in seen["network"]["lens"]}
    expect(page.locator(f'.table-view[data-rows="{len(scope)}"]')).to_be_visible()
    assert rows(map_page) == scope
    map_page.open(f"?c=DE&at={at}&sel=kreis")
    validators = map_page.panel.get_by_role("heading", name="Validated by").locator("+ ol li")
    expect(validators).to_have_text(
        [re.compile("Authority regierung"), re.compile("bayern"), re.compile("bund")]
    )
    expect(map_page.panel.get_by_text("Access Coordinator", exact=True).first).to_be_visible()
    expect(map_page.panel.locator("dd").filter(has_text="Authority regierung").first).to_be_visible()
    map_page.open(f"?c=DE&at={at}&why=regierung~kreis")
    expect(map_page.panel.get_by_role("heading", level=2)).to_have_text(
        "Why can Authority regierung see Authority kreis?"
    )
    map_page.open("?c=DE&sel=kreis")
    expect(validators.first).to_have_text(re.compile("Authority bayern"))


@pytest.mark.parametrize(
    ("since", "at"), [(DAYS[0], THEN), (day(15), DEACTIVATED), (THEN, None), ("2009-01-14", DAYS[2])]
)
def test_what_changed_is_listed_ringed_and_in_the_table_as_the_api_has_it(
    map_page: MapPage, past: Service, since: str, at: str | None
) -> None:
    page = map_page.page
    found = answer(past, DIFFERENCE, **{"from": since, "to": at})["networkDifference"]
    map_page.open(f"?c=DE&from={since}" + (f"&at={at}" if at else ""))
    panel = page.get_by_role("complementary", name="What changed")
    expect(panel.locator(".made").first).to_be_visible()
    authorities, relations = (found[part]["edges"] for part in ("authorities", "relations"))
    listed = panel.locator("[data-authority]").evaluate_all(
        "all => all.map(each => [each.closest('.made').dataset.change, each.dataset.authority, each.querySelector('.turn').classList.contains('came')])"
    )
    assert sorted(listed) == sorted(
        [edge["change"]["id"], edge["node"]["id"], edge["came"]] for edge in authorities
    )
    said = panel.locator("[data-relation]").evaluate_all(
        "all => all.map(each => [each.closest('.made').dataset.change, each.dataset.relation, ...[...each.querySelectorAll('button')].map(one => one.textContent), each.querySelector('.turn').classList.contains('came')])"
    )
    assert sorted(said) == sorted(
        [
            edge["change"]["id"],
            edge["node"]["relation"],
            edge["node"]["from"]["name"],
            edge["node"]["to"]["name"],
            edge["came"],
        ]
        for edge in relations
    )
    rings = page.locator("circle.turned[data-turned]").evaluate_all(
        "all => all.map(each => [each.dataset.turned, each.classList.contains('came')])"
    )
    assert sorted(rings) == sorted([edge["node"]["id"], edge["came"]] for edge in authorities)
    page.get_by_role("radio", name="Table").click()
    expect(page.get_by_role("columnheader", name="Changed")).to_be_visible()
    went = {edge["node"]["id"] for edge in authorities if not edge["came"]}
    assert rows(map_page) == active(past, at) | went
    for edge in authorities:
        row = page.locator(f'.table-view [role=row][data-key="{edge["node"]["id"]}"]')
        expect(row).to_contain_text("came" if edge["came"] else "went")
    touched = {edge["node"][end]["id"] for edge in relations for end in ("from", "to")} & rows(map_page)
    for id in touched:
        expect(page.locator(f'.table-view [role=row][data-key="{id}"]')).to_contain_text("relations: ")


def test_reload_and_back_keep_the_days_and_escape_leaves_them(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open("?c=DE")
    page.get_by_role("button", name="Time", exact=True).click()
    page.get_by_role("slider", name="Days with changes").press("ArrowLeft")
    page.wait_for_url("**at=*")
    compared = page.get_by_role("group", name="Compare with")
    compared.get_by_role("spinbutton").first.click()
    page.keyboard.type("03022026")
    page.wait_for_url("**from=2026-02-03*")
    panel = page.get_by_role("complementary", name="What changed")
    expect(panel.locator(".made").first).to_be_visible()
    text, parameters = panel.inner_text(), map_page.parameters
    page.reload()
    map_page.wait()
    expect(panel.locator(".made").first).to_be_visible()
    assert (panel.inner_text(), map_page.parameters) == (text, parameters)
    page.go_back()
    expect(panel).to_have_count(0)
    assert map_page.parameters == {"c": "DE", "at": DAYS[-1]}
    page.go_back()
    expect(page.locator(".when")).to_have_count(0)
    page.go_forward()
    page.go_forward()
    expect(panel.locator(".made").first).to_be_visible()
    page.locator("main").focus()
    map_page.press("Escape")
    expect(panel).to_have_count(0)
    map_page.press("Escape")
    expect(page.locator(".when")).to_have_count(0)


def test_nothing_is_asked_again_while_a_past_day_is_shown(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open(f"?c=DE&at={THEN}")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(9_000)
    assert asked == []
    with page.expect_request("**/graphql"):
        page.get_by_role("button", name="Back to today").click()
    with page.expect_request("**/graphql", timeout=20_000):
        pass  # it is heard of changes again


def test_what_is_shown_is_announced(map_page: MapPage) -> None:
    map_page.open(f"?c=DE&at={THEN}&from={DAYS[0]}")
    live = map_page.page.locator(".unseen[aria-live]")
    expect(live).to_contain_text("As on 3 February 2026")
    expect(live).to_contain_text("relations came or went")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?c=DE&at=2009-01-14", "On 14 January 2009 this state had no active authority."),
        (f"?c=DE&at={THEN}&from={THEN}", "`from` must be earlier than `to`"),
        ("?c=DE&at=2999-01-01", "`asOf` is in the future"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_and_leads_back(map_page: MapPage, query: str, said: str) -> None:
    page = map_page.page
    map_page.open(query)
    expect(page.get_by_text(re.compile(re.escape(said))).first).to_be_visible()
    page.get_by_role("button", name=re.compile("End comparison|Back to today")).first.click()
    expect(page.get_by_text(re.compile(re.escape(said)))).to_have_count(0)
    map_page.wait()
    assert map_page.shown > 0


def test_a_file_of_the_picture_says_of_which_day_it_is(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open(f"?c=DE&at={THEN}&from={DAYS[0]}")
    expect(page.locator("path.turned").first).to_be_attached()
    with page.expect_download() as svg:
        page.get_by_role("button", name="Save as SVG").click()
    content = svg.value.path().read_text("utf-8")
    assert "3 February 2026" in content
    assert "Changes since 15 January 2009" in content


@pytest.mark.parametrize(
    ("language", "said"), [("de-DE", "Stand vom 3. Februar 2026"), ("fr-FR", "Au 3 février 2026")]
)
def test_the_day_is_said_in_the_language_of_the_page(
    browser: Browser, map_page: MapPage, language: str, said: str
) -> None:
    context = browser.new_context(locale=language)
    other = MapPage(context.new_page(), map_page.address, map_page.token)
    other.open(f"?c=DE&at={THEN}")
    expect(other.page.locator(".when b")).to_have_text(said)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("more", ["", "&view=table", "&sel=kreis"])
def test_axe_finds_no_violation_in_the_past(map_page: MapPage, scheme: str, more: str) -> None:
    page = map_page.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    map_page.open(f"?c=DE&at={DEACTIVATED}&from={day(15)}{more}")
    expect(page.get_by_role("slider")).to_be_visible()
    if "sel" not in more:
        expect(page.locator(".made").first).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    found: Any = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    told = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"][:3]
    ]
    assert told == []


def test_it_fits_on_a_phone(browser: Browser, map_page: MapPage) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, locale="en-GB")
    one = MapPage(context.new_page(), map_page.address, map_page.token)
    one.open(f"?c=DE&at={THEN}&from={DAYS[0]}")
    slider = one.page.get_by_role("slider")
    expect(slider).to_be_visible()
    assert one.page.evaluate("() => document.documentElement.scrollWidth") <= 390
    slider.press("ArrowLeft")
    one.page.wait_for_url(f"**at={DAYS[DAYS.index(THEN) - 1]}*")
    context.close()
