"""Connections whose clients do not send their requests, or do not read their answers: uvicorn waits without end for both.

Each such connection would hold a descriptor, and an answer. uvicorn's own timer runs from an answer to the next byte. Here
one runs whenever bytes have come and nothing is being answered, and from the beginning; so of all connections each has a
request at work, or a timer. And of each is looked whether what waits to be read becomes less. Nor may many requests wait
for the answers before theirs, of which uvicorn reads thousands for each that it answers.
"""

import asyncio
import socket
import struct
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0
"""How long the head of a request may take: from its first byte, and the first one's from when the connection is made."""
MOST_HEAD_BYTES = 64 * 1024
"""What a head that has not ended may have, beside what is read at once."""
MOST_AHEAD = 100
"""How many requests may wait for answers before theirs."""
READ_SECONDS = 30.0
"""How long an answer may wait of which nothing is read; at most twice that passes until it is noticed."""


class TooManyAhead(Exception):
    """Further requests came than may wait; the parser makes an invalid one of it, and uvicorn the end of the connection."""


class PunctualProtocol(HttpToolsProtocol):
    """HTTP for clients that send requests and read answers soon; connections of others are closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*args, **kwargs)
        self._head_bytes: int | None = 0  # None: no head has begun, or it is complete
        self._timer: asyncio.TimerHandle | None = None
        self._unread_bytes = 0  # at the last look; 0 too if the client has been seen to read since
        self._next_look: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        if self._next_look is not None:
            self._next_look.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, after which uvicorn has no timer."""
        if self._head_bytes is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes is None:  # a body that is still coming though it was refused may take its time
            self._wait_no_more()
        elif self._head_bytes > MOST_HEAD_BYTES:
            self.transport.close()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if not is_answering and self._timer is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A head begins, and so the last answer was read, but for the few that may be asked ahead."""
        self._head_bytes = 0
        self._unread_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is complete. Raises TooManyAhead."""
        self._head_bytes = None
        self._wait_no_more()
        super().on_headers_complete()
        if len(self.pipeline) > MOST_AHEAD:
            raise TooManyAhead

    def resume_writing(self) -> None:
        """Much was waiting, and nearly all of it was read."""
        self._unread_bytes = 0
        super().resume_writing()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        unread = self.transport.get_write_buffer_size()
        if 0 < self._unread_bytes <= unread:
            self._cut()
            return
        self._unread_bytes = unread
        self._next_look = self.loop.call_later(READ_SECONDS, self._look)

    def _cut(self) -> None:
        """End the connection though something is unread, for which closing would wait: here, and then the system."""
        at_once = struct.pack("ii", 1, 0)
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.transport.abort()
