"""What clients are told when the service is at fault, and when its database is away."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from neo4j import AsyncGraphDatabase

from service.database.graph import Graph, Writer
from service.database.handshake import handshake
from service.network_files import import_network
from tests.api.client import Api
from tests.api.conftest import serving
from tests.api.files import NETWORK, Files
from tests.neo4j_server import Neo4jServer

FAULTS = {
    "a name is missing": ("MATCH (a:Authority {id: 'stadt'}) SET a.name = null", "authority.name"),
    "a type is none of ours": (
        "MATCH (:Authority {id: 'stadt'})-[r:IN_STATE]->() SET r.type = 'MAYOR'",
        "authority.type",
    ),
    "names are no texts": ("MATCH (a:Authority {id: 'stadt'}) SET a.names = [1, 2]", "authority"),
    "a state is doubled": (
        "MATCH (a:Authority {id: 'stadt'})-[r:IN_STATE]->() MATCH (lu:MemberState {code: 'LU'}) "
        "CREATE (a)-[:IN_STATE {status: 'ACTIVE', since: r.since, by: r.by}]->(lu)",
        None,
    ),
    "a state is gone": ("MATCH (:Authority {id: 'stadt'})-[r:IN_STATE]->() DELETE r", None),
    "an Access Coordinator is gone": (
        "MATCH ()-[r:GRANTS_ACCESS {authority: 'stadt', area: 'SD'}]->() DELETE r",
        None,
    ),
}
"""Ways to spoil the graph past every rule, and which field is then at fault; none where the answer is but odd."""

QUERY = """query($id: ID!) {
  memberStates { code }
  authority(id: $id) { id type name otherNames { name } state { code } areas { accessCoordinator { name } } }
}"""


async def spoil(graph: Graph, cypher: str) -> None:
    """Import the network and break it."""
    await import_network(graph, NETWORK)

    async def write(tx: Writer) -> None:
        await tx.rows("of a test", cypher, {})

    await graph.write(write)


@pytest.mark.parametrize(("cypher", "field"), FAULTS.values(), ids=FAULTS)
async def test_a_fault_in_the_graph_is_masked_and_logged_and_the_rest_is_answered(
    graph: Graph, api: Api, caplog: pytest.LogCaptureFixture, cypher: str, field: str | None
) -> None:
    await spoil(graph, cypher)
    response = await api.post({"query": QUERY, "variables": {"id": "stadt"}}, X_Request_Id="mine-1")
    assert (response.status_code, response.headers["X-Request-Id"]) == (200, "mine-1")
    answer = response.json()
    assert answer["data"]["memberStates"] == [{"code": "DE"}, {"code": "LU"}]
    if field is None:
        assert "errors" not in answer
        return
    (error,) = answer["errors"]
    assert error["message"] == "Unexpected error"
    assert error["extensions"] == {"code": "UNEXPECTED", "requestId": "mine-1"}
    assert ".".join(error["path"]) == field
    assert answer["data"]["authority"] is None
    (record,) = [record for record in caplog.records if record.name.startswith("service")]
    assert record.levelno == logging.ERROR
    assert "request mine-1 failed" in record.getMessage()
    assert record.exc_info is not None


async def test_a_fault_while_a_level_is_read_is_told_to_all_who_asked_and_to_nobody_else(
    graph: Graph, api: Api
) -> None:
    await spoil(graph, "MATCH (a:Authority {id: 'regierung'}) SET a.names = [1]")
    query = """{
      legislativeAreas { code }
      authorities(first: 100, where: {search: "landkreis"}) {
        edges { node { id state { name } areas { area { name } } validatingCoordinator { name } } }
      }
    }"""
    answer = await api.answer(query)
    assert answer["data"]["legislativeAreas"] == [{"code": "PQ"}, {"code": "SD"}]
    edges = answer["data"]["authorities"]["edges"]
    assert [(edge["node"]["id"], edge["node"]["validatingCoordinator"]) for edge in edges] == [
        ("kreis", None),
        ("kreis 2", None),
    ]
    assert [edge["node"]["state"] for edge in edges] == [{"name": "Germany"}] * 2
    paths = [["authorities", "edges", place, "node", "validatingCoordinator"] for place in (0, 1)]
    assert [error["path"] for error in answer["errors"]] == paths
    assert {error["message"] for error in answer["errors"]} == {"Unexpected error"}


@pytest.mark.parametrize("given", ["", " ", "a b", "x" * 65, "ü", "a;b", "../a", "a\tb"])
async def test_a_request_id_that_could_spoil_a_log_is_replaced(api: Api, given: str) -> None:
    headers = {b"X-Request-Id": given.encode()}
    response = await api.http.get("/health/live", headers=headers)
    assert response.headers["X-Request-Id"] != given
    assert len(response.headers["X-Request-Id"]) == 32


async def test_every_answer_has_a_request_id_of_its_own(api: Api, network: Files) -> None:
    given = [
        (await api.post(body)).headers["X-Request-Id"] for body in ({"query": "{ rules { id } }"}, b"", b"{")
    ]
    given += [(await api.http.get(path)).headers["X-Request-Id"] for path in ("/health/ready", "/nothing")]
    assert len(set(given)) == 5


# --- the database is away -----------------------------------------------------------------------------------------


@asynccontextmanager
async def connected(uri: str, auth: tuple[str, str], database: str = "neo4j") -> AsyncIterator[Graph]:
    """A graph that gives up at once, to save these tests the time of trying again."""
    async with AsyncGraphDatabase.driver(uri, auth=auth, max_transaction_retry_time=0) as driver:
        yield Graph(lambda: driver, database, lambda: handshake(uri))


@pytest.fixture(params=["nothing listens", "no such database", "no such user"])
def away(request: pytest.FixtureRequest, neo4j_server: Neo4jServer, runner: asyncio.Runner) -> Iterator[Api]:
    """The service with a database that cannot be used."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        uri, auth, database = {
            "nothing listens": (f"bolt://127.0.0.1:{taken.getsockname()[1]}", ("neo4j", "x"), "neo4j"),
            "no such database": (neo4j_server.uri, neo4j_server.auth, "nothere"),
            "no such user": (neo4j_server.uri, ("nobody", "wrong"), "neo4j"),
        }[request.param]
        connection = connected(uri, auth, database)
        graph = runner.run(connection.__aenter__())
        try:
            with serving(graph, runner) as one:
                yield one
        finally:
            runner.run(connection.__aexit__(None, None, None))


async def test_while_the_database_is_away_requests_are_503_and_say_when_to_come_back(away: Api) -> None:
    for query in (
        "{ memberStates { name } }",
        "{ __typename authority(id: 1) { name state { name } } }",
        '{ monitoringScope(monitor: "a", first: 1) { totalCount } monitorsOf(authority: "a") { reasons { rule { id } } } }',
    ):
        for response in (
            await away.post({"query": query}),
            await away.http.get("/graphql", params={"query": query}),
        ):
            assert response.status_code == 503
            assert response.headers["Retry-After"] == "5"
            assert response.json().keys() == {"errors", "extensions"}
            for error in response.json()["errors"]:
                assert error["extensions"] == {"code": "UNAVAILABLE"}
                assert error["message"].startswith("Try again later: ")


async def test_while_the_database_is_away_the_service_lives_but_is_not_ready(away: Api) -> None:
    assert (await away.http.get("/health/live")).status_code == 200
    response = await away.http.get("/health/ready")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


async def test_what_needs_no_database_is_answered_beside_what_does(away: Api) -> None:
    answer = await away.answer("{ rules { id } authority(id: 1) { name state { name } } }")
    assert len(answer["data"]["rules"]) == 83
    assert answer["data"]["authority"] is None
    (error,) = answer["errors"]
    assert (error["path"], error["extensions"]) == (["authority"], {"code": "UNAVAILABLE"})


async def test_what_needs_no_database_is_answered_without_one(away: Api) -> None:
    assert len((await away.ask("{ rules { id } viewer { operator } }"))["rules"]) == 83
    assert (await away.error("{ nothing }"))[0] == "VALIDATION"


@pytest.fixture
def misconfigured(neo4j_server: Neo4jServer, runner: asyncio.Runner) -> Iterator[Api]:
    """The service on a database that is there but none of ours: its `system` database runs no such statements."""
    connection = connected(neo4j_server.uri, neo4j_server.auth, "system")
    try:
        with serving(runner.run(connection.__aenter__()), runner) as one:
            yield one
    finally:
        runner.run(connection.__aexit__(None, None, None))


async def test_a_fault_outside_of_graphql_is_masked_too(
    misconfigured: Api, caplog: pytest.LogCaptureFixture
) -> None:
    response = await misconfigured.http.get("/health/ready", headers={"X-Request-Id": "mine-2"})
    assert (response.status_code, response.headers["X-Request-Id"]) == (500, "mine-2")
    assert response.json() == {
        "errors": [
            {
                "message": "Unexpected error",
                "extensions": {"code": "UNEXPECTED", "requestId": "mine-2"},
            }
        ]
    }
    assert [record.getMessage() for record in caplog.records] == ["request mine-2 failed"]
