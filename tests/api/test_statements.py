"""What a request costs the database: statements follow the levels of its selection, never the rows."""

import asyncio
from collections import Counter

import pytest

from bench.networks import write_network
from service.api.admission.limits import MOST_ROOT_FIELDS
from service.database.graph import Graph
from service.network_files import import_network
from service.observability.request import MOST_TRANSACTIONS
from tests.api.client import Api
from tests.conftest import empty

DEEP = """query($first: Int!, $where: AuthorityFilter) {
  authorities(first: $first, where: $where) {
    totalCount
    edges { node {
      name
      state { name nimic { name } regions { parent { name } } }
      region { name parent { name state { name } } }
      registeredBy { name registeredBy { name } }
      validatingCoordinator { name validatingCoordinator { name region { name } } }
      areas {
        area { name } territory { name }
        grantedBy { name } accessCoordinator { name areas { accessCoordinator { name } } }
        requestCoordinators { coordinator { name validatingCoordinator { name } } }
      }
      observers { name } observed { name }
    } }
  }
}"""
SCOPE = """query($first: Int!, $where: AuthorityFilter) {
  monitoringScope(monitor: "XA-nimic", first: $first, where: $where) {
    edges {
      node { name validatingCoordinator { name validatingCoordinator { name } } }
      reasons { rule { text } path { from { name } to { name region { name } } since } }
    }
  }
}"""
TWICE = """query($first: Int!, $after: String) {
  authorities(first: $first, after: $after, orderBy: ID) {
    pageInfo { endCursor hasNextPage }
    edges { node {
      validatingCoordinator { state { nimic { name } } }
      areas { requestCoordinators { coordinator { areas { accessCoordinator { state { nimic { name } } } } } } }
    } }
  }
}"""
"""Rows that have read before what others have still to read."""
MOST = {
    DEEP: Counter(
        authorities_page=1,
        authorities_by_id=3,  # the page; all that an authority names; all that those name
        member_states=2,  # of the page; of the regions around its regions
        regions_by_code=3,
        network_regions=1,
        network_areas=1,
    ),
    SCOPE: Counter(monitoring_scope=1, authorities_by_id=3, regions_by_code=1),
    TWICE: Counter(authorities_page=1, authorities_by_id=4, member_states=2),
}
"""For each kind of thing the levels of the selection that name it."""


@pytest.fixture(scope="module")
def large(database: Graph, runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A network in which a page of a hundred has many different coordinators, regions and areas."""
    runner.run(empty(database))
    folder = tmp_path_factory.mktemp("large")
    write_network(folder, 600)
    assert not runner.run(import_network(database, folder)).refused


@pytest.mark.parametrize("query", [DEEP, SCOPE], ids=["authorities", "a scope"])
async def test_statements_follow_the_levels_of_a_selection_and_never_the_rows(
    api: Api, large: None, query: str
) -> None:
    """Fewer than its levels ask for are enough where the rows have all that a level names in common."""
    ran = {}
    for where in ({"type": "CA"}, {"type": "DIMIC"}, {}):
        for first in (1, 5, 10, 50):  # DEEP of a hundred is too complex
            with api.statements() as statements:
                (page,) = (await api.ask(query, first=first, where=where)).values()
            assert len(page["edges"]) == first
            ran[str(where), first] = Counter(statements)
    assert all(counted <= MOST[query] for counted in ran.values())
    assert ran[str({"type": "CA"}), 10] == ran[str({"type": "CA"}), 50]


async def test_what_some_rows_have_read_before_costs_the_others_no_further_statement(
    api: Api, large: None
) -> None:
    for first in (7, 20):  # what is dearer is refused
        after, more = None, True
        while more:
            with api.statements() as statements:
                page = (await api.ask(TWICE, first=first, after=after))["authorities"]
            assert Counter(statements) <= MOST[TWICE]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]


class Transactions:
    """A meter of how many are open at once."""

    def __init__(self) -> None:
        self.open = self.most = 0

    def opened(self) -> None:
        self.open += 1
        self.most = max(self.most, self.open)

    def closed(self) -> None:
        self.open -= 1

    def ran(self, statement: str, seconds: float, rows: int) -> None: ...

    def retried(self) -> None: ...

    def conflicted(self) -> None: ...

    def answering(self, answers: bool) -> None: ...


async def test_a_request_leaves_connections_to_others_however_much_it_asks_at_once(
    api: Api, large: None
) -> None:
    transactions = Transactions()
    api.graph.meters.append(transactions)
    try:
        pages = " ".join(
            f"a{number}: authorities(first: 1) {{ totalCount }}" for number in range(MOST_ROOT_FIELDS)
        )
        assert len(await api.ask(f"{{ {pages} }}")) == MOST_ROOT_FIELDS > MOST_TRANSACTIONS
    finally:
        api.graph.meters.remove(transactions)
    assert (transactions.most, transactions.open) == (MOST_TRANSACTIONS, 0)


LEVELS = [
    ("{ rules { id } }", []),
    ("{ viewer { operator } }", []),
    ("{ viewer { authority { id } } }", ["authorities_by_id"]),
    ("{ memberStates { name } }", ["member_states"]),
    ("{ memberStates { nimic { id } } }", ["member_states"]),
    ("{ memberStates { nimic { name } } }", ["member_states", "authorities_by_id"]),
    ("{ legislativeAreas { name } }", ["network_areas"]),
    ('{ authority(id: "XA-nimic") { name } }', ["authorities_by_id"]),
    ('{ authority(id: "XA-nimic") { id } }', ["authorities_by_id"]),
    ("{ authorities(first: 50) { edges { node { id } } } }", ["authorities_page"]),
    ("{ authorities(first: 50) { totalCount } }", ["authorities_page"]),
    ("{ authorities(first: 50) { edges { node { name } } } }", ["authorities_page", "authorities_by_id"]),
    (
        "query($no: Boolean! = false) { authorities(first: 50) { edges { node { id name @include(if: $no) } } } }",
        ["authorities_page"],
    ),
    (
        "{ authorities(first: 50) { edges { node { validatingCoordinator { id } } } } }",
        ["authorities_page", "authorities_by_id"],
    ),
    (
        "{ authorities(first: 50) { edges { node { validatingCoordinator { name } } } } }",
        ["authorities_page", "authorities_by_id", "authorities_by_id"],
    ),
    (
        '{ monitoringScope(monitor: "XA-nimic", first: 50) { edges { reasons { path { from { id } to { id } } } } } }',
        ["monitoring_scope"],
    ),
    (
        '{ monitoringScope(monitor: "XA-nimic", first: 50) { edges { reasons { path { from { name } } } } } }',
        ["monitoring_scope", "authorities_by_id"],
    ),
    (
        '{ monitorsOf(authority: "XA-0000000") { authority { id } reasons { rule { text } } } }',
        ["monitors_of"],
    ),
    (
        '{ explainMonitoring(monitor: "XA-nimic", authority: "XA-0000000") { monitors missing { detail } } }',
        ["monitoring_reasons", "monitoring_facts"],
    ),
    # An empty answer asks once more whether the authority exists.
    (
        '{ monitoringScope(monitor: "nobody", first: 5) { totalCount } }',
        ["monitoring_scope", "authorities_by_id"],
    ),
    ('{ monitorsOf(authority: "nobody") { authority { id } } }', ["monitors_of", "authorities_by_id"]),
]


@pytest.mark.parametrize(("query", "expected"), LEVELS, ids=[query for query, _ in LEVELS])
async def test_only_what_is_selected_is_read(api: Api, large: None, query: str, expected: list[str]) -> None:
    with api.statements() as ran:
        await api.ask(query)
    assert ran == expected


async def test_the_same_authority_asked_for_twice_is_read_once(api: Api, large: None) -> None:
    with api.statements() as ran:
        await api.ask('{ a: authority(id: "XA-nimic") { name } b: node(id: "XA-nimic") { id } }')
    assert ran == ["authorities_by_id"]
