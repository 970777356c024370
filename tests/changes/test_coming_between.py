"""What another client does, whole, in the midst of a change: where no lock of theirs keeps one from the other."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from service.changes.draft import Draft
from service.changes.operator import update_legislative_area
from service.changes.transaction import Request, carry_out
from service.database.graph import Graph
from service.model.identifiers import Actor
from service.network_files import import_network
from service.rules.catalogue import Rule
from tests.changes.client import OPERATOR, Answer, Client
from tests.graph import blocked, rows
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
    """Where there is no Member State the lock of the catalogue keeps them apart."""
    area: dict[str, Any] = {"code": "PQ", "name": "Professional Qualifications"}
    client = Client(graph)
    with coming_between(client, neo4j_server, "lock_catalogue", OPERATOR, "createLegislativeArea", **area):
        answer = await client.change(
            OPERATOR, "createLegislativeArea", **area, keywords=["health"], requiresProfessions=True
        )
    assert answer.rules == {"R79"}, answer
    (found,) = await rows(graph, "MATCH (l:LegislativeArea) RETURN l.keywords AS keywords")
    assert found["keywords"] == []


@pytest.mark.rule(Rule.R5, "refuses")
async def test_a_state_created_while_a_legislative_area_changes_is_held_to_the_area_as_it_becomes(
    client: Client, neo4j_server: Neo4jServer
) -> None:
    """Before the area's change ends no state comes to be whose lock nobody has."""
    judged, goes_on = asyncio.Event(), asyncio.Event()
    area = Request("updateLegislativeArea", {}, Actor(None, operator=True))

    async def change(draft: Draft) -> None:
        await update_legislative_area(draft, code="SD", data={"keywords": ("catering",)})
        judged.set()
        await goes_on.wait()

    async def create_and_use() -> Answer:
        async with Graph.connect(neo4j_server.uri, neo4j_server.auth) as graph:
            other = Client(graph)
            nimic = {"id": "wien", "name": "Bundesministerium"}
            made = await other.change(OPERATOR, "createMemberState", code="AT", name="Austria", nimic=nimic)
            assert made.made, made
            uses = [{"area": "SD", "keywords": ["building"]}]
            return await other.change(
                "wien", "registerCompetentAuthority", id="linz", name="Magistrat", areas=uses
            )

    changing = asyncio.create_task(carry_out(client.graph, area, change))
    await judged.wait()
    creating = asyncio.create_task(create_and_use())
    waiting = asyncio.create_task(blocked(client.graph))
    await asyncio.wait({creating, waiting}, return_when=asyncio.FIRST_COMPLETED)
    goes_on.set()
    await changing
    client.made += 1
    answer = await creating
    waiting.cancel()
    assert answer.member == "Refusal", answer
    client.refused_by |= answer.rules


async def test_a_state_created_while_files_of_areas_are_judged_is_locked_with_the_others(
    client: Client, neo4j_server: Neo4jServer, tmp_path: Path
) -> None:
    (tmp_path / "areas.csv").write_text("code,name\nSD,Services Directive\n")
    nimic = {"id": "wien", "name": "Bundesministerium"}
    created = {"code": "AT", "name": "Austria", "nimic": nimic}
    with coming_between(client, neo4j_server, "lock_catalogue", OPERATOR, "createMemberState", **created):
        result = await import_network(client.graph, tmp_path)
    assert not result.refused
    (state,) = await rows(client.graph, "MATCH (s:MemberState {code: 'AT'}) RETURN s.revision AS revision")
    assert state["revision"] == 2
