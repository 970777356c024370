"""`make bench`: the benchmarks, ratios first. Each pair is measured side by side in one run on a private Neo4j.

Sizes are authorities; `--sizes 20000` shortens a run.
"""

import argparse
import asyncio
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.answers import bench_answers
from bench.changes import bench_changes
from bench.names.scoring import bench_large_state, bench_names
from bench.networks import write_network
from bench.page import CHROMIUM, bench_page
from bench.reading import bench_reading, scope_page
from bench.timing import side_by_side, timed
from service.database.graph import Graph, Reader
from service.database.plan_cache import warm_up
from service.model.identifiers import AuthorityId
from service.neo4j_process import NEO4J_VERSION, PrivateNeo4j
from service.network_files import import_network
from service.serving.demonstration import demonstration
from service.statements import monitoring
from service.storage.migrations import migrate


async def bench_import(graph: Graph, directory: Path, size: int, table: Table) -> None:
    """Rows a second of a whole import, what of it is checking, and what the same files cost again."""
    count = write_network(directory, size)
    checking = await timed(lambda: import_network(graph, directory, dry_run=True))
    whole = await timed(lambda: import_network(graph, directory))
    again = await timed(lambda: import_network(graph, directory))
    table.add_row(
        f"import of {count:,} rows",
        f"{whole / checking:.1f} × reading and checking alone",
        f"{count / whole:,.0f} rows/s ({whole:.0f} s)",
    )
    table.add_row(
        "the same files again",
        f"{again / whole:.2f} × the first import",
        f"{count / again:,.0f} rows/s ({again:.0f} s)",
    )


async def bench_scope(graph: Graph, table: Table) -> None:
    """A page of 100 of scopes small and great, held against the barest statement that names as many ids."""

    async def bare(tx: Reader) -> Any:
        text = "MATCH (a:Authority) WHERE a.sort > '' RETURN a.id AS id ORDER BY a.sort LIMIT 100"
        return await tx.rows("bare", text, {})

    for name, monitor in (("DIMIC", "XA00-SD-0"), ("SDIMIC", "XA00-sdimic"), ("NIMIC", "XA-nimic")):
        first = await scope_page(graph, monitor, limit=1)()
        floor, with_total, without = await side_by_side(
            lambda: graph.read(bare), scope_page(graph, monitor), scope_page(graph, monitor, total=False)
        )
        table.add_row(
            f"page of 100 of the scope of a {name}, {first['total']:,} authorities",
            f"{without / floor:.1f} × a bare page of ids; with total {with_total / floor:.1f} ×",
            f"{without:.1f} ms; with total {with_total:.1f} ms",
        )


async def bench_demonstration(server: PrivateNeo4j, graph: Graph, folder: Path, table: Table) -> None:
    """The answers of the API about the coordinator of the demonstration network that monitors most, but for NIMICs."""
    await import_network(graph, demonstration())
    await bench_planning(graph, table)
    widest = await graph.read(_widest)
    await bench_answers(server, widest["state"], widest["monitor"], table)


async def bench_planning(graph: Graph, table: Table) -> None:
    """The first page of a scope that a Neo4j answers after its start, with statements planned ahead and without."""

    page = scope_page(graph, "de/bundesverwaltungsamt")

    async def forget(tx: Reader) -> Any:
        return await tx.rows("bench", "CALL db.clearQueryCaches()", {})

    await page()  # Java has compiled itself
    await graph.read(forget)
    without = await timed(page)
    await graph.read(forget)
    await warm_up(graph)
    planned = await timed(page)
    table.add_row(
        "first page of 100 of a scope after a start, statements planned ahead",
        f"{planned / without:.2f} × without",
        f"{planned * 1000:.0f} ms against {without * 1000:.0f}",
    )


async def _widest(tx: Reader) -> dict[str, str]:
    text = "MATCH (m)-[:IN_STATE {type: 'SDIMIC'}]->(s) RETURN m.id AS monitor, s.code AS state"
    states = {row["monitor"]: row["state"] for row in await tx.rows("bench", text, {})}
    found = await monitoring.monitored_authorities(tx, monitors=[AuthorityId(id) for id in states])
    monitor = max(found, key=lambda row: len(row["authorities"]))["monitor"]
    return {"monitor": monitor, "state": states[monitor]}


async def bench_registers(server: PrivateNeo4j, graph: Graph, folder: Path, table: Table) -> None:
    """How well bodies are found by their names."""
    await bench_names(graph, folder, table)


async def bench_names_of_one_state(server: PrivateNeo4j, graph: Graph, folder: Path, table: Table) -> None:
    """How fast a body is found by its name in a large state."""
    await bench_large_state(graph, folder, table)


async def bench_size(size: int, server: PrivateNeo4j, graph: Graph, folder: Path, table: Table) -> None:
    """Everything of a network of `size` authorities."""
    await bench_import(graph, folder / "network", size, table)
    await bench_scope(graph, table)
    await bench_reading(graph, size, table)
    await bench_answers(server, "XA", "XA00-sdimic", table)
    await bench_changes(graph, table)


async def main() -> None:
    """Run every benchmark on every network and print one table each."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[20_000, 200_000])
    arguments = parser.parse_args()
    console = Console(width=140)
    networks = {
        "the demonstration network": bench_demonstration,
        "names of the registers of thirty states": bench_registers,
        "names of one large state": bench_names_of_one_state,
    }
    networks |= {f"{size:,} authorities": partial(bench_size, size) for size in arguments.sizes}
    for name, bench in networks.items():
        with tempfile.TemporaryDirectory() as folder, PrivateNeo4j(Path(folder) / "data") as server:
            async with Graph.connect(server.uri, server.auth) as graph:
                await migrate(graph)
                title = f"{name}, Neo4j {NEO4J_VERSION}, default heap"
                table = Table("what", "ratio", "figure", title=title)
                try:
                    await bench(server, graph, Path(folder), table)
                finally:  # what was measured before a failure took long too
                    console.print(table)
    if CHROMIUM:
        await bench_page(console)
    else:
        console.print("There is no Chromium: the map page was not measured. Install the package chromium.")


if __name__ == "__main__":
    asyncio.run(main())
