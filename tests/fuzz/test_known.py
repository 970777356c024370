"""Whatever a client asks about what exists is answered, and of each root field with something."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from graphql import get_named_type
from hypothesis import given
from hypothesis import strategies as st

from service.database.graph import Graph
from tests.api.client import Api
from tests.api.conftest import serving
from tests.changes.client import OPERATOR, Client
from tests.changes.history import ACTS, last_change
from tests.conftest import empty
from tests.fuzz.client import ACTORS, sound
from tests.fuzz.known import ROOTS, Known, questions
from tests.fuzz.rounds import rounds
from tests.networks import AT, read_network, write_network

pytestmark = pytest.mark.timeout(1200)

NETWORK = Path(__file__).parents[1] / "changes" / "network.yaml"
HISTORY = ACTS[:20]
"""Relations that came, moved and went, and authorities too: enough to ask about."""
SIZES = [*[1, 2, 3, 5, 8] * 4, 100, 0, 101]
"""Of a page: mostly few, for much may be asked of each."""

TOLD = {"network": {"map", "lens"}, "explainMonitoring": {"reasons", "missing"}}
"""Fields of an answer in which something must have been; of other root fields `edges`, or any."""


@pytest.fixture(scope="module")
def known(database: Graph, runner: asyncio.Runner) -> Known:
    """What is known of the network of changes, after some history."""
    runner.run(empty(database))
    runner.run(write_network(database, read_network(NETWORK)))
    return runner.run(_known(Client(database)))


@pytest.fixture(scope="module")
def service(database: Graph, runner: asyncio.Runner, known: Known) -> Iterator[Api]:
    """The service over HTTP on that network."""
    with serving(database, runner) as api:
        yield api


async def _known(client: Client) -> Known:
    moments = ["2009-01-14", AT]
    for actor, action, input in HISTORY:
        await client.makes(actor, action, **input)
        moments.append((await last_change(client.graph, "DE"))[0])
    moments = [*moments[:2], *moments[2::6], f"{datetime.now(UTC):%Y-%m-%d}"]
    found = await client.query(
        OPERATOR,
        'query { authorities(first: 100) { edges { node { id name type } } } network(state: "DE") { revision } }',
    )
    authorities = [edge["node"] for edge in found["authorities"]["edges"]]
    ids = [it["id"] for it in authorities]
    coordinators = [it["id"] for it in authorities if it["type"] != "CA"]
    scopes = await client.query(OPERATOR, f"query {{ {' '.join(map(_scope, coordinators))} }}")
    monitors = [id for id, scope in scopes.items() if scope["edges"]]
    return {
        "id": ids,
        "authority": [*ids, *(edge["node"]["id"] for scope in scopes.values() for edge in scope["edges"])],
        "monitor": monitors,
        "coordinator": monitors,
        "name": [it["name"] for it in authorities],
        "asOf": moments,
        "from": moments[:3],
        "to": moments[3:],
        "first": SIZES,
        "after": [None],
        "unlessRevision": [found["network"]["revision"], 1],
    }


def _scope(id: str) -> str:
    return f'{id}: monitoringScope(monitor: "{id}", first: 100) {{ edges {{ node {{ id }} }} }}'


@pytest.mark.parametrize("root", sorted(ROOTS))
def test_a_query_of_what_exists_is_answered_with_it(
    service: Api, runner: asyncio.Runner, known: Known, root: str
) -> None:
    told: set[str] = set()

    @rounds(4)
    @given(actor=st.sampled_from(ACTORS), body=questions(root, known), place=st.integers(0, 99))
    def ask(actor: str | None, body: dict[str, Any], place: int) -> None:
        found = runner.run(_answered(service, root, actor, body, place))
        told.update(_told(found))

    ask()
    type: Any = get_named_type(ROOTS[root].type)
    assert told and told >= (TOLD.get(root) or {"edges"} & type.fields.keys())


async def _answered(api: Api, root: str, actor: str | None, body: dict[str, Any], place: int) -> Any:
    """What is answered to a question; where it has cursors, the page after one of them is asked for too."""
    found = ((await sound(api, actor, body)).json().get("data") or {}).get(root)
    if cursors := _cursors(found):
        after = {"variables": body["variables"] | {"after": cursors[place % len(cursors)]}}
        for error in (await sound(api, actor, body | after)).json().get("errors", ()):
            assert "`after`" not in error["message"], (body, after, error)
    return found


def _told(found: Any) -> set[str]:
    """The fields of an answer in which there is something."""
    rows = found if isinstance(found, list) else [found]
    return {name for row in rows if row for name, value in row.items() if value not in (None, [], 0)}


def _cursors(found: Any) -> list[str]:
    if not isinstance(found, dict):
        return []
    page = found.get("pageInfo", {})
    said = [
        *(edge.get("cursor") for edge in found.get("edges", ())),
        page.get("startCursor"),
        page.get("endCursor"),
    ]
    return [cursor for cursor in said if cursor]
