"""Several processes that serve as one, and the end of them all."""

import signal
import socket
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import httpx
import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.neo4j_server import Neo4jServer
from tests.operation.process import LONG_SECONDS, QUERY, Service, eventually, serving

WORKERS = 2


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, neo4j_server: Neo4jServer) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("workers"), neo4j_server, workers=WORKERS) as running:
        eventually(lambda: figure(running, "database_connections_most") == WORKERS * 50)
        yield running


def workers(service: Service) -> set[int]:
    """Those that run; of what a just-started one runs it knows nothing yet."""
    return {worker.pid for worker in service.children("service.serving.workers")}


def figure(service: Service, name: str, **labels: str) -> float:
    """The sum of one figure over what its other labels say."""
    return sum(
        sample.value
        for family in text_string_to_metric_families(service.get("/metrics").text)
        for sample in family.samples
        if sample.name == f"authority_network_{name}" and labels.items() <= sample.labels.items()
    )


def asked(service: Service) -> float:
    return figure(service, "requests_total", operation="query")


def test_all_serve_on_one_socket_and_whichever_is_asked_tells_the_figures_of_all(service: Service) -> None:
    for count in range(1, 11):
        assert service.ask().status_code == HTTPStatus.OK
        eventually(lambda: asked(service) == count)  # counted once its last byte is sent  # noqa: B023
    assert figure(service, "statement_seconds_count", statement="member_states") == 10


def test_one_that_is_killed_is_replaced_and_what_it_counted_is_kept(service: Service) -> None:
    counted, before = asked(service), workers(service)
    for pid in before:
        victim = psutil.Process(pid)
        victim.kill()
        victim.wait(LONG_SECONDS)
        eventually(lambda: len(workers(service)) == WORKERS)
    eventually(lambda: figure(service, "database_connections_most") == WORKERS * 50)
    assert not workers(service) & before
    assert service.ask().status_code == HTTPStatus.OK
    eventually(lambda: asked(service) == counted + 1)
    assert service.log.count("another starts in") == WORKERS


def test_none_outlives_a_supervisor_that_is_killed(tmp_path: Path, neo4j_server: Neo4jServer) -> None:
    with serving(tmp_path, neo4j_server, workers=WORKERS) as service:
        eventually(lambda: len(workers(service)) == WORKERS)
        below = [psutil.Process(pid) for pid in workers(service)]
        service.process.kill()
        service.process.wait()
        assert not psutil.wait_procs(below, LONG_SECONDS)[1]


def half_a_request(service: Service) -> tuple[socket.socket, bytes]:
    """A request of which the head has come, and the body that is still to come."""
    body = b'{"query": "%s"}' % QUERY.encode()
    host, port = service.address.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=LONG_SECONDS)
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nAuthorization: {service.headers['Authorization']}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nExpect: 100-continue\r\n\r\n"
    )
    connection.sendall(head.encode())
    assert connection.recv(1000).startswith(b"HTTP/1.1 100")  # the service is reading the body
    return connection, body


def is_answered_though_told_to_stop(service: Service) -> None:
    connection, body = half_a_request(service)
    with connection:
        service.process.send_signal(signal.SIGTERM)
        eventually(lambda: is_refused(service))  # it is stopping
        connection.sendall(body)
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b'{"data":{"memberStates":[' in answer
    assert service.process.wait(LONG_SECONDS) == 0
    assert "Traceback" not in service.log


def test_a_request_at_work_is_answered_before_the_service_ends(
    tmp_path: Path, neo4j_server: Neo4jServer
) -> None:
    with serving(tmp_path, neo4j_server, stop_timeout_seconds=LONG_SECONDS) as service:
        is_answered_though_told_to_stop(service)


def test_it_is_answered_before_the_workers_and_then_their_neo4j_end(tmp_path: Path) -> None:
    with serving(tmp_path, workers=WORKERS, stop_timeout_seconds=LONG_SECONDS) as service:
        eventually(lambda: len(workers(service)) == WORKERS)
        below = [service.neo4j(), *(psutil.Process(pid) for pid in workers(service))]
        is_answered_though_told_to_stop(service)
        assert not [process for process in below if process.is_running()]
        assert not (tmp_path / "data/neo4j.json").exists()


def is_refused(service: Service) -> bool:
    """Whether no new connection is taken; one that is taken and then hangs is not refused."""
    try:
        service.get("/health/live", seconds=0.5)
    except httpx.ConnectError:
        return True
    except httpx.TransportError:
        pass
    return False


def test_a_request_that_does_not_end_is_not_waited_for_beyond_the_time(
    tmp_path: Path, neo4j_server: Neo4jServer
) -> None:
    with serving(tmp_path, neo4j_server, stop_timeout_seconds=1) as service:
        connection, _ = half_a_request(service)
        with connection:
            assert service.stop() == 0
            answer = connection.makefile("rb").read()
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b'"UNAVAILABLE"' in answer
        assert "Traceback" not in service.log
