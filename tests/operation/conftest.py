"""Which of these tests can be run here, and the database of those that need nothing in it."""

import sys

import pytest

from service.graph import Graph
from tests.neo4j_server import Neo4jServer

# Elsewhere no process can take the room of another's files away.
collect_ignore = [] if sys.platform == "linux" else ["test_full_disk.py"]


@pytest.fixture
def emptied(neo4j_server: Neo4jServer, graph: Graph) -> Neo4jServer:
    """The Neo4j of the session with its schema and nothing in it, for services that are processes of their own."""
    return neo4j_server
