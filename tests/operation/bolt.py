"""A proxy before Neo4j that understands Bolt: it keeps what transactions begin after, and what bookmarks they were given."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from neo4j._codec.packstream import v1 as packstream

UNPACKER: Any = packstream.Unpacker
RUN, BEGIN, COMMIT, SUCCESS, RECORD = b"\x10", b"\x11", b"\x12", b"\x70", b"\x71"
NOTHING = b""
"""Of a message that only says that whoever sends it lives: a driver gives up a server that says nothing for 5 s."""
MANIFEST = b"\x00\x00\x01\xff"
"""What a server answers that lets the driver choose of its versions."""


@dataclass
class Transaction:
    """One that a driver has begun."""

    after: frozenset[str]
    """The bookmarks it begins with."""
    mode: str
    """`r` for one that only reads, else `w`."""
    statements: list[str] = field(default_factory=list)
    has_begun: bool = False
    """Whether Neo4j has said so."""
    given: str | None = None
    """The bookmark of its commit."""


class Proxy:
    """A listener before Neo4j. `uri` is where drivers find it, as that of a cluster."""

    def __init__(self, uri: str) -> None:
        address = urlsplit(uri)
        self._host, self._port = address.hostname, address.port
        self.uri = ""
        self.transactions: list[Transaction] = []
        self.hung_up = asyncio.Event()
        """A driver has closed a connection whose transaction Neo4j had not begun."""
        self._pumps: set[asyncio.Task[None]] = set()

    def unaware_of(self, seen: Collection[str]) -> list[Transaction]:
        """The transactions that begin neither after this nor after one that does."""
        known, unaware = set(seen), []
        for each in self.transactions:
            if not known & each.after:
                unaware.append(each)
            elif each.given is not None:
                known.add(each.given)
        return unaware

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect one driver's connection through."""
        from_neo4j, to_neo4j = await asyncio.open_connection(self._host, self._port)
        task = asyncio.create_task(_Connection(self, reader, to_neo4j, from_neo4j, writer).pass_on())
        self._pumps.add(task)

    async def close(self) -> None:
        """Hang up everywhere."""
        for pump in self._pumps:
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)


class _Connection:
    def __init__(
        self,
        proxy: Proxy,
        from_driver: asyncio.StreamReader,
        to_neo4j: asyncio.StreamWriter,
        from_neo4j: asyncio.StreamReader,
        to_driver: asyncio.StreamWriter,
    ) -> None:
        self._proxy = proxy
        self._from_driver, self._to_neo4j = from_driver, to_neo4j
        self._from_neo4j, self._to_driver = from_neo4j, to_driver
        self._asked: list[tuple[bytes, Transaction | None]] = []
        """What Neo4j has not answered yet, the first first."""
        self._transaction: Transaction | None = None

    async def pass_on(self) -> None:
        forth = back = None
        try:
            await self._greet()
            forth = asyncio.create_task(self._forth())
            back = asyncio.create_task(self._back())
            await asyncio.wait({forth, back}, return_when=asyncio.FIRST_COMPLETED)
        except (OSError, asyncio.IncompleteReadError):
            pass  # one end is gone
        finally:
            ends = [each for each in (forth, back) if each is not None]
            for each in ends:
                each.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
            for writer in (self._to_neo4j, self._to_driver):
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()
            if any(tag == BEGIN for tag, _ in self._asked):
                self._proxy.hung_up.set()

    async def _greet(self) -> None:
        """The words before the first message: the versions that the driver speaks, the answer, its choice."""
        await _copy(self._from_driver, self._to_neo4j, 20)
        if await _copy(self._from_neo4j, self._to_driver, 4) == MANIFEST:
            await _copy(
                self._from_neo4j, self._to_driver, 4 * await _copy_number(self._from_neo4j, self._to_driver)
            )
            await _copy_number(self._from_neo4j, self._to_driver)
            await _copy(self._from_driver, self._to_neo4j, 4)
            await _copy_number(self._from_driver, self._to_neo4j)

    async def _forth(self) -> None:
        while True:
            sent, tag, fields = await _message(self._from_driver)
            if tag == BEGIN:
                (extra,) = fields
                self._transaction = Transaction(frozenset(extra.get("bookmarks", ())), extra.get("mode", "w"))
                self._proxy.transactions.append(self._transaction)
            elif tag == RUN and self._transaction is not None:
                self._transaction.statements.append(fields[0])
            if tag != NOTHING:
                self._asked.append((tag, self._transaction))
            if tag == COMMIT:
                self._transaction = None
            self._to_neo4j.write(sent)
            await self._to_neo4j.drain()

    async def _back(self) -> None:
        while True:
            sent, tag, fields = await _message(self._from_neo4j)
            if tag not in (RECORD, NOTHING):  # it ends an answer
                asked, transaction = self._asked.pop(0)
                if transaction is not None and tag == SUCCESS:
                    transaction.has_begun |= asked == BEGIN
                    if asked == COMMIT:
                        transaction.given = fields[0].get("bookmark")
            self._to_driver.write(sent)
            await self._to_driver.drain()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count: int) -> bytes:
    data = await reader.readexactly(count)
    writer.write(data)
    return data


async def _copy_number(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """A number of seven bits a byte, the least first; the last byte has no eighth."""
    number = place = 0
    while True:
        (byte,) = await _copy(reader, writer, 1)
        number |= (byte & 0x7F) << place
        if byte < 0x80:
            return number
        place += 7


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes, list[Any]]:
    """The bytes of a message as they were sent, its tag and its fields."""
    sent, data = bytearray(), bytearray()
    while True:
        length = await reader.readexactly(2)
        sent += length
        if (count := int.from_bytes(length)) == 0:
            break
        chunk = await reader.readexactly(count)
        sent += chunk
        data += chunk
    if not data:
        return bytes(sent), NOTHING, []
    buffer = UNPACKER.new_unpackable_buffer()
    buffer.data, buffer.used = data, len(data)
    unpacker = UNPACKER(buffer)
    count, tag = unpacker.unpack_structure_header()
    return bytes(sent), tag, [] if tag == RECORD else [unpacker.unpack() for _ in range(count)]


@asynccontextmanager
async def proxy_to(uri: str) -> AsyncIterator[Proxy]:
    """A proxy before the Neo4j at this address."""
    proxy = Proxy(uri)
    server = await asyncio.start_server(proxy.accept, "127.0.0.1")
    proxy.uri = f"neo4j://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield proxy
    finally:
        server.close()
        await proxy.close()
