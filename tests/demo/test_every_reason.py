"""Of the demonstration network who monitors whom: every reason, and what each rule lacks where none holds."""

from collections.abc import Callable
from typing import Any

import pytest

from service.rules.catalogue import CATALOGUE, Rule
from service.rules.monitoring import reason
from tests.api.files import AUTHORITY
from tests.changes.client import OPERATOR
from tests.demo.asking import PAGE_INFO, all_edges
from tests.demo.conftest import Demonstration
from tests.demo.files import NetworkFiles, Why
from tests.worded import WORDED

pytestmark = pytest.mark.timeout(1200)

WHY = (
    """
  fragment Why on Reason {
    ...AllOfWorded
    rule { id text source held }
    path { relation from { id name } to { id name } area since }
  }
"""
    + WORDED
)
RULES = {rule.value: entry for rule, entry in CATALOGUE.items()}


def shown_rule(id: str) -> dict[str, Any]:
    """A rule with all that it has."""
    entry = RULES[id]
    return {"id": id, "text": entry.text, "source": entry.source, "held": list(entry.held)}


def shown(files: NetworkFiles, reasons: list[Why]) -> list[dict[str, Any]]:
    """Reasons as the fragment asks for them."""

    def end(id: str) -> dict[str, str]:
        return {"id": id, "name": files.authorities[id]["name"]}

    return [
        {
            "detail": reason(
                Rule(rule),
                [{"relation": it, "from": a, "to": b, "area": area} for it, a, b, area, _ in path],
            ),
            "rule": shown_rule(rule),
            "path": [
                {"relation": relation, "from": end(holder), "to": end(id), "area": area, "since": since}
                for relation, holder, id, area, since in path
            ],
        }
        for rule, path in reasons
    ]


Choice = Callable[[NetworkFiles], str]


def of_kind(kind: str, place: int) -> Choice:
    """Of the active authorities of a kind with a scope the one with the smallest (0) or the widest (-1)."""

    def choose(files: NetworkFiles) -> str:
        some = [id for id, scope in files.scopes.items() if scope and files.authorities[id]["type"] == kind]
        return sorted(some, key=lambda id: (len(files.scopes[id]), id))[place]

    return choose


MONITORS = [
    pytest.param(of_kind(kind, place), id=f"{size} {kind}")
    for kind in ("NIMIC", "SDIMIC", "DIMIC", "CA")
    for size, place in (("smallest", 0), ("widest", -1))
]


@pytest.mark.parametrize("choose", MONITORS)
async def test_a_scope_holds_every_authority_that_the_rows_give_with_every_reason(
    demo: Demonstration, choose: Choice
) -> None:
    query = """query ($monitor: ID!, $first: Int!, $after: String) {
      monitoringScope(monitor: $monitor, first: $first, after: $after) {
        totalCount pageInfo { ...Stands } edges { cursor node { id name } reasons { ...Why } }
      }
    }"""
    files, monitor = demo.files, choose(demo.files)
    scope = files.scopes[monitor]
    edges = await all_edges(demo.client, query + WHY + PAGE_INFO, monitor=monitor)
    assert edges == [
        {"node": {"id": id, "name": files.authorities[id]["name"]}, "reasons": shown(files, scope[id])}
        for id in files.by_name(scope)
    ]


async def test_what_a_scope_shows_of_its_authorities_is_all_they_have(demo: Demonstration) -> None:
    query = """query ($monitor: ID!, $first: Int!, $after: String) {
      monitoringScope(monitor: $monitor, first: $first, after: $after, orderBy: ID, where: {area: "SD"}) {
        totalCount pageInfo { ...Stands } edges { cursor node { ...Everything } }
      }
    }"""
    files = demo.files
    monitor = of_kind("DIMIC", -1)(files)
    edges = await all_edges(demo.client, query + AUTHORITY + PAGE_INFO, monitor=monitor)
    seen = sorted(id for id in files.scopes[monitor] if files.access_in(id, "SD"))
    assert edges == [{"node": files.own(id)} for id in seen]


async def test_who_monitors_an_authority_and_why(demo: Demonstration) -> None:
    """The one monitored by most, one by the NIMIC alone, one that is observed, the coordinators above, one deactivated."""
    query = (
        "query ($id: ID!) { monitorsOf(authority: $id) { authority { id name type } reasons { ...Why } } }"
    )
    files = demo.files
    by_number = sorted(files.authorities, key=lambda id: (len(files.monitors(id)), id))
    observed = next(id for id in files.authorities if files.ends(id, "observed"))
    deactivated = next(id for id in files.authorities if not files.active(id))
    kinds = [of_kind(kind, -1)(files) for kind in ("NIMIC", "SDIMIC", "DIMIC", "CA")]
    for id in (by_number[-1], by_number[0], observed, deactivated, *kinds):
        found = (await demo.client.query(OPERATOR, query + WHY, id=id))["monitorsOf"]
        assert found == [
            {
                "authority": {
                    "id": monitor,
                    "name": files.authorities[monitor]["name"],
                    "type": files.authorities[monitor]["type"],
                },
                "reasons": shown(files, reasons),
            }
            for monitor, reasons in files.monitors(id).items()
        ]


# --- whether and why not ----------------------------------------------------------------------------------------------

EXPLAIN = """query ($monitor: ID!, $id: ID!) {
  explainMonitoring(monitor: $monitor, authority: $id) {
    monitors reasons { ...Why } missing { ...AllOfWorded rule { id text source held } }
  }
}"""


@pytest.mark.parametrize("choose", MONITORS)
async def test_yes_is_explained_by_all_its_reasons(demo: Demonstration, choose: Choice) -> None:
    files, monitor = demo.files, choose(demo.files)
    scope = files.scopes[monitor]
    for id in {min(scope), max(scope), max(scope, key=lambda id: (len(scope[id]), id))}:
        found = await demo.client.query(OPERATOR, EXPLAIN + WHY, monitor=monitor, id=id)
        assert found["explainMonitoring"] == {
            "monitors": True,
            "reasons": shown(files, scope[id]),
            "missing": [],
        }


def lacking(files: NetworkFiles, me: str, it: str) -> list[tuple[str, str]]:
    """Each rule that might have let `me` monitor `it`, and the fact it lacks, where it does not."""
    monitor, authority = files.authorities[me], files.authorities[it]
    found = [] if files.active(me) else [("R77", f"{me} is deactivated and monitors nothing")]
    if me == it:
        return [("R78", "an authority does not monitor itself")]
    if me not in files.ends(it, "observed"):
        found.append(("R43", f"no link from {me} to {it}"))
    if not files.coordinates(me):
        found.append(("R44", f"{me} is no IMI Coordinator"))
    if me not in files.coordinators(it):
        found.append(("R44", f"{me} is neither Validating, Access nor Request Coordinator of {it}"))
    if files.nimic(authority["state"]) != me:
        found.append(("R45", f"{me} is not the NIMIC of {authority['state']}"))
    if monitor["type"] != "SDIMIC":
        return [*found, ("R46", f"{me} is no SDIMIC")]
    if not authority["region"]:
        found.append(("R46", f"{it} lies in no region, {me} coordinates {monitor['region']}"))
    elif monitor["region"] not in files.regions(it):
        found.append(("R46", f"{it} lies in {authority['region']}, outside {monitor['region']}"))
    registrar = authority["registered_by"]
    if not registrar:
        return [*found, ("R46", f"nobody is recorded as the registrar of {it}")]
    if me == registrar or me in [by for _, by in files.appointed(registrar)]:
        return found
    if files.authorities[registrar]["registered_by"] != me:
        return [*found, ("R46", f"{it} was registered by {registrar}, which {me} did not create")]
    if files.authorities[registrar]["type"] != "DIMIC":
        never = f"which {me} registered but which never was a DIMIC"
        found.append(("R46", f"{it} was registered by {registrar}, {never}"))
    return found


def not_monitored(files: NetworkFiles) -> list[tuple[str, str]]:
    """Pairs of every kind of monitor and of authority for which the rows give no reason."""
    ids = list(files.authorities)
    monitors = [
        of_kind(kind, place)(files) for kind in ("NIMIC", "SDIMIC", "DIMIC", "CA") for place in (0, -1)
    ]
    monitors.append(next(id for id in ids if not files.active(id) and files.coordinates(id)))
    found = []
    for me in monitors:
        state = files.authorities[me]["state"]
        sure = [id for id in ids if id not in files.scopes[me]]
        inside = [id for id in sure if files.authorities[id]["state"] == state]
        for some in (
            inside,
            [id for id in sure if id not in inside],
            [id for id in inside if files.coordinates(id)],
        ):
            found += [(me, some[place]) for place in (0, len(some) // 2, -1) if some]
    return [*found, (monitors[0], monitors[0])]


async def test_no_is_explained_by_what_each_rule_lacks(demo: Demonstration) -> None:
    files, told = demo.files, set()
    for me, it in not_monitored(files):
        found = (await demo.client.query(OPERATOR, EXPLAIN + WHY, monitor=me, id=it))["explainMonitoring"]
        expected = lacking(files, me, it)
        assert found == {
            "monitors": False,
            "reasons": [],
            "missing": [{"rule": shown_rule(rule), "detail": detail} for rule, detail in expected],
        }, (me, it)
        told |= {rule for rule, _ in expected}
    assert told == {"R43", "R44", "R45", "R46", "R77", "R78"}
