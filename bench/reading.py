"""What a client asks beside scopes: coordinators to choose from, authorities to serve, similar ones, a whole state, its past.

Each is held against the barest statement of its kind; what is asked of the past, against the same of the present.
"""

import gzip
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import orjson
from rich.table import Table

from bench.timing import side_by_side
from service.api.execution.context import Context
from service.api.schema import schema
from service.database.graph import Graph, Reader
from service.model.identifiers import Actor, AreaCode, AuthorityId, Instant, StateCode, instant
from service.statements import coordination, history, monitoring
from service.storage.network_map import drawn
from service.storage.similar_authorities import similar_authorities

NO_FILTER: Any = dict.fromkeys(
    ("state", "region", "area", "type", "role", "role_area", "keyword", "search", "coordinated_by", "status")
)
WHOLE = """{ network(state: "XA") { revision map {
  areas { code name } areaSets regions { code name parent { code } }
  authorities { ids names types statuses validatingCoordinators regions areas dimicAreas }
  bundles { relation area ofValidated holders ends counts }
} } }"""


def scope_page(
    graph: Graph, monitor: str, *, limit: int = 100, total: bool = True, moment: Instant | None = None
) -> Callable[[], Awaitable[Any]]:
    """What reads the first page of a scope, in the order of names."""
    return lambda: graph.read(
        monitoring.monitoring_scope,
        monitor=AuthorityId(monitor),
        where=NO_FILTER,
        by_id=False,
        after="",
        limit=limit,
        with_total=total,
        moment=moment,
    )


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
            similar_authorities, states=[StateCode("XA")], name="Minicipality 0007919", external_ids=()
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

    await bench_past(graph, size, table)

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


async def bench_past(graph: Graph, size: int, table: Table) -> None:
    """Pages of scopes and a whole state as of now, which nothing has ended in, beside the present's."""
    now = instant(datetime.now(UTC))

    def state(moment: Instant | None) -> Callable[[], Awaitable[Any]]:
        return lambda: graph.read(drawn, state=StateCode("XA"), moment=moment)

    compared = [
        (
            f"page of 100 of the scope of {name}, with total, asOf",
            scope_page(graph, id),
            scope_page(graph, id, moment=now),
        )
        for name, id in (("a DIMIC", "XA00-SD-0"), ("an SDIMIC", "XA00-sdimic"), ("a NIMIC", "XA-nimic"))
    ]
    whole = f"authorities of a state of {size:,} as a map draws them, asOf"
    for what, is_, was in [*compared, (whole, state(None), state(now))]:
        present, past = await side_by_side(is_, was)
        table.add_row(
            what, f"{past / present:.1f} × the present's", f"{past:.1f} ms; present {present:.1f} ms"
        )
    difference, scope = await side_by_side(
        lambda: graph.read(
            monitoring.scope_difference,
            monitor=AuthorityId("XA-nimic"),
            begin=Instant("2009-01-01T00:00:00.000000Z"),
            end=now,
            by_id=False,
            after="",
            limit=100,
            with_total=True,
        ),
        scope_page(graph, "XA-nimic"),
    )
    table.add_row(
        "who entered the scope of a NIMIC since before the import: a page of 100, with total",
        f"{difference / scope:.1f} × a page of its scope",
        f"{difference:.1f} ms",
    )
