"""Dockerfile and docker-compose.yml, as docs/operation.md has them used."""

import os
import re
import shutil
import signal
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.containers.commands import ADDRESS, Composition, healthy

pytestmark = pytest.mark.timeout(1800)

ROOT = Path(__file__).parents[2]
NETWORK = ROOT / "tests/api/network"
SCOPE = """query($monitor: ID!) {
  monitoringScope(monitor: $monitor, first: 10) {
    totalCount edges { node { id } reasons { rule { id } } } } }"""
STOPPED_BY_ITSELF = (0, 128 + signal.SIGTERM)
"""Exit codes; 137 is that of a container that was killed as its time to stop was over."""


def scope(composition: Composition) -> Any:
    return composition.ask(SCOPE, monitor="bund")["monitoringScope"]


@pytest.fixture(scope="module")
def answer(composition: Composition) -> Any:
    """What is answered about a small network, imported by the command of docs/operation.md from a folder mounted for it."""
    composition.compose("run", "--rm", "-v", f"{NETWORK}:/network:ro", "service", "import", "/network")
    return scope(composition)


def test_the_published_port_answers_health_and_shows_the_page(composition: Composition) -> None:
    with httpx.Client(base_url=ADDRESS, timeout=60) as client:
        for path in ("/health/live", "/health/ready"):
            assert client.get(path).status_code == 200
        page = client.get("/")
        assert page.status_code == 200 and "<title>Authority network</title>" in page.text
        scripts = re.findall(r'<script [^>]*src="([^"]+)"', page.text)
        assert scripts
        for script in scripts:
            assert client.get(script).headers["content-type"].startswith("text/javascript")


def test_the_port_answers_no_question_without_a_token(composition: Composition) -> None:
    question = {"query": SCOPE, "variables": {"monitor": "bund"}}
    assert httpx.post(f"{ADDRESS}/graphql", json=question, timeout=330).status_code == 401


def test_a_scope_is_answered_after_an_import(answer: Any) -> None:
    assert answer["totalCount"] > 0
    for edge in answer["edges"]:
        assert edge["reasons"]


def test_an_export_writes_into_a_mounted_folder_as_the_user_that_is_named(
    composition: Composition, answer: Any, folder: Path
) -> None:
    exported = folder / "exported"
    exported.mkdir()
    os.chown(exported, 1234, 1234)
    composition.compose(
        "run", "--rm", "-v", f"{exported}:/network", "--user", "1234", "service", "export", "/network"
    )
    files = {path.name for path in NETWORK.glob("*.csv")}
    assert {path.name for path in exported.iterdir()} == files
    assert {path.stat().st_uid for path in exported.iterdir()} == {1234}
    again = composition.compose(
        "run", "--rm", "-v", f"{exported}:/network:ro", "service", "import", "/network", "--dry-run"
    )
    assert again.strip() == "Nothing changed."


def test_the_port_is_open_on_the_loopback_address_alone(composition: Composition) -> None:
    (bound,) = composition.state("service")["NetworkSettings"]["Ports"]["8000/tcp"]
    assert bound["HostIp"] == "127.0.0.1"
    assert not any((composition.state("neo4j")["NetworkSettings"]["Ports"] or {}).values())
    (network,) = composition.state("service")["NetworkSettings"]["Networks"].values()
    socket.create_connection(("127.0.0.1", 8000), 10).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((network["Gateway"], 8000), 10)


def test_the_service_is_no_root_and_has_no_rights(composition: Composition) -> None:
    told = composition.compose("exec", "service", "cat", "/proc/1/status")
    status = dict(line.split(":\t", 1) for line in told.splitlines())
    assert status["Uid"].split() == ["10001"] * 4
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"


def test_the_service_can_write_to_tmp_alone(composition: Composition) -> None:
    tries = "import sys; open(sys.argv[1] + '/tried', 'w').close()"
    composition.compose("exec", "service", "python", "-c", tries, "/tmp")
    for user in ("10001", "0"):
        for place in ("/", "/opt/service", "/var/tmp", "/home"):
            with pytest.raises(AssertionError, match=r"Read-only file system|Permission denied") as refused:
                composition.compose("exec", "--user", user, "service", "python", "-c", tries, place)
            assert user == "10001" or "Read-only" in str(refused.value)


def test_the_image_has_what_traces_need(composition: Composition) -> None:
    composition.compose(
        "exec", "service", "python", "-c", "import opentelemetry.sdk, opentelemetry.exporter.otlp"
    )


@pytest.mark.parametrize("killed", ["neo4j", "service"])
def test_a_container_that_is_killed_comes_back_and_answers_as_before(
    composition: Composition, answer: Any, killed: str
) -> None:
    before = composition.state(killed)["State"]
    os.kill(before["Pid"], signal.SIGKILL)
    composition.wait(
        killed, lambda known: known["State"]["StartedAt"] != before["StartedAt"] and healthy(known)
    )
    composition.wait("service", healthy)
    assert scope(composition) == answer


def ended_by_itself(composition: Composition, service: str) -> bool:
    code = composition.state(service)["State"]["ExitCode"]
    assert code in STOPPED_BY_ITSELF, composition.compose("logs", "--tail", "40", service)
    return True


def test_what_is_stopped_ends_by_itself_and_the_volume_keeps_the_network(
    composition: Composition, answer: Any
) -> None:
    composition.compose("stop")
    assert ended_by_itself(composition, "neo4j") and ended_by_itself(composition, "service")
    composition.compose("down")
    composition.up()
    assert scope(composition) == answer


def test_a_service_of_two_workers_answers_and_ends_by_itself(composition: Composition, answer: Any) -> None:
    composition.up(WORKERS="2")
    assert scope(composition) == answer
    composition.compose("stop", "service")
    assert ended_by_itself(composition, "service")
    composition.up()


def test_a_dump_is_loaded_over_another_graph(composition: Composition, answer: Any, folder: Path) -> None:
    """The commands of docs/operation.md."""
    backups = folder / "backups"
    backups.mkdir()
    shutil.chown(backups, 7474, 7474)
    admin = ("run", "--rm", "--no-deps", "-v", f"{backups}:/backups", "neo4j", "neo4j-admin", "database")
    composition.compose("stop", "service", "neo4j")
    composition.compose(*admin, "dump", "neo4j", "--to-path=/backups")
    composition.compose("down", "--volumes")
    composition.up()
    assert scope(composition) != answer
    composition.compose("stop", "service", "neo4j")
    composition.compose(*admin, "load", "neo4j", "--from-path=/backups", "--overwrite-destination=true")
    composition.up()
    assert scope(composition) == answer
