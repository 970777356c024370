"""A line to Neo4j that can be held up: everything passes until words come by that it is to wait at."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit


class Line:
    """A listener before Neo4j. `uri` is where drivers find it."""

    def __init__(self, uri: str) -> None:
        address = urlsplit(uri)
        self._host, self._port = address.hostname, address.port
        self.uri = ""
        self.wait_at: bytes | None = None
        """What a driver sends that is held back, and all after it on the same connection."""
        self.held = asyncio.Event()
        """Something is being held back."""
        self.hung_up = asyncio.Event()
        """A driver has closed a connection on which something was held back."""
        self.goes_on = asyncio.Event()
        self._pumps: set[asyncio.Task[None]] = set()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect one driver's connection through."""
        from_neo4j, to_neo4j = await asyncio.open_connection(self._host, self._port)
        forth = asyncio.create_task(self._pass_on(reader, to_neo4j, waits=True))
        back = asyncio.create_task(self._pass_on(from_neo4j, writer, waits=False))
        self._pumps |= {forth, back}

    async def _wait_at_it(self, data: bytes, reader: asyncio.StreamReader) -> bytes:
        """`data`, once it may go on; empty when the driver has hung up meanwhile."""
        if self.wait_at is None or self.wait_at not in data:
            return data
        self.held.set()
        going_on, more = asyncio.create_task(self.goes_on.wait()), asyncio.create_task(reader.read(1 << 16))
        try:
            await asyncio.wait({going_on, more}, return_when=asyncio.FIRST_COMPLETED)
            if more.done() and not await more:
                self.hung_up.set()
                return b""
            await going_on
            return data + (more.result() if more.done() else b"")
        finally:
            going_on.cancel()
            more.cancel()
            await asyncio.gather(going_on, more, return_exceptions=True)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, waits: bool
    ) -> None:
        try:
            while data := await reader.read(1 << 16):
                if waits and not (data := await self._wait_at_it(data, reader)):
                    break
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # the other end is gone
        finally:
            writer.close()

    async def close(self) -> None:
        """Hang up everywhere."""
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)


@asynccontextmanager
async def line_to(uri: str) -> AsyncIterator[Line]:
    """A line to the Neo4j at this address."""
    line = Line(uri)
    server = await asyncio.start_server(line.accept, "127.0.0.1")
    line.uri = f"bolt://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        server.close()
        await line.close()
