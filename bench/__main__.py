"""`make bench`: the benchmarks, ratios first. Each pair is measured side by side in one run on a private Neo4j.

Sizes are authorities; `--sizes 20000` shortens a run.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.changes import bench_changes
from bench.networks import write_network
from bench.reading import NO_FILTER, bench_reading
from bench.timing import side_by_side, timed
from service.graph import Graph, Reader
from service.migrations import migrate
from service.model import AuthorityId
from service.neo4j_process import NEO4J_VERSION, PrivateNeo4j
from service.network_files import import_network
from service.statements import monitoring


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

    def page(monitor: str, total: bool) -> Callable[[], Awaitable[Any]]:
        return lambda: graph.read(
            monitoring.monitoring_scope,
            monitor=AuthorityId(monitor),
            by_id=False,
            after="",
            limit=100,
            with_total=total,
            where=NO_FILTER,
        )

    async def bare(tx: Reader) -> Any:
        text = "MATCH (a:Authority) WHERE a.sort > '' RETURN a.id AS id ORDER BY a.sort LIMIT 100"
        return await tx.rows("bare", text, {})

    for name, monitor in (("DIMIC", "XA00-SD-0"), ("SDIMIC", "XA00-sdimic"), ("NIMIC", "XA-nimic")):
        first = await graph.read(
            monitoring.monitoring_scope,
            monitor=AuthorityId(monitor),
            by_id=False,
            after="",
            limit=1,
            with_total=True,
            where=NO_FILTER,
        )
        floor, with_total, without = await side_by_side(
            lambda: graph.read(bare), page(monitor, True), page(monitor, False)
        )
        table.add_row(
            f"page of 100 of the scope of a {name}, {first['total']:,} authorities",
            f"{without / floor:.1f} × a bare page of ids; with total {with_total / floor:.1f} ×",
            f"{without:.1f} ms; with total {with_total:.1f} ms",
        )


async def main() -> None:
    """Run every benchmark at every size and print one table a size."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    arguments = parser.parse_args()
    console = Console(width=140)
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as folder, PrivateNeo4j(Path(folder) / "data") as server:
            async with Graph.connect(server.uri, server.auth) as graph:
                await migrate(graph)
                table = Table(
                    "what",
                    "ratio",
                    "figure",
                    title=f"{size:,} authorities, Neo4j {NEO4J_VERSION}, default heap",
                )
                await bench_import(graph, Path(folder) / "network", size, table)
                await bench_scope(graph, table)
                await bench_reading(graph, size, table)
                await bench_changes(graph, table)
                console.print(table)


if __name__ == "__main__":
    asyncio.run(main())
