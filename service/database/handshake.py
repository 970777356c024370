"""Bolt, Neo4j's protocol, below the driver: the first words, and codes of a database that needs help.

The first words are the least that a server which is alive must answer. They are answered without a thread, a user or a
statement: a server that has much to do still greets at once, one that is frozen does not.
"""

import asyncio
import ssl
from urllib.parse import urlsplit

BROKEN = ("Neo.DatabaseError.Transaction.", "Neo.DatabaseError.Database.")
"""How codes begin of a database whose disk is full or damaged. It takes no transaction until it is started again."""
DEFAULT_PORT = 7687
HELLO = bytes.fromhex("6060b017 00080805 00020404 00000104 00000003")
"""The protocol's mark and four ranges of versions; the answer is the version chosen, or zeros for none."""


async def handshake(uri: str) -> bool:
    """Whether a server at this address answers the first words. Waits for as long as it takes."""
    address = urlsplit(uri)
    encryption: ssl.SSLContext | None = None
    if address.scheme.endswith(("+s", "+ssc")):
        encryption = ssl.create_default_context()
        # Nothing is sent that the server could misuse, and nothing believed: the driver checks its identity.
        encryption.check_hostname, encryption.verify_mode = False, ssl.CERT_NONE
    try:
        reader, writer = await asyncio.open_connection(
            address.hostname, address.port or DEFAULT_PORT, ssl=encryption, happy_eyeballs_delay=0.1
        )
    except OSError:
        return False
    try:
        writer.write(HELLO)
        await reader.readexactly(4)
    except (OSError, asyncio.IncompleteReadError):
        return False
    else:
        return True
    finally:
        writer.transport.abort()
