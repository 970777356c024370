"""`serve` that found a Neo4j which another process runs, when that process ends."""

from http import HTTPStatus
from pathlib import Path

import pytest

from service.neo4j_process import PrivateNeo4j
from tests.operation.process import eventually, serving

pytestmark = pytest.mark.timeout(1200)


def test_a_service_goes_on_when_the_command_whose_neo4j_it_uses_has_ended(tmp_path: Path) -> None:
    with PrivateNeo4j(tmp_path / "data", heap="512m") as owner, serving(tmp_path) as service:
        assert service.children("org.neo4j.server.CommunityEntryPoint") == []
        owner.stop()
        eventually(lambda: "Neo4j is back" in service.log)
        eventually(lambda: service.ask().status_code == HTTPStatus.OK)
        java = service.neo4j()
        assert service.stop() == 0
        assert not java.is_running()
