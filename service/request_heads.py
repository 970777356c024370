"""Connections whose requests do not come: uvicorn waits for them without end, and each holds a descriptor.

Its own timer runs from an answer to the next byte. Here one runs whenever bytes have come and nothing is being answered,
and from the beginning; so of all connections each has a request at work, or a timer.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SECONDS = 10.0
"""How long the head of a request may take: from its first byte, and the first one's from when the connection is made."""
MOST_BYTES = 64 * 1024
"""What a head that has not ended may have, beside what is read at once."""


class PunctualProtocol(HttpToolsProtocol):
    """HTTP for clients that send the heads of their requests soon; connections of others are closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As uvicorn makes it."""
        super().__init__(*args, **kwargs)
        self._head_bytes: int | None = 0  # None: no head has begun, or it is complete
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes, after which uvicorn has no timer."""
        if self._head_bytes is not None:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._head_bytes is None:  # a body that is still coming though it was refused may take its time
            self._wait_no_more()
        elif self._head_bytes > MOST_BYTES:
            self.transport.close()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if not is_answering and self._timer is None:
            self._wait()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._head_bytes = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head is complete."""
        self._head_bytes = None
        self._wait_no_more()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._timer = self.loop.call_later(SECONDS, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
