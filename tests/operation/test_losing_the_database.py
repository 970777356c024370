"""The database dies or freezes: 503 at once, no hung request, and all is well again when it is back.

That "at once" is within 4 s, and "well" within 2 s of its return, is shown in a time of its own by test_liveness; here no
answer may take as long as the driver alone would try.
"""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from service.settings import PATIENCE_SECONDS
from tests.operation.process import QUERY, Service, eventually, serving

pytestmark = pytest.mark.timeout(1200)

DRIVER_SECONDS = 10
"""How long the driver waits for a connection, and then tries again."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lost")


@pytest.fixture(scope="module")
def service(folder: Path) -> Iterator[Service]:
    with serving(folder, database_patience_seconds=PATIENCE_SECONDS) as running:
        is_well(running)
        yield running


def is_refused(answer: httpx.Response) -> None:
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) > 0
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAVAILABLE"}
    assert answer.elapsed.total_seconds() < DRIVER_SECONDS


def at_once(service: Service, count: int = 20) -> list[httpx.Response]:
    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(service.ask, [QUERY] * count))


def is_lost(service: Service) -> None:
    """Whoever asks is told so soon: many at once, who comes later, and the probes."""
    for answer in at_once(service):
        is_refused(answer)
    is_refused(service.ask())
    ready = service.get("/health/ready")
    assert ready.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(ready.headers["Retry-After"]) > 0
    assert ready.elapsed.total_seconds() < DRIVER_SECONDS
    assert service.get("/health/live").status_code == HTTPStatus.OK
    assert "authority_network_database_answers 0.0" in service.get("/metrics").text


def is_well(service: Service) -> None:
    """Answers come again, and then for many at once."""
    eventually(lambda: service.get("/health/ready").status_code == HTTPStatus.OK)
    eventually(lambda: {answer.status_code for answer in at_once(service)} == {HTTPStatus.OK})
    eventually(lambda: "authority_network_database_answers 1.0" in service.get("/metrics").text)
    eventually(lambda: "authority_network_transactions_open 0.0" in service.get("/metrics").text)


def test_frozen_it_makes_503_and_thawed_answers(service: Service) -> None:
    neo4j = service.neo4j()
    neo4j.send_signal(signal.SIGSTOP)
    try:
        is_lost(service)
    finally:
        neo4j.send_signal(signal.SIGCONT)
    is_well(service)


def test_killed_it_makes_503_and_started_again_answers(service: Service, folder: Path) -> None:
    """And not before it can: until then it is tried again."""
    before = service.neo4j()
    in_the_way = folder / "data/neo4j/conf/neo4j.conf"
    in_the_way.unlink()
    in_the_way.mkdir()
    before.kill()
    is_lost(service)
    eventually(lambda: "Neo4j did not come back" in service.log)
    in_the_way.rmdir()
    is_well(service)
    assert service.neo4j().pid != before.pid
    assert "Neo4j is back" in service.log


def test_under_a_stream_of_requests_each_is_answered_in_time_whatever_happens(service: Service) -> None:
    """Statuses are 200 and 503 alone, before, during and after a freeze; no request is left hanging."""
    answered: list[httpx.Response] = []
    done = threading.Event()

    def keep_asking() -> None:
        while not done.is_set():
            answered.append(service.ask())

    askers = [threading.Thread(target=keep_asking) for _ in range(4)]
    for asker in askers:
        asker.start()
    try:
        for _ in range(2):
            eventually(lambda: answered[-1:] != [] and answered[-1].status_code == HTTPStatus.OK)
            service.neo4j().send_signal(signal.SIGSTOP)
            eventually(lambda: answered[-1].status_code == HTTPStatus.SERVICE_UNAVAILABLE)
            service.neo4j().send_signal(signal.SIGCONT)
        eventually(lambda: answered[-1].status_code == HTTPStatus.OK)
    finally:
        service.neo4j().send_signal(signal.SIGCONT)
        done.set()
        for asker in askers:
            asker.join()
    assert {answer.status_code for answer in answered} == {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    for answer in answered:
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            is_refused(answer)
