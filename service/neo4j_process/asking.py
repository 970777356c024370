"""Whether a Neo4j answers, asked by the least statement."""

import socket
from enum import Enum, auto

from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from service.database.handshake import BROKEN


class Answer(Enum):
    """What came back for the least statement."""

    GOOD = auto()
    NONE = auto()
    BROKEN = auto()
    """The server answers, its database takes no transaction any more: the disk is full or damaged."""


def answers(uri: str, auth: tuple[str, str]) -> bool:
    """Whether a statement runs there. Raises AuthError."""
    return ask(uri, auth) is Answer.GOOD


def ask(uri: str, auth: tuple[str, str]) -> Answer:
    """Whether a statement runs there, and if not whether it ever will. Raises AuthError."""
    try:
        host, _, port = uri.removeprefix("bolt://").rpartition(":")
        # A connection first: it spares the driver's log one that is refused.
        socket.create_connection((host, int(port)), timeout=1).close()
        with (
            GraphDatabase.driver(
                uri, auth=auth, connection_timeout=2, connection_acquisition_timeout=3
            ) as driver,
            driver.session(database="neo4j") as session,
        ):
            session.run("RETURN 1").consume()  # not execute_query: it would pause 1, 2, 4 s between tries
    except AuthError:
        raise
    except Neo4jError as error:
        return Answer.BROKEN if (error.code or "").startswith(BROKEN) else Answer.NONE
    except (DriverError, OSError, ValueError):
        return Answer.NONE
    return Answer.GOOD
