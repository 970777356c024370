"""HTTP/1.1 as uvicorn speaks it, with what it lacks: an end to every wait, and answers to those who offer HTTP/2.

uvicorn waits without end for the head of a request, for the rest of a body that was refused and for an answer to be
read; each such connection would hold a descriptor and memory, and none of them needs a token. Its own timer runs from an
answer to the next byte. Here one runs whenever bytes have come and nothing is being answered, and from the beginning, so
that of all connections each has a request at work, or a timer; no byte begins it anew. And of each is looked whether
what waits to be read is being read.
"""

import asyncio
import socket
import struct
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_SECONDS = 10.0
"""How long the head of a request may take: from its first byte, and the first one's from when the connection is made."""
REST_SECONDS = 30.0
"""How long the rest of a body may take whose request is answered already."""
MOST_HEAD_BYTES = 64 * 1024
"""What may come that is of no body: a head, and the marks and trailers between and after chunks."""
MOST_AHEAD = 100
"""How many requests may wait for earlier answers: uvicorn reads thousands for each that it answers."""
READ_SECONDS = 30.0
"""How long an answer may wait while the client reads nothing of it; it is noticed within twice that time."""
_TCP_INFO: int | None = getattr(socket, "TCP_INFO", None)
_BYTES_ACKED = 120
"""Where `tcpi_bytes_acked` stands in Linux's `tcp_info`."""


class TooManyAhead(Exception):
    """Further requests came than may wait; the parser makes an invalid one of it, and uvicorn the end of the connection."""


class PunctualProtocol(HttpToolsProtocol):
    """HTTP for clients that send requests and read answers soon; connections of others are closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*args, **kwargs)
        self._other_bytes = 0  # since the last that was of a body, or a head complete
        self._in_body = False
        self._timer: asyncio.TimerHandle | None = None
        self._at_work: RequestResponseCycle | None = None
        self._unread = False  # at the last look
        self._taken = 0
        self._next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more, and notify the request at work: uvicorn notifies only the last that came."""
        self._wait_no_more()
        if self._next_look is not None:
            self._next_look.cancel()
        if self._at_work is not None and not self._at_work.response_complete:
            self._at_work.disconnected = True
            self._at_work.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)

    # --- requests -----------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Take bytes, after which uvicorn has no timer."""
        self._other_bytes += len(data)
        self._parse(data)
        if self.transport.is_closing():
            return
        if self._other_bytes > MOST_HEAD_BYTES:
            self.transport.close()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering:
            self._wait_no_more()
        elif self._timer is None:
            self._wait(REST_SECONDS if self._in_body else HEAD_SECONDS)

    def _parse(self, data: bytes) -> None:
        """Read the bytes as uvicorn would, but for a request to change to HTTP/2 or another protocol.

        httptools ends such a request at its head. Java's HttpClient and `curl --http2` offer HTTP/2 with every first
        request, its body following: it is read again as one that offers nothing.
        """
        self._unset_keepalive_if_required()
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            if self.parser.get_method() == b"CONNECT":
                self.send_400_response("CONNECT is not answered.")
                return
            rest = data[upgrade.args[0] :]
            head = self._head_without_upgrade()
            self.parser = httptools.HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn
            self._parse(head + rest)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")

    def _head_without_upgrade(self) -> bytes:
        line = b"%s %s HTTP/%s\r\n" % (
            self.parser.get_method(),
            self.url,
            self.parser.get_http_version().encode(),
        )
        lines = [b"%s: %s\r\n" % (name, value) for name, value in self.headers if name != b"upgrade"]
        return b"".join([line, *lines, b"\r\n"])

    def on_message_begin(self) -> None:
        """A head begins."""
        self._other_bytes = 0
        if self.cycle is not None:  # the first one's time runs from the beginning of the connection
            self._wait_no_more()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; a trailer, which nobody reads, is not kept."""
        if not self._in_body:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """A head is complete. Raises TooManyAhead."""
        self._other_bytes = 0
        self._wait_no_more()
        if self.parser.should_upgrade():
            return  # what becomes of it `_parse` decides
        self._in_body = True
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            raise TooManyAhead

    def on_body(self, body: bytes) -> None:
        """A part of a body."""
        self._other_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is complete."""
        if self.parser.should_upgrade():
            return
        self._in_body = False
        self._other_bytes = 0
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._at_work = cycle
        super()._start_asgi_task(cycle, app)

    def _wait(self, seconds: float) -> None:
        self._timer = self.loop.call_later(seconds, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # --- answers ------------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        unread, taken = self.transport.get_write_buffer_size() > 0, self._bytes_taken()
        if unread and self._unread and taken == self._taken:
            self._cut()
            return
        self._unread, self._taken = unread, taken
        self._next_look = self.loop.call_later(READ_SECONDS, self._look)

    def _bytes_taken(self) -> int:
        """How much of its answers the client has taken.

        What waits here is no measure: the system takes more only when megabytes that it keeps itself have become fewer, so
        it stays the same for minutes while a slow client reads. It is one where the system tells no better.
        """
        if _TCP_INFO is None:
            return -self.transport.get_write_buffer_size()
        info = self._socket().getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _BYTES_ACKED + 8)
        (taken,) = struct.unpack_from("Q", info, _BYTES_ACKED)
        return int(taken)

    def _cut(self) -> None:
        """End the connection though something is unread, for which closing would wait: here, and then the system."""
        at_once = struct.pack("ii", 1, 0)
        self._socket().setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.transport.abort()

    def _socket(self) -> socket.socket:
        found: socket.socket = self.transport.get_extra_info("socket")
        return found
