"""Whether a healthy database is called silent where the machine has far too much to do.

`python -m bench.false_alarms --minutes 60` prints it. The service and its private Neo4j run as users run them, on the
demonstration network, beside processes that do nothing but keep the processors busy; some clients ask and change without
a pause. An alarm is an answer 503, also of `/health/ready`, one that does not come, or that the service says the database
is silent. It exits with 1 when there was any.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from bench.processes import operators_token, serving

CLIENTS, LOAD = 4, 16
PAUSE_SECONDS = 0.5
WARM_UP = 3
"""Rounds of answers to all questions before the load begins: a statement that was never planned takes long on a busy machine."""
READY = "/health/ready"
SILENCES = "authority_network_database_silences_total "
QUERIES = [
    "{ memberStates { code name nimic { id name } } }",
    '{ monitoringScope(monitor: "de-by/wirtschaftsministerium", first: 20) { totalCount edges { node { name } reasons '
    "{ rule { id } path { relation } } } } }",
    '{ authorities(where: {search: "amt"}, first: 20) { totalCount edges { node { id name } } } }',
    'mutation { updateRegion(input: {code: "DE-BY", name: "Bayern"}) { __typename } }',
]


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that only count."""
    with ExitStack() as stack:
        for _ in range(count):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            stack.callback(process.kill)
        yield


class Asked:
    """What was answered: how often each status, and the longest wait."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.longest = 0.0

    async def ask(self, http: httpx.AsyncClient, query: str | None) -> None:
        """One question; without a query whether the service is ready."""
        began = time.perf_counter()
        # A token of its own: one lasts an hour, as the longest runs do.
        headers = {"Authorization": f"Bearer {operators_token()}"}
        try:
            response = await (
                http.post("/graphql", json={"query": query}, headers=headers) if query else http.get(READY)
            )
            status = str(response.status_code)
            if response.status_code != HTTPStatus.OK:
                status += f" {response.text[:200]}" if query else f" {READY}"
            self.statuses[status] += 1
            if response.status_code == HTTPStatus.OK and query and "errors" in response.json():
                raise SystemExit(f"{query} is answered {response.text}")
        except httpx.HTTPError as error:
            self.statuses[type(error).__name__] += 1
        self.longest = max(self.longest, time.perf_counter() - began)

    async def ask_until(self, end: float, http: httpx.AsyncClient, query: str | None, pause: float) -> None:
        """Again and again."""
        while time.perf_counter() < end:
            await self.ask(http, query)
            await asyncio.sleep(pause)

    @property
    def alarms(self) -> int:
        """Answers other than 200."""
        return self.statuses.total() - self.statuses[str(HTTPStatus.OK)]


async def _silences(http: httpx.AsyncClient) -> int:
    lines = (await http.get("/metrics")).text.splitlines()
    return int(float(next(line.removeprefix(SILENCES) for line in lines if line.startswith(SILENCES))))


async def main(minutes: float, load: int) -> int:
    """Print what was asked and the alarms; 1 when there was any."""
    asked = Asked()
    # A request that has its turn so late that its own time is over says nothing of the database.
    patient = {"REQUEST_TIMEOUT_SECONDS": "120"}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder), "--demo", **patient) as (service, address),
    ):
        async with httpx.AsyncClient(base_url=address, timeout=120, trust_env=False) as http:
            for query in QUERIES * WARM_UP:
                warm = Asked()
                while not warm.statuses[str(HTTPStatus.OK)]:
                    await warm.ask(http, query)
            neo4js = {it.pid for it in service.children(recursive=True)}
            with busy(load):
                end = time.perf_counter() + minutes * 60
                clients = [
                    asked.ask_until(end, http, QUERIES[number % len(QUERIES)], 0) for number in range(CLIENTS)
                ]
                await asyncio.gather(*clients, asked.ask_until(end, http, None, PAUSE_SECONDS))
                loaded = os.getloadavg()[0]
            silences = await _silences(http)
            restarts = len({it.pid for it in service.children(recursive=True)} - neo4js)
    table = Table(
        "minutes", "load at the end", "answers", "longest wait", "not 200", "called silent", "restarts"
    )
    table.add_row(
        f"{minutes:g}",
        f"{loaded:.1f} on {os.cpu_count()} processors",
        str(asked.statuses.total()),
        f"{asked.longest:.1f} s",
        str(asked.alarms),
        str(silences),
        str(restarts),
    )
    Console(width=140).print(table)
    if asked.alarms:
        print(f"Answers by status: {dict(asked.statuses)}")
    return int(bool(asked.alarms or silences or restarts))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.false_alarms")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--load", type=int, default=LOAD, help="busy processes beside the service")
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.minutes, given.load)))
