"""Finding authorities: every filter of R60 and R61, alone and together, over all states and within a scope."""

from collections.abc import Callable
from typing import Any

import pytest

from service.rules.catalogue import Rule
from tests.api.client import Api
from tests.api.files import BY_ID, BY_NAME, Files, values

FIND = """query($where: AuthorityFilter, $orderBy: AuthorityOrder! = NAME) {
  authorities(where: $where, orderBy: $orderBy, first: 100) { totalCount edges { node { id } } }
  ofTheNimic: monitoringScope(monitor: "bund", where: $where, orderBy: $orderBy, first: 100) {
    totalCount edges { node { id } }
  }
  ofTheSdimic: monitoringScope(monitor: "land", where: $where, orderBy: $orderBy, first: 100) {
    totalCount edges { node { id } }
  }
}"""

Passes = Callable[[Files, str], bool]


def plays(files: Files, id: str, role: str, area: str | None = None) -> bool:
    """Whether the authority plays the role, in some area or in this one."""
    return any(row["role"] == role and area in (None, row["area"]) for row in files.access(id))


def has_keyword(files: Files, id: str, keyword: str, area: str | None = None) -> bool:
    """Whether the authority has the keyword, in some area or in this one."""
    return any(keyword in values(row["keywords"]) and area in (None, row["area"]) for row in files.access(id))


def has(files: Files, id: str, column: str, value: str) -> bool:
    """Whether the cell says so."""
    return files.authorities[id][column] == value


NAMES = {
    "muenchen": {"stadt"},
    "münchen": {"stadt"},
    "MUNCHEN": {"stadt"},
    "landkreis ebersberg": {"kreis", "kreis 2"},
    " Landkreis \t Ebersberg ": {"kreis", "kreis 2"},
    "arztekammer": {"kammer", 'Στέλεχος "1"'},
    "medical": {"kammer"},  # another name
    "ΙΑΤΡΙΚΟΣ": {'Στέλεχος "1"'},  # the final sigma of a name in lower case
    "l'économie": {"lux"},
    "%": set(),
    ".*": set(),
    "\\": set(),
}
"""What a search finds: part of any name, whatever its case, marks and spacing."""

FILTERS: list[tuple[dict[str, Any], Passes]] = [
    ({}, lambda files, id: True),
    *(({"state": s}, lambda f, id, s=s: has(f, id, "state", s)) for s in ("DE", "LU")),
    *(({"state": s}, lambda f, id: has(f, id, "state", "DE")) for s in ("de", " De\u00a0", "\u200bdE")),
    *(({"region": r}, lambda f, id, r=r: r in f.regions(id)) for r in ("DE2", "DE21", "DE1")),
    ({"region": "de2\u3000"}, lambda files, id: "DE2" in files.regions(id)),
    *(({"type": t}, lambda f, id, t=t: has(f, id, "type", t)) for t in ("NIMIC", "SDIMIC", "DIMIC", "CA")),
    *(({"status": s}, lambda f, id, s=s: has(f, id, "status", s)) for s in ("ACTIVE", "INACTIVE")),
    *(({"search": text}, lambda f, id, found=found: id in found) for text, found in NAMES.items()),
    *(({"coordinatedBy": c}, lambda f, id, c=c: c in f.coordinators(id)) for c in (*BY_ID, "nobody")),
    ({"search": "  "}, lambda f, id: True),
    ({"area": "PQ"}, lambda f, id: any(row["area"] == "PQ" for row in f.access(id))),
    ({"area": "pq\u00ad"}, lambda f, id: any(row["area"] == "PQ" for row in f.access(id))),
    ({"role": {"role": "DIMIC"}}, lambda f, id: plays(f, id, "DIMIC")),
    ({"role": {"role": "CA"}}, lambda f, id: plays(f, id, "CA")),
    ({"role": {"role": "CA", "area": "PQ"}}, lambda f, id: plays(f, id, "CA", "PQ")),
    ({"role": {"role": "DIMIC", "area": "SD"}}, lambda f, id: plays(f, id, "DIMIC", "SD")),
    ({"role": {"role": "DIMIC", "area": None}, "state": None}, lambda f, id: plays(f, id, "DIMIC")),
    ({"keyword": "health"}, lambda f, id: has_keyword(f, id, "health")),
    ({"keyword": "Health"}, lambda f, id: False),
    ({"keyword": "building"}, lambda f, id: has_keyword(f, id, "building")),
    ({"keyword": "health", "area": "SD"}, lambda f, id: has_keyword(f, id, "health", "SD")),
    ({"keyword": "health", "area": "PQ"}, lambda f, id: has_keyword(f, id, "health", "PQ")),
    ({"type": "CA", "status": "INACTIVE"}, lambda f, id: id == "alt"),
    ({"state": "LU", "search": "b"}, lambda f, id: id == "amt-lu"),
    ({"state": "LU", "region": "DE2"}, lambda f, id: False),
    (
        {"region": "DE2", "type": "CA", "coordinatedBy": "land", "search": "landeshaupt"},
        lambda f, id: id == "stadt",
    ),
    (
        {"type": "DIMIC", "role": {"role": "DIMIC", "area": "PQ"}, "keyword": "health", "status": "ACTIVE"},
        lambda f, id: id == "kammer",
    ),
]


@pytest.mark.rule(Rule.R60)
@pytest.mark.rule(Rule.R61)
@pytest.mark.parametrize(("where", "passes"), FILTERS, ids=[str(where) for where, _ in FILTERS])
async def test_a_filter_leaves_who_passes_it(
    api: Api, network: Files, where: dict[str, Any], passes: Passes
) -> None:
    of_the_nimic = {id for id, row in network.authorities.items() if row["state"] == "DE"} - {"bund"}
    for order, ordered in (("NAME", BY_NAME), ("ID", BY_ID)):
        found = await api.ask(FIND, where=where, orderBy=order)
        expected = [id for id in ordered if passes(network, id)]
        for field, within in (
            ("authorities", set(BY_ID)),
            ("ofTheNimic", of_the_nimic),
            ("ofTheSdimic", {"regierung", "stadt", "kreis 2"}),
        ):
            page = found[field]
            assert [edge["node"]["id"] for edge in page["edges"]] == [id for id in expected if id in within]
            assert page["totalCount"] == len(page["edges"])


@pytest.mark.rule(Rule.R60)
async def test_coordinators_are_found_by_type_and_results_show_the_role_in_each_area(
    api: Api, network: Files
) -> None:
    query = """{
      authorities(where: {role: {role: DIMIC}}, first: 10) { edges { node { id type areas { area { code } role } } } }
    }"""
    assert [edge["node"] for edge in (await api.ask(query))["authorities"]["edges"]] == [
        {"id": "kammer", "type": "DIMIC", "areas": [{"area": {"code": "PQ"}, "role": "DIMIC"}]},
        {"id": "regierung", "type": "DIMIC", "areas": [{"area": {"code": "SD"}, "role": "DIMIC"}]},
    ]


@pytest.mark.rule(Rule.R61)
async def test_the_default_list_is_whom_i_coordinate_and_widened_it_is_my_state(
    api: Api, network: Files
) -> None:
    query = """{
      own: authorities(where: {coordinatedBy: "regierung"}, first: 100) { edges { node { id } } }
      widened: authorities(where: {state: "DE"}, first: 100) { edges { node { id } } }
    }"""
    found = await api.ask(query)
    assert [edge["node"]["id"] for edge in found["own"]["edges"]] == ["stadt", "kreis"]
    assert [edge["node"]["id"] for edge in found["widened"]["edges"]] == [
        id for id in BY_NAME if id not in ("lux", "amt-lu")
    ]


UNKNOWN: dict[str, Any] = {
    "state": ({"state": "XX"}, "`where.state`: there is no Member State with the code XX."),
    "Greece by its other code": (
        {"state": "gr"},
        "`where.state`: there is no Member State with the code GR; try its other code, EL.",
    ),
    "region": ({"region": "de9"}, "`where.region`: there is no region with the code DE9."),
    "area": ({"area": "XX"}, "`where.area`: there is no legislative area with the code XX."),
    "area of a role": (
        {"role": {"role": "CA", "area": "XX"}},
        "`where.role.area`: there is no legislative area with the code XX.",
    ),
    "several": (
        {"state": "XX", "region": "DE2", "area": "YY"},
        "`where.state`: there is no Member State with the code XX. "
        "`where.area`: there is no legislative area with the code YY.",
    ),
}


@pytest.mark.parametrize(("where", "said"), UNKNOWN.values(), ids=UNKNOWN)
async def test_a_code_that_nothing_has_is_said_and_no_empty_page(
    api: Api, network: Files, where: dict[str, Any], said: str
) -> None:
    for field in ("authorities(", 'monitoringScope(monitor: "bund", '):
        query = f"query($where: AuthorityFilter) {{ {field}where: $where, first: 1) {{ totalCount }} }}"
        assert await api.error(query, where=where) == ("BAD_INPUT", said)


async def test_codes_that_exist_may_find_nobody(api: Api, network: Files) -> None:
    for where in ({"state": "LU", "region": "DE2"}, {"state": "LU", "area": "PQ", "type": "SDIMIC"}):
        assert (await api.ask(FIND, where=where))["authorities"] == {"totalCount": 0, "edges": []}


async def test_a_filter_too_long_to_match_finds_nothing(api: Api, network: Files) -> None:
    for name in ("state", "region", "area"):
        query = "query($where: AuthorityFilter) { authorities(where: $where, first: 1) { totalCount } }"
        code, message = await api.error(query, where={name: "ä" * 300_000})
        assert (code, len(message) < 200) == ("BAD_INPUT", True)
    for name in ("keyword", "coordinatedBy"):
        found = await api.ask(FIND, where={name: "ä" * 300_000})
        assert found["authorities"] == {"totalCount": 0, "edges": []}


async def test_what_is_searched_for_is_no_longer_than_a_name(api: Api, network: Files) -> None:
    found = await api.ask(FIND, where={"search": "ä" * 1000})
    assert found["authorities"] == {"totalCount": 0, "edges": []}
    query = "query($where: AuthorityFilter) { authorities(where: $where, first: 1) { totalCount } }"
    code, message = await api.error(query, where={"search": "ä" * 1001})
    assert (code, message) == ("BAD_INPUT", "`search` has 1001 characters; a name has 1000 at most.")
