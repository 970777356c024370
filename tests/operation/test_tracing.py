"""OpenTelemetry: a span for each operation where the setting says so, and no cost where it does not."""

import gzip
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from service.version import VERSION
from tests.neo4j_server import Neo4jServer
from tests.operation.process import QUERY, ROOT, command, serving

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


class Collector(ThreadingHTTPServer):
    """Receives spans as any collector does, by OTLP over HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[ExportTraceServiceRequest] = []
        self.bytes = b""

    @property
    def spans(self) -> list[Span]:
        return [
            span
            for request in self.received
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    @property
    def resources(self) -> list[dict[str, str]]:
        """What the spans say of the service."""
        return [
            {each.key: each.value.string_value for each in resource.resource.attributes}
            for request in self.received
            for resource in request.resource_spans
        ]


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers["Content-Encoding"] == "gzip":
            body = gzip.decompress(body)
        assert self.path == "/v1/traces"
        self.server.bytes += body
        self.server.received.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as receiving:
        thread = threading.Thread(target=receiving.serve_forever)
        thread.start()
        yield receiving
        receiving.shutdown()
        thread.join()


def attributes(span: Span) -> dict[str, object]:
    return {it.key: it.value.string_value or it.value.int_value for it in span.attributes}


def test_each_operation_is_one_span_of_the_callers_trace(
    tmp_path: Path, emptied: Neo4jServer, collector: Collector
) -> None:
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    with serving(tmp_path, emptied, otlp_endpoint=endpoint) as service:
        headers = service.headers | {"traceparent": f"00-{TRACE}-{PARENT}-01", "X-Request-Id": "r1"}
        httpx.post(f"{service.address}/graphql", json={"query": QUERY}, headers=headers, timeout=60)
        service.ask("query($id: ID!) { authority(id: $id) { name nothing } }", variables={"id": "Jane.Doe"})
        service.get("/health/ready")
        service.stop()
    for resource in collector.resources:
        assert (resource["service.name"], resource["service.version"]) == ("authority-network", VERSION)
    good, bad = collector.spans
    assert (good.name, good.kind, good.trace_id.hex(), good.parent_span_id.hex()) == (
        "query",
        Span.SPAN_KIND_SERVER,
        TRACE,
        PARENT,
    )
    assert attributes(good) == {
        "graphql.operation.type": "query",
        "graphql.operation.name": "Codes",
        "authority_network.request_id": "r1",
        "authority_network.statements": 1,
    }
    assert good.end_time_unix_nano > good.start_time_unix_nano
    assert attributes(bad)["error.type"] == "VALIDATION"
    assert bad.status.code == Status.STATUS_CODE_ERROR
    assert b"Jane.Doe" not in collector.bytes
    assert b"authority-network" in collector.bytes


def test_a_collector_that_is_away_does_not_disturb(tmp_path: Path, emptied: Neo4jServer) -> None:
    with serving(tmp_path, emptied, otlp_endpoint="http://127.0.0.1:9") as service:
        assert service.ask().json()["data"] == {"memberStates": []}
        assert service.stop() == 0


def test_what_is_no_address_is_refused_by_name(tmp_path: Path) -> None:
    run = command("serve", data_dir=tmp_path, otlp_endpoint="collector:4318")
    assert run.returncode == 2
    assert run.stderr == "AUTHORITY_NETWORK_OTLP_ENDPOINT: must begin with http:// or https://\n"


WITHOUT_PACKAGES = """\
import sys
from pathlib import Path
from service.serving.app import create_app
from service.settings import Settings
create_app(Settings(data_dir=Path(sys.argv[1])))
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
sys.modules["opentelemetry"] = None  # as where it is not installed
try: Settings(otlp_endpoint="http://127.0.0.1:9")
except ValueError as error: print(error)
"""


def test_without_the_setting_nothing_is_imported_and_with_it_the_packages_are_asked_for(
    tmp_path: Path,
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_PACKAGES, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "needs optional packages: pip install 'authority-network[tracing]'" in run.stdout
