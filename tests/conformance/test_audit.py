"""GraphQL over HTTP: the audit of the npm package graphql-http against the service as a process."""

import json
from pathlib import Path

from tests.neo4j_server import Neo4jServer
from tests.node import installed, node
from tests.operation.process import operators_token, serving

AUDITS = 61


def test_every_audit_is_ok(tmp_path: Path, emptied: Neo4jServer) -> None:
    folder = installed(Path(__file__).parent)
    with serving(tmp_path, emptied) as service:
        printed = node("audit.mjs", f"{service.address}/graphql", operators_token(), folder=folder)
        log = service.log
    results = [json.loads(line) for line in printed.splitlines()]
    assert [it for it in results if it["status"] != "ok"] == []
    assert len(results) == AUDITS
    assert "Traceback" not in log
