"""What an answer of the API costs beside its floor: the same statements behind a bare endpoint (bench.bare), over HTTP.

The API is measured with compiled selections and without. The three are processes of their own on one database; they are
asked in turns. Time is the client's, CPU the server's.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Concatenate, ParamSpec, TypeVar

import httpx
import orjson
import psutil
from rich.table import Table

from bench.processes import operators_token, process, serving
from bench.reading import WHOLE
from service.api.execution.context import Context
from service.api.schema import schema
from service.database.graph import Graph, Reader
from service.model.identifiers import Actor
from service.neo4j_process import PrivateNeo4j

P = ParamSpec("P")
T = TypeVar("T")
ROUNDS, WARMING = 30, 5
LONGEST_SECONDS, FEWEST_ROUNDS = 20, 5
"""Of one question: what is slow is asked fewer times."""
NAMES = "id type status name state { code } region { code name } validatingCoordinator { id name }"
REASONS = "reasons { rule { id text } path { relation from { id } to { id } area since } }"
SCOPE = f"""query ($monitor: ID!, $after: String) {{ monitoringScope(monitor: $monitor, first: 100, after: $after) {{
  pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ id name }} {REASONS} }} }} }}"""
COUNTED = SCOPE.replace("pageInfo", "totalCount pageInfo", 1)
STATE = f"""query ($state: String) {{ authorities(first: 100, where: {{state: $state}}) {{
  pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ {NAMES} }} }} }} }}"""
LOOKUP = f"""query ($id: ID!) {{ authority(id: $id) {{ {NAMES} email languages registeredBy {{ id name }} areas {{
  area {{ code name }} role accessCoordinator {{ id name }} requestCoordinators {{ coordinator {{ id name }} since }} }} }} }}"""
EXPLAIN = f"""query ($monitor: ID!, $id: ID!) {{ explainMonitoring(monitor: $monitor, authority: $id) {{
  monitors {REASONS} missing {{ rule {{ id }} detail }} }} }}"""


@dataclass
class Question:
    """What is asked: documents with their variables, one after the other, and their statements."""

    name: str
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    statements: list[list[tuple[str, dict[str, Any]]]] = field(default_factory=list)


class Recording(Graph):
    """A graph that keeps which statements were read, with what."""

    asked: list[tuple[str, dict[str, Any]]]

    async def read(
        self, work: Callable[Concatenate[Reader, P], Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As a graph does it."""
        asked = self.asked

        class Kept(Reader):
            async def rows(self, name: str, cypher: Any, params: Mapping[str, Any]) -> Any:
                asked.append((cypher, dict(params)))
                return await super().rows(name, cypher, params)

        async def kept(tx: Reader, /, *args: P.args, **kwargs: P.kwargs) -> T:
            return await work(Kept(tx._tx, tx._graph), *args, **kwargs)

        return await super().read(kept, *args, **kwargs)


async def _execute(graph: Recording, question: Question, text: str, **variables: Any) -> Any:
    """Ask in this process, and keep what was asked and the statements it took."""
    graph.asked = []
    result = await schema.execute(text, variables, context_value=Context(graph, Actor(None, operator=True)))
    assert result.errors is None and result.data is not None, result.errors
    question.asked.append((text, variables))
    question.statements.append(graph.asked)
    return result.data


async def _questions(graph: Recording, state: str, monitor: str) -> list[Question]:
    """The questions of one state, of a coordinator of it and of one whom that monitors."""
    counted, page, pages, listed, lookup, explain, network = found = [
        Question("page of 100 of a scope, reasons and total"),
        Question("page of 100 of a scope, reasons"),
        Question("whole scope in pages"),
        Question("page of 100 of a state"),
        Question("lookup of one authority"),
        Question("explanation of one pair"),
        Question("network of a state"),
    ]
    total = (await _execute(graph, counted, COUNTED, monitor=monitor))["monitoringScope"]["totalCount"]
    first = (await _execute(graph, page, SCOPE, monitor=monitor))["monitoringScope"]
    other = first["edges"][-1]["node"]["id"]
    pages.name = f"whole scope of {total:,} in pages"
    more, after = True, None
    while more:
        shown = await _execute(graph, pages, SCOPE, monitor=monitor, after=after)
        info = shown["monitoringScope"]["pageInfo"]
        more, after = info["hasNextPage"], info["endCursor"]
    await _execute(graph, listed, STATE, state=state)
    await _execute(graph, lookup, LOOKUP, id=other)
    await _execute(graph, explain, EXPLAIN, monitor=monitor, id=other)
    await _execute(graph, network, WHOLE.replace('"XA"', f'"{state}"'))
    return found


@asynccontextmanager
async def _servers(
    server: PrivateNeo4j, questions: list[Question]
) -> AsyncIterator[tuple[httpx.AsyncClient, dict[str, tuple[psutil.Process, str]]]]:
    uri, (user, password) = server.uri, server.auth
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.json"
        numbered = {
            f"{place}-{number}": statements
            for place, question in enumerate(questions)
            for number, statements in enumerate(question.statements)
        }
        path.write_bytes(orjson.dumps(numbered))
        settings = {"DATABASE_URI": uri, "DATABASE_USER": user, "DATABASE_PASSWORD": password}
        settings["WARM_UP"] = "false"  # nothing is done beside what is measured
        with (
            process(["bench.bare", str(path)], BARE_URI=uri, BARE_USER=user, BARE_PASSWORD=password) as bare,
            serving(Path(folder), **settings) as api,
            serving(Path(folder), **settings, COMPILED_SELECTIONS="false") as not_compiled,
        ):
            headers = {"Authorization": f"Bearer {operators_token()}", "Accept-Encoding": "identity"}
            async with httpx.AsyncClient(timeout=120, trust_env=False, headers=headers) as http:
                yield http, {"bare": bare, "api": api, "not compiled": not_compiled}


async def bench_answers(server: PrivateNeo4j, state: str, monitor: str, table: Table) -> None:
    """Time and CPU of each question through the API, as multiples of the bare endpoint's."""
    async with Recording.connect(server.uri, server.auth) as graph:
        questions = await _questions(graph, state, monitor)
    async with _servers(server, questions) as (http, processes):
        for place, question in enumerate(questions):

            async def bare(place: int = place, question: Question = question) -> None:
                for number, _ in enumerate(question.statements):
                    response = await http.get(f"{processes['bare'][1]}/{place}-{number}")
                    assert response.status_code == 200

            async def api(name: str, question: Question = question) -> None:
                for text, variables in question.asked:
                    body = {"query": text, "variables": variables}
                    response = await http.post(f"{processes[name][1]}/graphql", json=body)
                    assert response.status_code == 200 and b'"errors"' not in response.content[:20], (
                        response.text
                    )

            works: dict[str, Callable[[], Awaitable[None]]] = {
                "bare": bare,
                "api": partial(api, "api"),
                "not compiled": partial(api, "not compiled"),
            }
            taken: dict[str, list[float]] = {name: [] for name in works}
            used = dict.fromkeys(works, 0.0)
            begun = time.perf_counter()
            for round in range(WARMING + ROUNDS):
                if round >= WARMING + FEWEST_ROUNDS and time.perf_counter() - begun > LONGEST_SECONDS:
                    break
                for name, work in works.items():
                    began, cpu = time.perf_counter(), _cpu(processes[name][0])
                    await work()
                    if round >= WARMING:
                        taken[name].append((time.perf_counter() - began) * 1000)
                        used[name] += (_cpu(processes[name][0]) - cpu) * 1000
            cpus = {name: used[name] / len(each) for name, each in taken.items()}
            times = {name: median(each) for name, each in taken.items()}
            table.add_row(
                f"{question.name}, through the API",
                f"{times['api'] / times['bare']:.2f} × a bare endpoint; {times['not compiled'] / times['bare']:.2f} × with "
                "selections not compiled",
                f"{times['api']:.1f} ms against {times['bare']:.1f}; CPU {cpus['api']:.1f} ms against {cpus['bare']:.1f}",
            )


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
