"""What another client does, whole, in the midst of a change: where no lock of theirs keeps one from the other."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest

from service.graph import Graph
from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Client
from tests.graph import rows
from tests.neo4j_server import Neo4jServer


@contextmanager
def coming_between(
    client: Client, server: Neo4jServer, statement: str, actor: str, action: str, **input: Any
) -> Iterator[None]:
    """Another client's change, whole, at the moment in which this one's is to run `statement` for the first time."""
    pending = [statement]

    async def ask() -> None:
        async with Graph.connect(server.uri, server.auth) as graph:
            answer = await Client(graph).change(actor, action, **input)
            assert answer.made, answer

    def observe(name: str) -> None:
        if name in pending:
            pending.remove(name)
            other = Thread(target=asyncio.run, args=(ask(),))
            other.start()
            other.join()

    client.graph.observers.append(observe)
    try:
        yield
    finally:
        client.graph.observers.remove(observe)
    assert not pending, f"{statement} was never run"


@pytest.mark.rule(Rule.R2)
async def test_an_id_taken_in_another_state_while_files_are_read_is_refused(
    client: Client, neo4j_server: Neo4jServer
) -> None:
    """The lock of one state keeps nobody from registering in another."""
    taken = {"id": "neu", "name": "Mairie", "areas": [{"area": "SD"}], "confirmSimilar": True}
    files = [
        {"name": "authorities.csv", "content": "id,state,type,name,registered_by\nneu,DE,CA,Gemeinde,bund\n"},
        {"name": "access.csv", "content": "authority,area,role,access_coordinator\nneu,SD,CA,bund\n"},
    ]
    with coming_between(client, neo4j_server, "lock_states", "paris", "registerCompetentAuthority", **taken):
        answer = await client.change("bund", "importNetwork", files=files)
    assert answer.rules == {"R2"}, answer
    assert (await client.seats("neu"))["validating"] == "paris"
    await client.makes("bund", "updateRegistrationData", authority="amt", email="amt@amt.example")


async def test_a_legislative_area_created_meanwhile_is_not_taken_for_one_s_own(
    graph: Graph, neo4j_server: Neo4jServer
) -> None:
    """Where there is no Member State there is no lock."""
    area: dict[str, Any] = {"code": "PQ", "name": "Professional Qualifications"}
    client = Client(graph)
    with coming_between(client, neo4j_server, "record_change", OPERATOR, "createLegislativeArea", **area):
        answer = await client.change(
            OPERATOR, "createLegislativeArea", **area, keywords=["health"], requiresProfessions=True
        )
    assert answer.member == "Conflict", answer
    (found,) = await rows(graph, "MATCH (l:LegislativeArea) RETURN l.keywords AS keywords")
    assert found["keywords"] == []
