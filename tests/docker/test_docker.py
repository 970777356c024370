"""Dockerfile and docker-compose.yml, checked as far as goes without Docker; what they run is run bare."""

import asyncio
import fnmatch
import json
import os
import re
import shlex
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, cast

import yaml
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from service.neo4j_process import DATABASE_SETTINGS, NEO4J_IMAGE
from service.serving import health
from service.settings import PREFIX, Settings, Switches
from tests.neo4j_server import Neo4jServer

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
NEO4J, SERVICE = COMPOSE["services"]["neo4j"], COMPOSE["services"]["service"]


def instructions(name: str) -> list[str]:
    return [line.split(None, 1)[1] for line in DOCKERFILE.splitlines() if line.startswith(f"{name} ")]


def health_command() -> list[str]:
    command: list[str] = json.loads(instructions("HEALTHCHECK")[0].partition(" CMD ")[2])
    return command


def test_the_database_is_the_pinned_version() -> None:
    assert NEO4J["image"] == NEO4J_IMAGE


def test_the_database_is_told_the_same_settings_as_the_private_one() -> None:
    told = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in NEO4J["environment"].items()
    }
    assert DATABASE_SETTINGS.items() <= told.items()


def test_no_password_or_secret_is_written_down() -> None:
    assert NEO4J["environment"]["NEO4J_AUTH"].startswith("neo4j/${DATABASE_PASSWORD:?")
    for setting in ("DATABASE_PASSWORD", "TOKEN_SECRETS"):
        assert SERVICE["environment"][PREFIX + setting].startswith(f"${{{setting}:?")
    assert not re.search(r"(?i)(password|secret)\S*=", DOCKERFILE)


def test_the_health_check_of_the_database_puts_no_password_on_a_command_line() -> None:
    kind, command = NEO4J["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert not {"-p", "--password"} & set(shlex.split(command))


def test_the_service_waits_for_a_healthy_database_and_both_have_health_checks() -> None:
    assert SERVICE["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert SERVICE["healthcheck"]["test"] == ["CMD", *health_command()]


def test_data_is_on_a_volume_and_ports_are_published_on_the_loopback_address_only() -> None:
    assert {volume.partition(":")[0] for volume in NEO4J["volumes"]} == set(COMPOSE["volumes"])
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_variables_are_settings_of_the_service() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields.keys() - Switches.model_fields.keys()}
    in_image = re.findall(rf"\b({PREFIX}\w+)=", DOCKERFILE)
    assert set(in_image) <= known
    of_a_private_neo4j = {PREFIX + "PRIVATE_HEAP_MEGABYTES", PREFIX + "DATA_DIR"}
    of_the_server = {"FORWARDED_ALLOW_IPS"}
    assert set(SERVICE["environment"]) == known - of_a_private_neo4j | of_the_server


def test_each_setting_is_given_by_its_name_without_the_prefix_or_is_fixed() -> None:
    for variable, value in SERVICE["environment"].items():
        name = variable.removeprefix(PREFIX)
        assert re.fullmatch(rf"[\w.:/*]+|\$\{{{name}:(-|\?[^}}]+)\}}", value), variable


def test_a_proxy_is_believed_that_it_was_asked_by_https() -> None:
    """Else OpenRefine is given addresses of http, which hold its token. It asks from Docker's bridge, wherever that is."""
    scheme = ""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        nonlocal scheme
        scheme = scope["scheme"]

    trusted = SERVICE["environment"].get("FORWARDED_ALLOW_IPS", "127.0.0.1")
    scope: Any = {
        "type": "http",
        "scheme": "http",
        "client": ("172.18.0.1", 40000),
        "headers": [(b"x-forwarded-proto", b"https")],
    }
    nothing: Any = None
    asyncio.run(ProxyHeadersMiddleware(cast(Any, app), trusted)(scope, nothing, nothing))
    assert scheme == "https"


def test_the_image_runs_as_no_root_and_installs_by_hash() -> None:
    final_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!0|root)\S+$", final_stage, re.MULTILINE)
    assert "pip install --require-hashes -r requirements.lock" in DOCKERFILE


def test_what_the_image_copies_is_there_and_sent_to_the_builder() -> None:
    sent = [
        line[1:].rstrip("/")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    sources = [
        source.rstrip("/")
        for line in instructions("COPY")
        if not line.startswith("--from=")
        for source in line.split()[:-1]
    ]
    assert [source for source in sources if not (ROOT / source).exists()] == []
    patterns = [pattern for kept in sent for pattern in (kept, f"{kept}/*")]
    assert [source for source in sources if not any(fnmatch.fnmatch(source, each) for each in patterns)] == []


def substituted(variables: dict[str, str]) -> dict[str, str]:
    """As Docker Compose gives them where the shell has none of the variables that may be absent."""
    return {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in variables.items()}


def test_the_entry_point_serves_and_the_health_command_tells(neo4j_server: Neo4jServer) -> None:
    """Run as the container would: the image's commands, the compose file's variables, an address per machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {
        **substituted(SERVICE["environment"]),
        "PATH": f"{ROOT / '.venv/bin'}{os.pathsep}{os.environ['PATH']}",
        PREFIX + "DATABASE_URI": neo4j_server.uri,
        PREFIX + "DATABASE_USER": neo4j_server.auth[0],
        PREFIX + "DATABASE_PASSWORD": neo4j_server.auth[1],
        PREFIX + "TOKEN_SECRETS": "k1:" + "s" * 32,
        PREFIX + "HOST": "127.0.0.1",
        PREFIX + "PORT": port,
    }

    def healthy() -> bool:
        return subprocess.run(health_command(), env=environment, cwd=ROOT, check=False).returncode == 0

    assert not healthy()
    command = json.loads(instructions("ENTRYPOINT")[0]) + json.loads(instructions("CMD")[0])
    with subprocess.Popen(command, env=environment, cwd=ROOT) as serving:
        try:
            deadline = time.monotonic() + 60
            while not healthy():
                assert serving.poll() is None, f"{command} ended with {serving.returncode}"
                assert time.monotonic() < deadline
                time.sleep(0.2)
            assert health.is_ready(int(port))
        finally:
            serving.terminate()
        assert serving.wait(30) in (0, -15)
    assert not healthy()
