"""What a client asks beside scopes: coordinators to choose from, authorities to serve, similar ones, a whole state, its past.

Each is held against the barest statement of its kind.
"""

import gzip
from typing import Any

import orjson
from rich.table import Table

from bench.timing import side_by_side
from service.api.context import Context
from service.api.schema import schema
from service.graph import Graph, Reader
from service.model import Actor, AreaCode, AuthorityId, StateCode
from service.similarity import similar_authorities
from service.statements import coordination, history

WHOLE = """{ network(state: "XA") { revision map {
  areas { code name } areaSets regions { code name parent { code } }
  authorities { ids names types statuses validatingCoordinators regions areas dimicAreas }
  bundles { relation area ofValidated holders ends counts }
} } }"""


async def bench_reading(graph: Graph, size: int, table: Table) -> None:
    """Milliseconds of each, and for a whole state the kilobytes that go over the wire."""
    page: Any = {"after": "", "limit": 100, "with_total": True}

    async def bare(tx: Reader) -> Any:
        text = "MATCH (a:Authority) WHERE a.sort > '' RETURN a.id AS id ORDER BY a.sort LIMIT 100"
        return await tx.rows("bare", text, {})

    async def ids(tx: Reader) -> Any:
        text = "RETURN COLLECT { MATCH (a:Authority) RETURN [a.id, a.name] } AS bodies"
        return await tx.rows("bare", text, {})

    floor, eligible, to_serve, similar, changes = await side_by_side(
        lambda: graph.read(bare),
        lambda: graph.read(
            coordination.eligible_coordinators,
            authority=AuthorityId("XA-0000123"),
            relation="COORDINATES_REQUESTS",
            area=AreaCode("SD"),
            search=None,
            **page,
        ),
        lambda: graph.read(
            coordination.authorities_to_serve,
            coordinator=AuthorityId("XA00-sdimic"),
            area=AreaCode("SD"),
            **page,
        ),
        lambda: graph.read(
            similar_authorities, state=StateCode("XA"), name="Minicipality 0007919", external_ids=()
        ),
        lambda: graph.read(history.changes, authority=AuthorityId("XA00-sdimic"), **page),
    )
    for what, taken in (
        ("eligible coordinators of an authority, with total", eligible),
        ("authorities that an SDIMIC might serve, with total", to_serve),
        ("authorities with a name like one with a slip", similar),
        ("changes of an SDIMIC", changes),
    ):
        table.add_row(what, f"{taken / floor:.1f} × a bare page of ids", f"{taken:.1f} ms")

    async def whole() -> Any:
        result = await schema.execute(WHOLE, context_value=Context(graph, Actor(None, operator=True)))
        assert result.errors is None, result.errors
        return result.data

    size_of_it = len(gzip.compress(orjson.dumps({"data": await whole()})))
    least, taken = await side_by_side(lambda: graph.read(ids), whole)
    table.add_row(
        f"a state of {size:,} as a whole, by the API",
        f"{taken / least:.1f} × its ids and names in one record",
        f"{taken:.0f} ms, {size_of_it / 1000:,.0f} kB compressed",
    )
