"""What every test can ask for."""

from collections.abc import Iterator

import pytest

from tests.neo4j_server import Neo4jServer, running_neo4j


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--neo4j",
        default="private",
        metavar="private|container|URI",
        help="the Neo4j to test on: a private one (default), the official image through Docker, or "
        "bolt://user:password@host:port, which is WIPED",
    )


@pytest.fixture(scope="session")
def neo4j_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Neo4jServer]:
    """One Neo4j for the session; tests share it and wipe what they wrote."""
    with running_neo4j(request.config.getoption("--neo4j"), tmp_path_factory.mktemp("neo4j")) as server:
        yield server
