"""The map: what is drawn, chosen, filtered and remembered, and that it agrees with the table and the API."""

import re
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from tests.operation.process import Service
from tests.web.map_page import MapPage

STATES = {
    "DE": ("Germany", 2293),
    "EL": ("Greece", 56),
    "NL": ("Netherlands", 361),
    "PL": ("Poland", 916),
    "SE": ("Sweden", 110),
}
BAYERN = "de-by/wirtschaftsministerium"
OBERBAYERN = "de-by/regierung-von-oberbayern"


def answer(service: Service, query: str, **variables: Any) -> Any:
    """What the API says."""
    response = service.ask(query, variables=variables)
    assert response.status_code == 200, response.text
    return response.json()["data"]


def test_the_start_page_has_a_card_for_each_state_that_leads_to_its_map(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open("")
    for name, _ in STATES.values():
        expect(page.get_by_role("heading", name=re.compile(f"^{name}"))).to_be_visible()
    expect(page.get_by_text("Its National IMI Coordinator alone")).to_be_visible()
    expect(page.get_by_text("2,190 Competent Authorities · 16 SDIMICs · 86 DIMICs")).to_be_visible()
    page.get_by_role("link", name=re.compile("Netherlands")).click()
    map_page.wait()
    assert map_page.parameters == {"c": "NL"}
    page.go_back()
    expect(page.get_by_role("heading", name="Member States")).to_be_visible()


def test_the_network_is_asked_for_once_before_the_script_of_the_page_has_come(map_page: MapPage) -> None:
    page = map_page.page
    held: list[Route] = []
    networks: list[Request] = []

    def hold(route: Route) -> None:
        held.append(route)

    def count(request: Request) -> None:
        if "query Network(" in (request.post_data or ""):
            networks.append(request)

    page.route("**/pages/assets/index-*.js", hold)
    page.on("request", count)
    with page.expect_request("**/graphql"):
        page.goto(f"{map_page.address}/?c=NL#token={map_page.token}", wait_until="commit")
    assert len(networks) == 1
    held.pop().continue_()
    map_page.wait()
    assert map_page.shown == STATES["NL"][1]
    assert len(networks) == 1


def test_all_that_changed_is_listed_however_much_it_is(map_page: MapPage, service: Service) -> None:
    counts = answer(
        service,
        'query { networkDifference(state: "PL", from: "1990-01-01") { authorities(first: 1) { totalCount } '
        "relations(first: 1) { totalCount } } }",
    )["networkDifference"]
    authorities, relations = counts["authorities"]["totalCount"], counts["relations"]["totalCount"]
    assert authorities > 500
    assert relations > 1000
    map_page.open("?c=PL&from=1990-01-01")
    panel = map_page.page.get_by_role("complementary", name="What changed")
    more = panel.get_by_role("button", name="Show more")
    expect(more).to_be_visible()
    expect(panel.get_by_text("the others follow")).to_have_count(0)
    assert panel.locator("[data-authority]").count() == 500
    while more.count():
        more.click()
    assert panel.locator("[data-authority]").count() == authorities
    assert panel.locator("[data-relation]").count() == relations


@pytest.mark.parametrize("code", STATES)
def test_each_state_is_drawn_whole(map_page: MapPage, code: str) -> None:
    map_page.open(f"?c={code}")
    assert map_page.shown == STATES[code][1]
    expect(map_page.page).to_have_title(re.compile(STATES[code][0]))
    named = map_page.page.locator(".name").count()
    assert named == {"NL": 360, "EL": 49, "SE": 81}.get(code, 0)


@pytest.mark.parametrize(
    "query",
    [
        "?c=DE",
        "?c=DE&areas=PQ",
        "?c=DE&region=DE-BY",
        "?c=DE&role=DIMIC&areas=SD,FA",
        "?c=DE&role=COORDINATORS&region=DE-NW",
        "?c=NL&inactive=1",
        "?c=EL&keyword=Museums",
        f"?c=DE&as={BAYERN}",
        f"?c=DE&as={OBERBAYERN}&areas=SD",
    ],
)
def test_the_table_has_the_authorities_of_the_map(map_page: MapPage, service: Service, query: str) -> None:
    page = map_page.page
    map_page.open(query)
    if "&as=" in query:
        seen = int(map_page.banner().get_attribute("data-seen") or -1)
    elif "keyword" in query:
        expect(page.locator(".picture")).not_to_have_attribute("data-shown", "0")
        seen = map_page.shown
    else:
        seen = map_page.shown
    page.get_by_role("radio", name="Table").click()
    expect(page.locator(f'.table-view[data-rows="{seen}"]')).to_be_visible()
    ids: list[str] = []
    while True:
        rows = page.locator(".table-view [role=row][data-key]")
        found = rows.evaluate_all("rows => rows.map(row => row.dataset.key)")
        ids += found
        onwards = page.get_by_role("navigation", name="Pages of authorities").get_by_role(
            "button", name="Next"
        )
        if not onwards.count() or onwards.is_disabled():
            break
        onwards.click()
        expect(rows.first).not_to_have_attribute("data-key", found[0])  # the next page has come
    assert len(ids) == len(set(ids)) == seen
    if query.endswith(BAYERN):
        asked = answer(
            service,
            'query($id: ID!) { network(state: "DE") { map { authorities { ids } } lens(monitor: $id) } }',
            id=BAYERN,
        )
        all_ids = asked["network"]["map"]["authorities"]["ids"]
        active = answer(service, 'query { network(state: "DE") { map { authorities { statuses } } } }')[
            "network"
        ]["map"]["authorities"]["statuses"]
        assert set(ids) == {all_ids[at] for at in asked["network"]["lens"] if active[at] == "ACTIVE"}


COORDINATION = """query($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Authority {
      areas { area { code } accessCoordinator { id } requestCoordinators { coordinator { id } } }
      observers { id }
      observed { id }
    }
  }
}"""
COLUMNS = ["Access given by", "Requests coordinated by", "Observed by", "Observes"]


def coordination(found: dict[str, Any]) -> list[dict[str, set[str]]]:
    """What the columns of the table tell of an authority: ids, and the areas of the relation."""
    access: dict[str, set[str]] = {}
    requests: dict[str, set[str]] = {}
    for each in found["areas"]:
        code = each["area"]["code"]
        if each["accessCoordinator"]:
            access.setdefault(each["accessCoordinator"]["id"], set()).add(code)
        for held in each["requestCoordinators"]:
            requests.setdefault(held["coordinator"]["id"], set()).add(code)
    observers, observed = (
        {each["id"]: set[str]() for each in found[how]} for how in ("observers", "observed")
    )
    return [access, requests, observers, observed]


@pytest.mark.parametrize("query", ["?c=DE&region=DE-BY", f"?c=DE&as={BAYERN}", "?c=SE"])
def test_the_table_tells_who_coordinates_each_authority_and_whom_it_is_linked_with(
    map_page: MapPage, service: Service, query: str
) -> None:
    page = map_page.page
    map_page.open(query + "&view=table")
    if "&as=" in query:
        map_page.banner()
    for _ in range(2):
        expect(page.locator(".table-view[data-coordinated=true]")).to_be_visible()
        titles = page.get_by_role("columnheader").all_inner_texts()
        told = page.locator(".table-view [role=row][data-key]").evaluate_all(
            """(rows, columns) => Object.fromEntries(rows.map(row => [row.dataset.key,
              columns.map(column => Object.fromEntries(
                [...row.children[column].querySelectorAll('[data-coordinator]')].map(each =>
                  [each.dataset.coordinator, [...each.querySelectorAll('.tag')].map(tag => tag.textContent)])))]))""",
            [titles.index(title) for title in COLUMNS],
        )
        assert told
        asked = answer(service, COORDINATION, ids=list(told))["nodes"]
        expected = {each["id"]: coordination(each) for each in asked}
        assert {
            id: [{each: set(areas) for each, areas in column.items()} for column in columns]
            for id, columns in told.items()
        } == expected
        assert any(requests for _, requests, _, _ in expected.values())
        onwards = page.get_by_role("navigation", name="Pages of authorities").get_by_role(
            "button", name="Next"
        )
        if not onwards.count() or onwards.is_disabled():
            break
        onwards.click()


def as_the_page_says_it(said: dict[str, Any], named: dict[str, str]) -> str:
    """The English sentence with names in the place of ids and codes; “Germany” in the place of DE."""
    names = {}
    for each in said["arguments"]:
        for at, value in enumerate(each["values"]):
            state = "Germany" if each["kind"] == "MEMBER_STATE" else None
            names[value] = each["authorities"][at]["name"] if each["authorities"] else state or named[value]
    one = "|".join(re.escape(value) for value in sorted(names, key=len, reverse=True))
    return (
        re.sub(f"(?<![\\w/-])(?:{one})(?![\\w/-])", lambda found: names[found[0]], said["detail"])
        if one
        else said["detail"]
    )


def test_why_and_why_not_are_the_apis_answers_for_twenty_pairs(map_page: MapPage, service: Service) -> None:
    page = map_page.page
    found = answer(
        service, '{ authorities(where: {state: "DE", area: "SD"}, first: 100) { edges { node { id } } } }'
    )
    authorities = [edge["node"]["id"] for edge in found["authorities"]["edges"]][::10]
    explain = "query($m: ID!, $a: ID!) { explainMonitoring(monitor: $m, authority: $a) { monitors reasons { ...Said rule { id } path { relation } } missing { ...Said rule { id } } } } fragment Said on Worded { detail arguments { kind values authorities { name } } }"
    regions = answer(service, "{ memberStates { regions { code name } } legislativeAreas { code name } }")
    named = {
        region["code"]: region["name"] for state in regions["memberStates"] for region in state["regions"]
    }
    named |= {area["code"]: area["name"].split(" (")[0] for area in regions["legislativeAreas"]}
    map_page.open()
    both = set()
    for monitor in (BAYERN, "de/bundesverwaltungsamt"):
        for authority in authorities:
            said = answer(service, explain, m=monitor, a=authority)["explainMonitoring"]
            both.add(said["monitors"])
            map_page.open(f"?c=DE&why={monitor}~{authority}")
            expect(map_page.panel.locator(".rule").first).to_be_visible()
            rules = map_page.panel.locator(".rule").all_inner_texts()
            if said["monitors"]:
                assert rules == [reason["rule"]["id"] for reason in said["reasons"]]
                steps = map_page.panel.locator(".reason ol li").count()
                assert steps == sum(len(reason["path"]) for reason in said["reasons"])
                first: list[Any] = next((reason["path"] for reason in said["reasons"] if reason["path"]), [])
                assert page.locator(".badge").count() == len(first)
            else:
                assert rules == [fact["rule"]["id"] for fact in said["missing"]]
            for each in (*said["reasons"], *said["missing"]):
                text = as_the_page_says_it(each, named)
                expect(map_page.panel.get_by_text(text, exact=True).first).to_be_visible()
    assert both == {True, False}


def test_by_keys_from_the_nimic_to_an_authority_and_back(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open()
    page.locator("svg[role=group]").focus()
    map_page.press("ArrowDown")
    expect(map_page.node("de/bundesverwaltungsamt")).to_be_focused()
    map_page.node(OBERBAYERN).focus()
    map_page.press("Home", "ArrowDown", "ArrowRight", "ArrowLeft", "ArrowDown")
    focused = page.evaluate("() => document.activeElement.dataset.authority")
    assert focused
    map_page.press("Enter")
    expect(map_page.panel.get_by_role("heading", level=2)).to_be_visible()
    for _ in range(6):
        map_page.press("ArrowDown")
    expect(page.locator(".cursor .focus")).to_be_focused()
    authority = page.evaluate("() => document.activeElement.dataset.authority")
    map_page.press("Enter")
    assert map_page.parameters["sel"] == authority
    expect(map_page.panel.get_by_role("heading", name="Coordinators by area")).to_be_visible()
    for _ in range(6):
        map_page.press("ArrowUp")
    expect(map_page.node("de/bundesverwaltungsamt")).to_be_focused()


def test_escape_peels_off_the_lens_then_the_expansion_then_the_selection(map_page: MapPage) -> None:
    map_page.open(f"?c=DE&as={BAYERN}&open={OBERBAYERN}&sel={BAYERN}")
    map_page.banner()
    for gone in ("as", "open", "sel"):
        assert gone in map_page.parameters
        map_page.press("Escape")
        assert gone not in map_page.parameters


def test_reload_and_back_restore_the_picture(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open()
    page.locator(".check", has_text="Firearms").click()
    map_page.node(BAYERN).click()
    map_page.panel.get_by_role("button", name="See the network as this one").click()
    banner = map_page.banner().inner_text()
    before = map_page.parameters
    page.reload()
    map_page.wait()
    assert map_page.banner().inner_text() == banner
    assert map_page.parameters == before
    page.go_back()
    expect(page.locator(".banner")).to_have_count(0)
    page.go_back()
    expect(map_page.panel).to_have_count(0)
    page.go_back()
    expect(page.locator(".check", has_text="Firearms").get_by_role("checkbox")).to_be_checked()


def test_search_is_the_services_and_finds_without_marks_and_in_other_scripts(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open("?c=EL")
    map_page.press("/")
    page.keyboard.type("ypourgeio tourismou")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name=re.compile("Υπουργείο Τουρισμού")).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(map_page.panel.get_by_role("heading", level=2)).to_have_text("Υπουργείο Τουρισμού")
    assert map_page.panel.locator("h2 span").get_attribute("lang") == "el"


def test_zoom_stands_in_the_address_and_names_appear(map_page: MapPage) -> None:
    page = map_page.page
    map_page.open("?c=PL&dots=1")
    for _ in range(2):
        page.get_by_role("button", name="Zoom in").click()
    expect(page.locator(".zoomed-name").first).to_be_visible()
    page.wait_for_url("**z=*")
    assert float(map_page.parameters["z"].split(",")[0]) > 1.9
    page.get_by_role("button", name="Whole picture").click()
    page.wait_for_url(re.compile(r"^((?!z=).)*$"))
    expect(page.locator(".zoomed-name")).to_have_count(0)
