"""The private Neo4j: a child process of the service, made of packages from the Python and Java registries alone.

`attach_or_start` is what commands use: it gives the Neo4j of a data directory, whoever started it. The data directory
holds

    neo4j/            Neo4j's home: conf, data, logs, and its password (0600)
    neo4j.before/     the previous home, only while `restore` puts the new one in its place
    neo4j.json        where a running one is, for other processes of the same user (0600)
    neo4j.port        the port of the last one announced, at which the next one starts
    neo4j.lock        held (flock) by the owner and by its Neo4j, so that it is free only when both are gone
    neo4j.owner       held by the owner alone, so that others tell a living one from one that was killed

The jars are fetched once per user, into the user's cache directory. Linux and macOS.
"""

from service.neo4j_process.attaching import attach_or_start, where_announced
from service.neo4j_process.errors import AdminFailed, AlreadyOwned, CannotStart
from service.neo4j_process.home import DATABASE_SETTINGS
from service.neo4j_process.jars import NEO4J_IMAGE, NEO4J_VERSION, fetch_jars
from service.neo4j_process.server import PrivateNeo4j

__all__ = [
    "DATABASE_SETTINGS",
    "NEO4J_IMAGE",
    "NEO4J_VERSION",
    "AdminFailed",
    "AlreadyOwned",
    "CannotStart",
    "PrivateNeo4j",
    "attach_or_start",
    "fetch_jars",
    "where_announced",
]
