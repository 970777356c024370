"""Whoever has changed or seen something reads no earlier state, whichever process answers: shown by what transactions begin after.

The two processes of these tests are two services with drivers of their own, each before the one Neo4j with a proxy between.
"""

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from service.database import causality
from service.database.graph import Graph
from service.http import tokens
from service.serving.app import create_app
from service.settings import Settings
from tests.api.client import KEPT, SECRETS, token
from tests.changes.client import mutation
from tests.graph import rows
from tests.neo4j_server import Neo4jServer
from tests.networks import read_network, write_network
from tests.operation.bolt import Proxy, proxy_to
from tests.operation.process import LONG_SECONDS

NETWORK = Path(__file__).parents[1] / "changes/network.yaml"
LINK, UNLINK = "linkAuthorities", "unlinkAuthorities"
ENDS = {"observer": "stadt", "observed": "arzt"}
SCOPE = """{ authority(id: "arzt") { name actions { action } }
  monitoringScope(monitor: "bund", first: 5) { totalCount edges { node { name areas { area { code } } } } } }"""


@dataclass
class Worker:
    """A process of the service: its proxy, its graph and a client of it, who acts for the SDIMIC `bayern`."""

    proxy: Proxy
    graph: Graph
    http: httpx.AsyncClient

    async def ask(self, query: str, bookmark: str | None = None, **variables: Any) -> httpx.Response:
        """The response to a GraphQL operation, for who hands this back."""
        body = {"query": query, "variables": variables}
        return await self.http.post("/graphql", json=body, headers=handed_back(bookmark))

    async def change(
        self, action: str, bookmark: str | None = None, *, dry_run: bool = False
    ) -> tuple[str, httpx.Response]:
        """What a change of the link between `stadt` and `arzt` answers, and the whole response."""
        response = await self.ask(mutation(action), bookmark, input=ENDS, dryRun=dry_run)
        assert response.status_code == HTTPStatus.OK, response.text
        return response.json()["data"]["answer"]["__typename"], response

    async def changes(self, action: str, bookmark: str | None = None) -> str:
        """The bookmark of such a change, which is made."""
        answered, response = await self.change(action, bookmark)
        assert answered == "NetworkChange", response.text
        return response.headers["Bookmark"]


def handed_back(bookmark: str | None) -> dict[str, str]:
    return {} if bookmark is None else {"Bookmark": bookmark}


def seen(bookmark: str) -> set[str]:
    """The database's bookmarks that one of the service stands for."""
    return set(tokens.claims_of(KEPT, bookmark, tokens.BOOKMARKS)["seen"])


@asynccontextmanager
async def worker(server: Neo4jServer) -> AsyncIterator[Worker]:
    async with (
        proxy_to(server.uri) as proxy,
        Graph.connect(proxy.uri, server.auth, transaction_seconds=LONG_SECONDS) as graph,
    ):
        app = create_app(
            Settings(
                token_secrets=SECRETS,
                data_dir=Path("unused"),
                cors_origins="*",
                request_timeout_seconds=LONG_SECONDS,
            ),
            graph,
        )
        http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service")
        http.headers["Authorization"] = f"Bearer {token('bayern')}"
        async with app.router.lifespan_context(app), http:
            await graph.identity()
            proxy.transactions.clear()
            yield Worker(proxy, graph, http)


Workers = tuple[Worker, Worker]


@pytest.fixture
def workers(graph: Graph, runner: asyncio.Runner, neo4j_server: Neo4jServer) -> Iterator[Workers]:
    runner.run(write_network(graph, read_network(NETWORK)))
    contexts = [worker(neo4j_server), worker(neo4j_server)]
    one, other = [runner.run(each.__aenter__()) for each in contexts]
    try:
        yield one, other
    finally:
        for each in contexts:
            runner.run(each.__aexit__(None, None, None))


async def test_who_does_not_hand_back_a_bookmark_is_told_apart(workers: Workers) -> None:
    """Of the other tests: without the header the first transaction of another process comes after nothing."""
    one, other = workers
    bookmark = await one.changes(LINK)
    await other.ask(SCOPE)
    assert other.proxy.transactions
    assert other.proxy.transactions[0] in other.proxy.unaware_of(seen(bookmark))


async def test_the_bookmark_of_a_change_is_that_of_its_commit_in_a_header_and_in_the_extensions(
    workers: Workers,
) -> None:
    one, _ = workers
    _, response = await one.change(LINK)
    (commit,) = [each for each in one.proxy.transactions if each.mode == "w" and each.given]
    assert seen(response.json()["extensions"]["bookmark"]) == {commit.given}
    assert seen(response.headers["Bookmark"]) == {commit.given}


async def test_what_only_reads_has_its_bookmark_in_the_header_alone(workers: Workers) -> None:
    one, _ = workers
    response = await one.ask(SCOPE)
    assert seen(response.headers["Bookmark"])
    assert "bookmark" not in response.json()["extensions"]


@pytest.mark.parametrize("action", [LINK, UNLINK])
async def test_within_a_process_every_transaction_comes_after_the_last_change_whoever_asks(
    workers: Workers, action: str
) -> None:
    one, _ = workers
    bookmark = await one.changes(LINK)
    one.proxy.transactions.clear()
    await one.ask(SCOPE)
    await one.change(action)
    await one.change(action, dry_run=True)
    assert len(one.proxy.transactions) > 3
    assert one.proxy.unaware_of(seen(bookmark)) == []


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("action", [LINK, UNLINK])
async def test_on_another_worker_each_change_is_decided_after_the_last_one_of_its_caller(
    workers: Workers, action: str, dry_run: bool
) -> None:
    """A change that is made, one that is refused, and both as a trial."""
    one, other = workers
    bookmark = await one.changes(LINK)
    answered, _ = await other.change(action, bookmark, dry_run=dry_run)
    assert answered == ("Refusal" if action == LINK else "NetworkChange")
    assert [each for each in other.proxy.transactions if each.mode == "w"]
    assert other.proxy.unaware_of(seen(bookmark)) == []


async def test_on_another_worker_every_read_comes_after_the_last_change_of_its_caller(
    workers: Workers,
) -> None:
    one, other = workers
    bookmark = await one.changes(LINK)
    response = await other.ask(SCOPE, bookmark)
    assert "errors" not in response.json(), response.text
    assert other.proxy.unaware_of(seen(bookmark)) == []
    assert len(other.proxy.transactions) > 2


@pytest.mark.parametrize(
    "path",
    [
        "/network/DE.json",
        "/network/DE.graphml",
        '/reconcile?queries={"q":{"query":"arzt"}}',
        '/reconcile?extend={"ids":["arzt"],"properties":[{"id":"status"}]}',
        "/reconcile/suggest/entity?prefix=ar",
        "/reconcile/preview?id=arzt",
    ],
)
async def test_other_programs_are_answered_after_the_last_change_of_their_caller_too(
    workers: Workers, path: str
) -> None:
    one, other = workers
    bookmark = await one.changes(LINK)
    response = await other.http.get(path, headers=handed_back(bookmark))
    assert response.status_code == HTTPStatus.OK, response.text
    assert other.proxy.transactions
    assert other.proxy.unaware_of(seen(bookmark)) == []
    assert seen(response.headers["Bookmark"])


async def test_a_caller_who_was_refused_reads_on_another_worker_what_the_refusal_was_about(
    workers: Workers,
) -> None:
    """What is refused is rolled back, and the database gives no bookmark for it; the service asks for one."""
    one, other = workers
    await other.changes(LINK)
    (changed,) = [each for each in other.proxy.transactions if each.mode == "w" and each.given]
    answered, response = await one.change(LINK)
    assert answered == "Refusal"
    assert seen(response.headers["Bookmark"]) == {changed.given}
    assert "bookmark" not in response.json()["extensions"]


async def test_several_bookmarks_are_handed_back_together(
    workers: Workers, neo4j_server: Neo4jServer
) -> None:
    one, other = workers
    async with worker(neo4j_server) as third:
        first, second = await one.changes(LINK), await other.changes(UNLINK)
        response = await third.ask(SCOPE, f"{first}, {second}")
        assert response.status_code == HTTPStatus.OK
        assert third.proxy.transactions[0].after >= seen(first) | seen(second)


async def test_who_hands_back_nothing_that_counts_waits_for_nothing(workers: Workers) -> None:
    """A bookmark older than an hour is taken, and means nothing: a database restored to an earlier time never gets there."""
    _, other = workers
    old = signed(await other.graph.identity(), {"long ago"}, datetime.now(UTC) - timedelta(hours=2))
    for given in (old, "", " , "):
        response = await other.ask("{ rules { id } }", given)
        assert response.status_code == HTTPStatus.OK, response.text


def signed(database: str, bookmarks: set[str], at: datetime | None = None, kept: Any = KEPT) -> str:
    return tokens.sign(kept, database, at or datetime.now(UTC), tokens.BOOKMARKS, {"seen": sorted(bookmarks)})


@pytest.mark.parametrize("path", ["/graphql", "/network/DE.json", "/reconcile/preview"])
async def test_what_is_no_bookmark_of_this_database_is_bad_input_and_nothing_is_asked(
    workers: Workers, path: str
) -> None:
    one, other = workers
    good = await one.changes(LINK)
    start, _, signature = good.rpartition(".")
    other_signature = ("A" if signature[0] != "A" else "B") + signature[1:]
    wrong = {
        "another database": signed("another", seen(good)),
        "altered": f"{start}.{other_signature}",
        "by another": signed(await one.graph.identity(), seen(good), kept={"k1": "x" * 40}),
        "unsigned": jwt.encode({"seen": [], "aud": tokens.BOOKMARKS}, "", algorithm="none"),
        "a bearer's token": token("bayern"),
        "the database's own": next(iter(seen(good))),
        "words": "words",
        "too many": ",".join([good] * 11),
    }
    for what, bookmark in wrong.items():
        other.proxy.transactions.clear()
        parameters = {"query": SCOPE} if path == "/graphql" else {"id": "arzt"}
        response = await other.http.get(path, params=parameters, headers={"Bookmark": bookmark})
        assert response.status_code == HTTPStatus.BAD_REQUEST, (what, response.text)
        (error,) = response.json()["errors"]
        assert error["extensions"]["code"] == "BAD_INPUT", what
        assert error["message"].startswith("The header Bookmark holds"), what
        assert ("another database" in error["message"]) == (what == "another database")
        assert other.proxy.transactions == [], what


async def test_a_bookmark_is_no_token(workers: Workers) -> None:
    one, _ = workers
    bookmark = await one.changes(LINK)
    one.http.headers["Authorization"] = f"Bearer {bookmark}"
    assert (await one.ask(SCOPE)).status_code == HTTPStatus.UNAUTHORIZED


def of_the_future(bookmark: str) -> str:
    """A bookmark of the same database that it will not reach: after the database's id stands the last transaction."""
    head = base64.b64decode(bookmark.removeprefix("FB:"))[:19]
    return "FB:" + base64.b64encode(head + b"\xcb" + (10**12).to_bytes(8) + b"\x90").decode()


async def beyond_reach(one: Worker) -> str:
    (its,) = seen(await one.changes(LINK))
    return signed(await one.graph.identity(), {of_the_future(its)})


@pytest.mark.parametrize("path", ["/graphql", "/network/DE.json", "/reconcile/preview"])
async def test_a_bookmark_that_the_database_does_not_reach_is_unavailable_and_the_wait_for_it_is_ended(
    workers: Workers, path: str
) -> None:
    """Neo4j would wait for half a minute; the service hangs up before it has answered."""
    one, other = workers
    bookmark = await beyond_reach(one)
    parameters = {"query": SCOPE} if path == "/graphql" else {"id": "arzt"}
    response = await other.http.get(path, params=parameters, headers={"Bookmark": bookmark})
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE, response.text
    assert int(response.headers["Retry-After"]) > 0
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert "not come as far" in response.json()["errors"][0]["message"]
    await other.proxy.hung_up.wait()
    late = [each for each in other.proxy.transactions if each.after & seen(bookmark)]
    assert late
    assert not any(each.has_begun for each in late)
    beside = await other.ask(SCOPE)
    assert beside.status_code == HTTPStatus.OK, beside.text


async def test_a_change_whose_bookmark_is_not_reached_is_not_made(workers: Workers) -> None:
    one, other = workers
    bookmark = await beyond_reach(one)
    response = await other.ask(mutation(UNLINK), bookmark, input=ENDS, dryRun=False)
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert await rows(one.graph, "MATCH ({id: 'stadt'})-[r:LINKED_TO]->({id: 'arzt'}) RETURN 1 AS n") == [
        {"n": 1}
    ]


async def test_a_database_that_was_set_back_is_asked_again_without_what_it_has_forgotten(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has seen what the database lost would else wait in vain for ever."""
    _, other = workers
    monkeypatch.setattr(causality, "FORGET_SECONDS", 0)
    await other.ask(SCOPE)
    (its,) = other.graph._seen.bookmarks
    other.graph._seen.advance((), {of_the_future(its)})
    assert (await other.ask(SCOPE)).status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert (await other.ask(SCOPE)).status_code == HTTPStatus.OK


async def test_who_is_not_known_gets_no_bookmark(workers: Workers) -> None:
    one, _ = workers
    await one.changes(LINK)
    for path in ("/health/ready", "/health/live", "/schema.graphql"):
        assert "Bookmark" not in (await one.http.get(path)).headers
    one.http.headers.pop("Authorization")
    assert "Bookmark" not in (await one.ask(SCOPE)).headers


@pytest.mark.parametrize("path", ["/graphql", "/reconcile"])
async def test_pages_of_other_origins_may_read_and_send_it(workers: Workers, path: str) -> None:
    one, _ = workers
    origin = {"Origin": "https://page.example"}
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "bookmark",
    }
    allowed = await one.http.options(path, headers=asked)
    assert allowed.status_code == HTTPStatus.OK, allowed.text
    response = await one.http.get(path, params={"query": SCOPE, "queries": "{}"}, headers=origin)
    assert "Bookmark" in response.headers["Access-Control-Expose-Headers"]
