"""No room for Neo4j's files: as on a full disk, its writes fail. RLIMIT_FSIZE does it, to anyone and at any moment."""

import resource
from http import HTTPStatus
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from service.neo4j_process import PrivateNeo4j, where_announced
from tests.operation.process import Service, eventually, serving

pytestmark = pytest.mark.timeout(1200)

ROOM_BYTES = 500_000
ENDLESS = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def full(data_dir: Path) -> tuple[int, int]:
    """The limit that leaves little room beyond the largest file there is."""
    files = (file for file in (data_dir / "neo4j/data").rglob("*") if file.is_file())
    return max(file.stat().st_size for file in files) + ROOM_BYTES, resource.RLIM_INFINITY


def driver(uri: str, auth: tuple[str, str]) -> Driver:
    return GraphDatabase.driver(uri, auth=auth, max_transaction_retry_time=1)


def write(uri: str, auth: tuple[str, str], number: int) -> bool:
    """Whether Neo4j says that it has written this."""
    try:
        with driver(uri, auth) as connection, connection.session() as session:
            session.run(
                "CREATE (:Kept {number: $number, room: $room})", number=number, room="x" * 50_000
            ).consume()
    except (DriverError, Neo4jError):
        return False
    return True


def written_until_full(uri: str, auth: tuple[str, str]) -> int:
    for number in range(1_000):
        if not write(uri, auth, number):
            return number
    raise AssertionError("the disk was never full")


def kept(uri: str, auth: tuple[str, str]) -> set[int]:
    with driver(uri, auth) as connection, connection.session() as session:
        return {row["number"] for row in session.run("MATCH (k:Kept) RETURN k.number AS number")}


def limit(service: Service, bounds: tuple[int, int]) -> None:
    """For the Neo4j that runs, and by way of the service for the next."""
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, bounds)
    for child in service.children("org.neo4j.server.CommunityEntryPoint"):
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, bounds)


def is_refused(service: Service) -> bool:
    """Not between a restart and the next write that fails."""
    answer = service.ask()
    if answer.status_code == HTTPStatus.OK:
        return False
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    return True


def test_full_the_service_says_503_and_with_room_again_it_has_all_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as service:
        uri, auth = where_announced(tmp_path / "data")
        assert service.ask().status_code == HTTPStatus.OK
        limit(service, full(tmp_path / "data"))
        acknowledged = written_until_full(uri, auth)
        eventually(lambda: is_refused(service))
        eventually(lambda: "takes no transactions; it is killed" in service.log)
        limit(service, ENDLESS)
        eventually(lambda: service.ask().status_code == HTTPStatus.OK)
        limit(service, ENDLESS)  # one that was started in between
        eventually(lambda: write(uri, auth, 1_000))
        # The last one may be there too: it was not said to be written, nor not to be.
        assert set(range(acknowledged)) | {1_000} <= kept(uri, auth) <= set(range(acknowledged + 1)) | {1_000}
        assert "Traceback" not in service.log and "UNEXPECTED" not in service.log


def test_broken_by_a_full_disk_and_stopped_once_there_is_room_it_starts_with_its_data(tmp_path: Path) -> None:
    """An orderly stop would write the rest of its log and leave one that cannot be read."""
    server = PrivateNeo4j(tmp_path, heap="512m").start()
    try:
        assert server.pid is not None
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, full(tmp_path))
        acknowledged = written_until_full(server.uri, server.auth)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, ENDLESS)
        server.stop()
        server.start()
        assert set(range(acknowledged)) <= kept(server.uri, server.auth) <= set(range(acknowledged + 1))
    finally:
        server.stop()
