"""What a change costs beside its bare statements: those that write the same edges, with nothing asked and nothing decided."""

from functools import partial
from itertools import count, cycle
from typing import Any

from rich.table import Table

from bench.timing import side_by_side, timed
from service.changes import access, bulk, registration
from service.changes.bulk import Only
from service.changes.transaction import Request, carry_out
from service.database.graph import Graph, Writer
from service.model.body_names import derived
from service.model.identifiers import Actor, AuthorityId, ChangeId, Instant, Role, StateCode
from service.model.network import Access, Authority
from service.statements import writing

STATE = "XA"
DIMIC, SDIMIC = "XA00-SD-0", "XA00-sdimic"
"""Of the networks of bench/networks.py: who holds the seats, and who covers them too."""
NOW = Instant("2030-01-01T00:00:00.000000Z")


async def bench_changes(graph: Graph, table: Table) -> None:
    """One seat handed over, one authority registered with two areas, all seats of a coordinator handed over."""
    await _one_seat(graph, table)
    await _registration(graph, table)
    await _all_seats(graph, table)


async def _change(graph: Graph, actor: str, change: Any, **arguments: Any) -> Any:
    request = Request(change.__name__, {}, Actor(AuthorityId(actor)))
    return await carry_out(graph, request, partial(change, **arguments))


async def _one_seat(graph: Graph, table: Table) -> None:
    async def first_seat(tx: Writer) -> Any:
        text = "MATCH (:Authority {id: $id})-[r:GRANTS_ACCESS {area: 'SD'}]->(a) RETURN a.id AS id ORDER BY id LIMIT 2"
        return await tx.rows("bench", text, {"id": DIMIC})

    mine, bare = (row["id"] for row in await graph.write(first_seat))
    turns, bare_turns = cycle([(DIMIC, SDIMIC), (SDIMIC, DIMIC)]), cycle([SDIMIC, DIMIC])

    async def whole() -> Any:
        holder, successor = next(turns)
        seat = {"authority": mine, "area": "SD", "successor": successor}
        return await _change(graph, holder, access.replace_access_coordinator, **seat)

    async def statements() -> Any:
        return await graph.write(_hand_over, authorities=[bare], successor=next(bare_turns))

    statements_ms, whole_ms = await side_by_side(statements, whole)
    _say(table, "one access seat handed over", whole_ms, statements_ms)


async def _registration(graph: Graph, table: Table) -> None:
    numbers = count()

    async def whole() -> Any:
        number = next(numbers)
        body = Authority(id=f"new-{number}", name=f"Registered office {number}", region="XA00")
        areas = [Access(area="SD"), Access(area="PQ")]
        return await _change(
            graph,
            SDIMIC,
            registration.register_competent_authority,
            body=body,
            areas=areas,
            confirm_similar=True,
        )

    async def statements() -> Any:
        return await graph.write(_register, id=f"bare-{next(numbers)}")

    statements_ms, whole_ms = await side_by_side(statements, whole)
    _say(table, "an authority registered with two areas", whole_ms, statements_ms)


async def _all_seats(graph: Graph, table: Table) -> None:
    """2,000 seats of one area that the NIMIC holds pass to a DIMIC of the whole state."""

    async def seats(tx: Writer) -> Any:
        text = """MATCH (a:Authority)<-[g:GRANTS_ACCESS {area: 'SD'}]-()
        WHERE NOT a:Coordinator RETURN a.id AS authority, g.area AS area ORDER BY a.id LIMIT 2001"""
        return await tx.rows("bench", text, {})

    nimic = f"{STATE}-nimic"
    heir, *held = await graph.write(seats)
    await graph.write(_hand_over_rows, rows=held, successor=nimic)
    raised = {"authority": heir["authority"], "area": "SD", "role": Role.DIMIC, "territory": None}
    await _change(graph, nimic, access.change_area_role, **raised)
    asked: dict[str, Any] = {"coordinator": nimic, "successor": heir["authority"], "area": "SD"}
    only = Only(authorities=tuple(row["authority"] for row in held))
    change = bulk.replace_access_coordinator_everywhere
    whole = await timed(
        lambda: _change(graph, nimic, change, **asked, with_request_coordination=False, only=only)
    )
    bare = await timed(lambda: graph.write(_hand_over_rows, rows=held, successor=nimic))
    _say(table, f"{len(held):,} access seats handed over (R70)", whole * 1000, bare * 1000)


async def _hand_over(tx: Writer, *, authorities: list[str], successor: str) -> None:
    await _hand_over_rows(
        tx, rows=[{"authority": id, "area": "SD"} for id in authorities], successor=successor
    )


async def _hand_over_rows(tx: Writer, *, rows: list[dict[str, Any]], successor: str) -> None:
    change = ChangeId(f"bench-{id(rows)}-{successor}")
    await writing.lock_states(tx, codes=[StateCode(STATE)])
    await _record(tx, change)
    new = [{**row, "coordinator": successor} for row in rows]
    await writing.end_access_grants(tx, rows=rows, now=NOW, change=change)
    await writing.begin_access_grants(tx, rows=new, now=NOW, change=change)
    await writing.touch_authorities(tx, ids=[row["authority"] for row in rows], change=change)


async def _register(tx: Writer, *, id: str) -> None:
    change = ChangeId(f"bench-{id}")
    me = {"authority": id, "coordinator": SDIMIC}
    await writing.lock_states(tx, codes=[StateCode(STATE)])
    await _record(tx, change)
    names: dict[str, Any] = dict.fromkeys(("name_language", "email", "phone", "address"))
    node = {"id": id, "name": id, "names": [], **derived(id, STATE, id, None, ())}
    await writing.create_authorities(tx, rows=[{**names, **node, "languages": [], "registered_at": NOW}])
    dated: dict[str, Any] = {"now": NOW, "change": change}
    await writing.begin_state_memberships(
        tx, rows=[{**me, "state": STATE, "type": None, "status": "ACTIVE"}], **dated
    )
    await writing.begin_locations(tx, rows=[{**me, "region": "XA00"}], **dated)
    await writing.begin_validations(tx, rows=[me], **dated)
    settings: dict[str, Any] = {
        "role": "CA",
        "territory": None,
        "keywords": [],
        "professions": [],
        "flags": [],
    }
    given = {"granted_by": SDIMIC, "granted_at": NOW}
    seats = [{**me, "area": area} for area in ("SD", "PQ")]
    acts = [{"authority": id, "area": seat["area"], **settings, **given} for seat in seats]
    await writing.begin_area_access(tx, rows=acts, **dated)
    await writing.begin_access_grants(tx, rows=seats, **dated)
    await writing.begin_request_coordination(tx, rows=seats, **dated)
    await writing.record_registrations(tx, rows=[{**me, "at": NOW}])
    await writing.touch_authorities(tx, ids=[AuthorityId(id), AuthorityId(SDIMIC)], change=change)


async def _record(tx: Writer, change: ChangeId) -> None:
    said: dict[str, Any] = dict.fromkeys(("reason", "key", "before", "after"))
    await writing.record_change(
        tx, id=change, states=[StateCode(STATE)], now=NOW, actor="bench", action="bench", input="{}", **said
    )


def _say(table: Table, what: str, whole: float, bare: float) -> None:
    table.add_row(what, f"{whole / bare:.1f} × the bare statements", f"{whole:.0f} ms; bare {bare:.0f} ms")
