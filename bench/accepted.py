"""Heavy requests that are accepted, and how long a neighbour waits for a plain answer beside each of them.

The neighbour asks so often beside a loop that does nothing in another process, and beside a client that makes the same
heavy request again and again. Service, Neo4j, neighbour and client are processes of their own, as users run them.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import httpx

from bench.networks import write_network
from bench.processes import SECRETS, serving
from bench.reading import WHOLE
from service.database.graph import Graph, Reader
from service.database.plan_cache import warm_up
from service.http import tokens
from service.model.identifiers import Actor, AuthorityId
from service.neo4j_process import PrivateNeo4j
from service.network_files import import_network
from service.serving.demonstration import demonstration
from service.storage.migrations import migrate

ASKS = 1000
LARGE, SEATS = 20_000, 5_000
"""Authorities of the large network, and how many of them one coordinator looks after."""
FILES_BYTES = 900_000
"""Nearly as much as a request may hold."""
WRITTEN = 2_000
"""Authorities of an import that is carried out."""
Heavy = Callable[[], Awaitable[httpx.Response]]
EVERYWHERE = """mutation ($input: Replace{kind}CoordinatorEverywhereInput!, $dryRun: Boolean!) {{
  replace{kind}CoordinatorEverywhere(input: $input, dryRun: $dryRun) {{
    __typename ... on NetworkChange {{ movedCount moved {{ from {{ id }} to {{ id name }} }} {scopes} }}
    ... on Refusal {{ violations {{ detail }} }} }} }}"""
SCOPES = "scopes { monitor { id } enteredCount leftCount entered { id } left { id } }"
IMPORT = """mutation ($input: ImportNetworkInput!, $dryRun: Boolean!) { importNetwork(input: $input, dryRun: $dryRun) {
  __typename ... on NetworkImport { rowsChanged entries { file row message } }
  ... on Refusal { violations { detail } } ... on InvalidInput { problems { message } } ... on Conflict { message } } }"""
NAMES = (
    "Bundesministerium für Wirtschaft und Arbeit der Stadt und des Landes",
    "Stadt Verwaltung Landkreis Gemeinde Amt Bezirk Regierung Ministerium Kammer",
    "Municipality 0000001 of the Land and the Office for PQ",
)
SIMILAR = (
    'a{i}: similarAuthorities(state: "{state}", name: "{name}") {{ score words authority {{ id name }} }}'
)
ACTIONS = "query ($id: ID!) { authority(id: $id) { actions { action } } }"


@dataclass(frozen=True)
class Place:
    """A state, its NIMIC, one of its areas and regions, and the coordinator of most, with whom it looks after."""

    state: str
    nimic: str
    area: str
    region: str
    coordinator: str
    validated: list[str]


async def place_of(tx: Reader) -> Place:
    """What of the graph is asked about."""
    text = """MATCH (c:Authority)-[:VALIDATES]->(a)-[:IN_STATE]->(s)
    WHERE NOT EXISTS { (c)-[:IN_STATE {type: 'NIMIC'}]->() }
    WITH s, c, collect(a.id) AS validated ORDER BY size(validated) DESC LIMIT 1
    MATCH (nimic)-[:IN_STATE {type: 'NIMIC', status: 'ACTIVE'}]->(s)
    MATCH (region:Region)-[:PART_OF*]->(s)
    RETURN s.code AS state, nimic.id AS nimic, head(collect(region.code)) AS region, c.id AS coordinator, validated"""
    (row,) = await tx.rows("bench", text, {})
    areas = await tx.rows("bench", "MATCH (l:LegislativeArea) RETURN l.code AS code ORDER BY code", {})
    plain = next(each["code"] for each in areas if each["code"] == "SD")
    return Place(**row, area=plain)


def _files(place: Place, prefix: str, size: int | None = None) -> list[dict[str, str]]:
    """New authorities of the NIMIC as network files: so many, or so many as a request may hold."""
    bodies, access = ["id,state,region,type,name,registered_by"], ["authority,area,role,access_coordinator"]
    length = 0
    for number in count():
        id = f"{prefix}{number}"
        bodies.append(f"{id},{place.state},{place.region},CA,Office {number * 7919 % 1000003},{place.nimic}")
        access.append(f"{id},{place.area},CA,{place.nimic}")
        length += len(bodies[-1]) + len(access[-1])
        if number + 1 == size or length > FILES_BYTES:
            break
    texts = {"authorities.csv": bodies, "access.csv": access}
    return [{"name": name, "content": "\n".join(lines) + "\n"} for name, lines in texts.items()]


def heavy_requests(http: httpx.AsyncClient, place: Place, size: int | None = None) -> dict[str, Heavy]:
    """Heavy requests by what they are, with imports of so many authorities. All are accepted however often they are made."""
    files, numbers = _files(place, "tried-", size), count()
    coordinator, nimic = place.coordinator, place.nimic

    def asking(query: str, **variables: Any) -> Heavy:
        return lambda: http.post("/graphql", json={"query": query, "variables": variables})

    def handing_over(kind: str, scopes: str, giver: str, taker: str, **more: Any) -> Heavy:
        given = {"coordinator": giver, "successor": taker, "reason": "bench"}
        dry_run = more.pop("dryRun", False)
        query = EVERYWHERE.format(kind=kind, scopes=scopes)
        return asking(query, input=given | more, dryRun=dry_run)

    there = handing_over("Validating", "", coordinator, nimic, authorities=place.validated)
    back = handing_over("Validating", "", nimic, coordinator, authorities=place.validated)
    turns = cycle((there, back))

    def handed_over() -> Awaitable[httpx.Response]:
        return next(turns)()

    name = cycle(NAMES)
    similar = " ".join(SIMILAR.format(i=i, state=place.state, name=next(name)) for i in range(10))
    batch = {f"q{i}": {"query": next(name)} for i in range(50)}
    rows = len("".join(file["content"] for file in files).splitlines()) - 2

    def importing() -> Awaitable[httpx.Response]:
        written = _files(place, f"written-{next(numbers)}-", size or WRITTEN)
        return asking(IMPORT, input={"files": written}, dryRun=False)()

    return {
        f"an import of {rows:,} rows, tried": asking(IMPORT, input={"files": files}, dryRun=True),
        f"an import of {2 * (size or WRITTEN):,} rows": importing,
        f"{len(place.validated):,} authorities handed over, tried, with scopes": handing_over(
            "Validating", SCOPES, coordinator, nimic, dryRun=True
        ),
        f"{len(place.validated):,} authorities handed over": handed_over,
        "acts on their coordinator, tried": asking(ACTIONS, id=coordinator),
        "the map": asking(WHOLE.replace('"XA"', f'"{place.state}"')),
        "GraphML": lambda: http.get(f"/network/{place.state}.graphml"),
        "JSON for networkx": lambda: http.get(f"/network/{place.state}.json"),
        "10 similar names": asking(f"{{ {similar} }}"),
        "50 names to reconcile": lambda: http.post(
            "/reconcile",
            content=urlencode({"queries": json.dumps(batch)}),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ),
    }


def accepted(response: httpx.Response) -> None:
    """Make sure that it was not refused."""
    said = response.text[:500]
    assert response.is_success and '"errors"' not in said, said
    assert not any(f'"__typename":"{no}"' in said for no in ("Refusal", "InvalidInput", "Conflict")), said


@contextmanager
def _idle() -> Iterator[None]:
    """A loop that does nothing, in another process."""
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as process:
        try:
            yield
        finally:
            process.kill()


async def _neighbour(address: str, headers: dict[str, str], times: int = ASKS) -> list[float]:
    """How many milliseconds each of its questions took, in order of length."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.neighbour",
        address,
        str(times),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    said, _ = await process.communicate(json.dumps(headers).encode() + b"\n")
    assert process.returncode == 0
    return sorted(1000 * seconds for seconds in json.loads(said))


def _told(taken: list[float]) -> str:
    return f"{median(taken):.1f} · {_p99(taken):.1f} · {taken[-1]:.1f}"


def _p99(taken: list[float]) -> float:
    return quantiles(taken, n=100)[98]


async def _beside(heavy: Heavy, address: str, headers: dict[str, str]) -> tuple[list[float], int]:
    """What the neighbour waits while the request is made again and again, and how often it was."""
    asking, made = asyncio.create_task(_neighbour(address, headers)), 0
    while not asking.done():
        accepted(await heavy())
        made += 1
    return await asking, made


async def _measure(name: str, server: PrivateNeo4j, folder: Path, place: Place) -> None:
    token = tokens.issue(SECRETS, Actor(AuthorityId(place.nimic), operator=False), datetime.now(UTC))
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    user, password = server.auth
    print(f"{name}: p50 · p99 · worst of {ASKS} plain questions of a neighbour, ms", flush=True)
    settings = {"DATABASE_URI": server.uri, "DATABASE_USER": user, "DATABASE_PASSWORD": password}
    settings["WARM_UP"] = "false"  # statements are planned already
    settings["REQUEST_TIMEOUT_SECONDS"] = "120"  # however busy this machine is beside
    with serving(folder / "served", **settings) as (_, address):
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=120) as http:
            await _neighbour(address, headers)  # all is warm then
            for what, heavy in heavy_requests(http, place).items():
                accepted(await heavy())
                with _idle():
                    idle = await _neighbour(address, headers)
                taken, made = await _beside(heavy, address, headers)
                more = _p99(taken) - _p99(idle)
                print(
                    f"{what}: {_told(taken)}; idle: {_told(idle)}; p99 {more:+.1f}; made {made}", flush=True
                )


@asynccontextmanager
async def _holding(folder: Path, network: Path) -> AsyncIterator[tuple[PrivateNeo4j, Place]]:
    """A Neo4j with this network."""
    with PrivateNeo4j(folder / "data") as server:
        async with Graph.connect(server.uri, server.auth) as graph:
            await migrate(graph)
            result = await import_network(graph, network)
            assert not result.refused, result.entries[:3]
            await warm_up(graph)
            yield server, await graph.read(place_of)


async def measure() -> None:
    """Print how long a neighbour waits beside each, on the largest state of the demonstration network and on 20,000."""
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large"
        write_network(large, LARGE, central=SEATS)
        for name, network in (
            ("the demonstration network", demonstration()),
            (f"{LARGE:,} authorities", large),
        ):
            place = Path(folder) / name
            async with _holding(place, network) as (server, found):
                await _measure(f"{name}: {found.state}", server, place, found)


if __name__ == "__main__":
    asyncio.run(measure())
