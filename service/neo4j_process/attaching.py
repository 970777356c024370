"""The Neo4j of a data directory, whoever started it."""

import time
from pathlib import Path

from service.neo4j_process.errors import AlreadyOwned, CannotStart
from service.neo4j_process.ownership import Address, Ownership
from service.neo4j_process.server import PrivateNeo4j


def attach_or_start(
    data_dir: Path, *, heap: str = "1g", page_cache: str = "256m", patience_seconds: float = 60
) -> PrivateNeo4j:
    """The Neo4j of this data directory: the one that runs, else one started here.

    Of several processes that come at once one starts it and the others attach. Waits up to `patience_seconds` for an
    owner that is starting or ending. Stop what it returns; that does nothing to one attached to. Raises
    AlreadyOwned when the owner's does not answer, CannotStart.
    """
    server = PrivateNeo4j(data_dir, heap=heap, page_cache=page_cache)
    deadline = time.monotonic() + patience_seconds
    while not server.attach():
        try:
            return server.start()
        except AlreadyOwned:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
    return server


def where_announced(data_dir: Path) -> Address:
    """Address, user and password of the Neo4j that another process runs there, even while it restarts it.

    Raises CannotStart where nobody announces one.
    """
    there = Ownership(data_dir).address()
    if there is None:
        raise CannotStart(f"No process runs the Neo4j in {data_dir}.")
    return there
