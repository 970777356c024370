"""The floor of an answer: Starlette, the driver and orjson around the statements that the service runs for it.

`python -m bench.bare QUESTIONS` serves `/NAME` for each name of a JSON file: the rows of its statements, one transaction
each, as the service has it. It prints its address, and ends with its standard input.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from neo4j import AsyncDriver, AsyncGraphDatabase, AsyncManagedTransaction
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Statement = tuple[str, dict[str, Any]]


async def _rows(tx: AsyncManagedTransaction, cypher: Any, params: dict[str, Any]) -> list[list[Any]]:
    return [record.values() async for record in await tx.run(cypher, params)]


def bare(questions: dict[str, list[Statement]], driver: AsyncDriver) -> Starlette:
    """The application: what it answers is what the database says."""

    async def answer(request: Request) -> Response:
        found = []
        for cypher, params in questions[request.path_params["name"]]:
            async with driver.session(database="neo4j") as session:
                found.append(await session.execute_read(_rows, cypher, params))
        return Response(orjson.dumps(found), media_type="application/json")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await driver.close()

    return Starlette(routes=[Route("/{name}", answer)], lifespan=lifespan)


class _Server(uvicorn.Server):
    async def startup(self, sockets: Any = None) -> None:
        """Serve, then say where."""
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()
        print(f"http://{host}:{port}", flush=True)


async def main(questions: dict[str, list[Statement]]) -> None:
    """Serve until standard input ends."""
    auth = os.environ["BARE_USER"], os.environ["BARE_PASSWORD"]
    driver = AsyncGraphDatabase.driver(os.environ["BARE_URI"], auth=auth)
    server = _Server(uvicorn.Config(bare(questions, driver), port=0, log_level="warning", access_log=False))
    serving = asyncio.create_task(server.serve())
    await asyncio.to_thread(sys.stdin.read)
    server.should_exit = True
    await serving


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
