"""What clients feel while the database is away: how soon they are refused, and how soon answered when it is back.

`python -m bench.losing` prints it. The service and its private Neo4j run as users run them; a few clients ask without a
pause. Neo4j is frozen for a while (SIGSTOP), or killed and started again by the service, several times each.
"""

import asyncio
import signal
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
import psutil
from rich.console import Console
from rich.table import Table

from bench.processes import operators_token, serving
from service.neo4j_process import where_announced
from service.neo4j_process.asking import answers

CLIENTS, TIMES = 4, 5
AWAY_SECONDS, WELL_SECONDS = 8, 3
QUERY = "{ memberStates { code name nimic { id name } } }"
"""Quick when its statements are not planned yet, as after a start of Neo4j: what is measured is the way to it."""


@dataclass(frozen=True)
class Answer:
    """One answer: when it was asked for and when it came, by the clock of time.perf_counter."""

    asked: float
    came: float
    status: int


class Clients:
    """They ask the next question when they have the answer to the last."""

    def __init__(self, address: str) -> None:
        self._address = address
        self.answers: list[Answer] = []

    async def ask_without_pause(self) -> None:
        """Until cancelled."""
        headers = {"Authorization": f"Bearer {operators_token()}"}
        async with httpx.AsyncClient(timeout=60, trust_env=False, headers=headers) as http:
            while True:
                asked = time.perf_counter()
                response = await http.post(f"{self._address}/graphql", json={"query": QUERY})
                self.answers.append(Answer(asked, time.perf_counter(), response.status_code))
                await asyncio.sleep(0.01)

    async def are_well(self) -> None:
        """Return when they have been answered, and nobody was refused, for a while."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(WELL_SECONDS)
            heard = [answer.status for answer in self.answers if answer.came > begun]
            if len(heard) >= CLIENTS and set(heard) == {HTTPStatus.OK}:
                return


async def _freeze(neo4j: psutil.Process, data_dir: Path) -> float:
    neo4j.send_signal(signal.SIGSTOP)
    try:
        await asyncio.sleep(AWAY_SECONDS)
    finally:
        neo4j.send_signal(signal.SIGCONT)
    return time.perf_counter()


async def _kill(neo4j: psutil.Process, data_dir: Path) -> float:
    neo4j.kill()
    await asyncio.to_thread(neo4j.wait)
    while not await asyncio.to_thread(answers, *where_announced(data_dir)):  # noqa: ASYNC110  # it tells nobody
        await asyncio.sleep(0.01)
    return time.perf_counter()


def _neo4j_of(service: psutil.Process) -> psutil.Process:
    return next(it for it in service.children(recursive=True) if "java" in it.name())


async def _lose(
    away: Callable[[psutil.Process, Path], Awaitable[float]],
    service: psutil.Process,
    data_dir: Path,
    clients: Clients,
) -> tuple[float, float, float]:
    """Seconds: the longest wait for a refusal, and for an answer of who asked before its return; and until all are answered."""
    lost = time.perf_counter()
    back = await away(_neo4j_of(service), data_dir)
    await clients.are_well()
    heard = [answer for answer in clients.answers if answer.came > lost]
    assert {answer.status for answer in heard} <= {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    refused = [answer for answer in heard if answer.status == HTTPStatus.SERVICE_UNAVAILABLE]
    last = max(answer.came for answer in refused)
    well = min(answer.came for answer in heard if answer.came > last)
    answered = [answer for answer in heard if answer.asked < back and answer.status == HTTPStatus.OK]
    return _longest(refused), _longest(answered), well - back


def _longest(answers: Iterable[Answer]) -> float:
    return max((answer.came - answer.asked for answer in answers), default=0)


async def main() -> None:
    """Print the worst of each."""
    table = Table("database", "refused within", "or answered within", "answered again within, of its return")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as (service, address):
        clients = Clients(address)
        asking = [asyncio.create_task(clients.ask_without_pause()) for _ in range(CLIENTS)]
        await clients.are_well()  # the first question takes as long as it takes
        for name, away in (("frozen", _freeze), ("killed, started again by the service", _kill)):
            lost = [await _lose(away, service, Path(folder), clients) for _ in range(TIMES)]
            table.add_row(
                f"{name}, {TIMES} times", *(f"{max(seconds):.2f} s" for seconds in zip(*lost, strict=True))
            )
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    Console(width=140).print(table)


if __name__ == "__main__":
    asyncio.run(main())
