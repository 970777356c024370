"""How the service listens."""

import socket

import pytest

from service.serving.command import listen
from service.settings import Settings


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_answer_waits_for_the_acknowledgement_of_its_beginning(host: str) -> None:
    # asyncio turns Nagle's algorithm off only where it sees that a socket is TCP's.
    with listen(Settings(host=host, port=0)) as listening:
        assert (listening.type, listening.proto) == (socket.SOCK_STREAM, socket.IPPROTO_TCP)
