"""/metrics: who may read it, and that its figures are what happened."""

import asyncio
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.applications import Starlette
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from service.database.graph import Conflict, Graph, Writer
from service.serving.app import create_app
from service.settings import Settings
from service.version import VERSION
from tests.networks import read_network, write_network
from tests.operation.process import QUERY, SECRETS, operators_token

NETWORK = Path(__file__).parents[1] / "scope/s19_nimic_alone.yaml"
TOKEN = "t" * 16
ELSEWHERE = ("192.0.2.7", 40000)
FORWARDED = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"]


@pytest.fixture
def app(graph: Graph, runner: asyncio.Runner) -> Iterator[Starlette]:
    yield from served(graph, runner)


@pytest.fixture
def app_with_token(graph: Graph, runner: asyncio.Runner) -> Iterator[Starlette]:
    yield from served(graph, runner, metrics_token=TOKEN)


def served(graph: Graph, runner: asyncio.Runner, **settings: Any) -> Iterator[Starlette]:
    app = create_app(Settings(token_secrets=SECRETS, data_dir=Path("unused"), **settings), graph)
    lifespan = app.router.lifespan_context(app)
    runner.run(lifespan.__aenter__())
    yield app
    runner.run(lifespan.__aexit__(None, None, None))


async def get(
    app: Starlette,
    client: tuple[str, int] = ("127.0.0.1", 1),
    path: str = "/metrics",
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as asking:
        sent = {name.encode(): value.encode("latin-1") for name, value in (headers or {}).items()}
        return await asking.get(path, headers=sent)


async def ask(app: Starlette, query: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as asking:
        headers = {"Authorization": f"Bearer {operators_token()}"}
        return await asking.post("/graphql", json={"query": query}, headers=headers)


async def figures(app: Starlette) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels, in the order of their names."""
    families = text_string_to_metric_families((await get(app)).text)
    return {
        (
            sample.name.removeprefix("authority_network_"),
            *(value for _, value in sorted(sample.labels.items())),
        ): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_needs_no_token(app: Starlette, host: str) -> None:
    answer = await get(app, (host, 40000))
    assert answer.status_code == HTTPStatus.OK
    assert answer.headers["Content-Type"].startswith("text/plain; version=")


async def test_other_machines_get_nothing_without_the_setting(app: Starlette) -> None:
    refused: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {operators_token()}"},
    ]
    for headers in refused:
        answer = await get(app, ELSEWHERE, headers=headers)
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.text == (
            "Ask on the machine of the service, or set AUTHORITY_NETWORK_METRICS_TOKEN there.\n"
        )


@pytest.mark.parametrize("header", FORWARDED)
async def test_a_proxy_on_this_machine_is_another_machine(app: Starlette, header: str) -> None:
    assert (await get(app, headers={header: "127.0.0.1"})).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize("client", [ELSEWHERE, ("127.0.0.1", 1)], ids=["elsewhere", "here"])
@pytest.mark.parametrize("named", ["127.0.0.1", "::1", "[::1]:1", "127.0.0.1, 192.0.2.7", "", "localhost"])
async def test_who_names_this_machine_to_a_server_that_trusts_every_proxy_is_another_machine(
    app: Starlette, named: str, client: tuple[str, int]
) -> None:
    """In Docker uvicorn trusts all, and puts in the place of the client whom X-Forwarded-For names."""
    trusting: Any = ProxyHeadersMiddleware(cast(Any, app), "*")
    refused = await get(trusting, client, headers={"X-Forwarded-For": named})
    assert refused.status_code == HTTPStatus.FORBIDDEN


async def test_with_the_token_other_machines_are_answered(app_with_token: Starlette) -> None:
    answer = await get(app_with_token, ELSEWHERE, headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == HTTPStatus.OK
    for wrong in ("", f"Bearer {TOKEN[1:]}", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \xe9"):
        refused = await get(app_with_token, ELSEWHERE, headers={"Authorization": wrong})
        assert refused.status_code == HTTPStatus.UNAUTHORIZED
        assert refused.headers["WWW-Authenticate"] == 'Bearer realm="metrics"'
        assert TOKEN not in refused.text


async def test_requests_are_counted_by_route_kind_and_status(app: Starlette) -> None:
    await ask(app, QUERY)
    await ask(app, QUERY)
    await ask(app, "query { nothing }")
    await ask(app, "{ not GraphQL")
    await get(app, path="/graphql")
    await get(app, path="/someone@example.org/../secret")
    found = await figures(app)
    counted = {key[1:]: value for key, value in found.items() if key[0] == "requests_total"}
    assert counted == {
        ("query", "/graphql", "200"): 3,
        ("none", "/graphql", "200"): 1,
        ("none", "/graphql", "401"): 1,
        ("none", "other", "404"): 1,
    }
    assert found["request_seconds_count", "query", "/graphql"] == 3
    errors = {key[1]: value for key, value in found.items() if key[0] == "errors_total"}
    assert errors == {"VALIDATION": 1, "SYNTAX": 1, "UNAUTHENTICATED": 1}
    assert found["operation_cost_count",] == 2
    assert found["operation_cost_sum",] == 2 * (1 + 2 * 32)


async def test_statements_are_counted_by_name_with_their_rows(app: Starlette, graph: Graph) -> None:
    await write_network(graph, read_network(NETWORK))
    before = await figures(app)
    await ask(app, "{ memberStates { code nimic { id name } } }")
    await ask(app, "{ memberStates { code } }")
    found = await figures(app)

    def more(*key: str) -> float:
        return found[key] - before.get(key, 0)

    assert more("statement_seconds_count", "member_states") == 2
    assert more("statement_rows_total", "member_states") == 2
    assert more("statement_seconds_count", "authorities_by_id") == 1
    assert more("statement_rows_total", "authorities_by_id") == 1


async def test_transactions_are_counted_while_they_are_open(app: Starlette, graph: Graph) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def wait(tx: object) -> None:
        arrived.set()
        await go_on.wait()

    working = asyncio.create_task(graph.read(wait))
    await arrived.wait()
    assert (await figures(app))[("transactions_open",)] == 1
    go_on.set()
    await working
    assert (await figures(app))[("transactions_open",)] == 0
    assert (await figures(app))[("database_connections_most",)] == Settings().database_connections


async def test_a_deadlock_is_a_retry_and_a_lost_race_a_conflict(app: Starlette, graph: Graph) -> None:
    first_locks = asyncio.Barrier(2)
    waited: set[str] = set()

    async def take_both(tx: Writer, one: str, other: str) -> None:
        lock = "MERGE (s:MemberState {code: $code}) SET s.revision = coalesce(s.revision, 0) + 1"
        await tx.rows("of a test", lock, {"code": one})
        if one not in waited:
            waited.add(one)
            await first_locks.wait()  # each holds one and will ask for the other's
        await tx.rows("of a test", lock, {"code": other})

    for code in ("AT", "BE"):
        await graph.write(create, code=code)
    await asyncio.gather(graph.write(take_both, "AT", "BE"), graph.write(take_both, "BE", "AT"))
    found = await figures(app)
    assert found[("transaction_retries_total",)] == 1
    assert found[("transaction_conflicts_total",)] == 0
    with pytest.raises(Conflict):
        await graph.write(create, code="AT")
    assert (await figures(app))[("transaction_conflicts_total",)] == 1


async def create(tx: Writer, *, code: str) -> None:
    await tx.rows("of a test", "CREATE (:MemberState {code: $code})", {"code": code})


async def test_they_tell_the_version(app: Starlette) -> None:
    text = (await get(app)).text
    assert f'authority_network_build_info{{version="{VERSION}"}} 1.0' in text
