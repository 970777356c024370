"""The log: a line a request, with what operators need and nothing of whom it was about."""

import json
import logging
import os
import subprocess
import sys
from http import HTTPStatus
from pathlib import Path

import pytest

from service.observability.logs import traced
from tests.neo4j_server import Neo4jServer
from tests.operation.process import ROOT, serving

PERSONAL = ["Jane.Doe", "Muster", "jane@example.org", "secret-of-jane"]
"""What a client may send in places where it is not to be kept."""
JANES = {"Authorization": f"Bearer {PERSONAL[-1]}"}
REQUEST = {
    "time",
    "level",
    "logger",
    "process",
    "message",
    "request_id",
    "method",
    "path",
    "operation",
    "operation_name",
    "status",
    "milliseconds",
    "statements",
    "cost",
}


def test_each_request_is_a_json_line_and_tells_nothing_of_what_was_asked_about(
    tmp_path: Path, emptied: Neo4jServer
) -> None:
    with serving(tmp_path, emptied, log_format="json") as service:
        named = "query Find($id: ID!) { authority(id: $id) { name } memberStates { code } }"
        service.ask(named, variables={"id": "Jane.Doe"})
        service.ask('{ authorities(first: 1, where: {search: "Muster"}) { edges { node { id } } } }')
        service.ask('{ authorities(first: 1, after: "jane@example.org") { edges { node { id } } } }')
        service.ask('{ nothing(name: "Jane.Doe") }')
        service.ask('{ "Muster" }')
        service.get("/jane@example.org?who=Muster", headers=JANES)
        service.get("/graphql?query={viewer{name}}&who=Muster", headers=JANES)
        service.get("/health/ready")
        service.stop()
        log = service.log
    assert not [word for word in PERSONAL if word in log], log
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in lines if line["message"] == "request"]
    assert requests[0].keys() == REQUEST
    assert {
        key: requests[0][key]
        for key in ("operation", "operation_name", "status", "statements", "cost", "level")
    } == {
        "operation": "query",
        "operation_name": "Find",
        "status": HTTPStatus.OK,
        "statements": 2,
        "cost": 1 + 1 + 1 + 32,
        "level": "info",
    }
    assert [(line["path"], line["status"], line.get("error")) for line in requests] == [
        ("/graphql", 200, None),
        ("/graphql", 200, None),
        ("/graphql", 200, "BAD_INPUT"),
        ("/graphql", 200, "VALIDATION"),
        ("/graphql", 200, "SYNTAX"),
        ("other", 404, None),
        ("/graphql", 401, "UNAUTHENTICATED"),
    ]
    assert len({line["request_id"] for line in requests}) == len(requests)


def test_the_request_id_is_the_one_the_client_was_told(tmp_path: Path, emptied: Neo4jServer) -> None:
    with serving(tmp_path, emptied) as service:
        made = service.ask().headers["X-Request-Id"]
        service.get("/graphql", headers={"X-Request-Id": "chosen-1"})
        service.stop()
        assert (
            f"request_id={made} method=POST path=/graphql operation=query operation_name=Codes" in service.log
        )
        assert "request_id=chosen-1 method=GET path=/graphql operation=none status=401" in service.log


def test_at_warning_requests_are_silent(tmp_path: Path, emptied: Neo4jServer) -> None:
    with serving(tmp_path, emptied, log_level="warning") as service:
        service.ask()
        service.stop()
        assert service.log == ""


def test_of_an_exception_there_is_what_and_where_but_no_message() -> None:
    def fail(name: str) -> None:
        try:
            raise ValueError(f"no such person: {name}")
        except ValueError as error:
            raise KeyError(name) from error

    with pytest.raises(KeyError) as raised:
        fail("Jane.Doe")
    kept = traced(raised.value, with_messages=False)
    assert kept.index("builtins.ValueError") < kept.index("builtins.KeyError")
    assert "test_logs.py" in kept
    assert "Jane.Doe" not in kept.replace('fail("Jane.Doe")', "")  # the line of this test
    assert "no such person: Jane.Doe" in traced(raised.value, with_messages=True)


FAULT = """\
import logging
from service.observability import logs
from service.observability.request import RequestRecord, current
logs.configure("json", "info")
current.set(RequestRecord("r1"))
word = "Jane" + ".Doe"
try: raise ValueError(word)
except ValueError: logging.getLogger("service.x").exception("request %s failed", "r1")
logging.getLogger("elsewhere").info("not traced")
logging.getLogger("neo4j.io").error("not traced, as service.database.liveness tells")
"""


def test_a_fault_is_one_json_line_under_the_id_of_its_request() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FAULT],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = map(json.loads, run.stderr.splitlines())
    assert (line["level"], line["message"], line["request_id"]) == ("error", "request r1 failed", "r1")
    assert line["exception"].endswith("builtins.ValueError")
    assert "Jane.Doe" not in run.stderr


def test_a_test_run_keeps_its_own_logging() -> None:
    assert not [
        it
        for it in logging.getLogger().handlers
        if type(it.formatter).__module__ == "service.observability.logs"
    ]
