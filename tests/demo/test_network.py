"""The demonstration network in the graph: it imports clean, exports the same, and answers what is asked of it."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from demo.tables import NETWORK
from service.api.execution.context import Context
from service.api.schema import schema
from service.audit import audit
from service.database.graph import Graph
from service.model.identifiers import Actor, AuthorityId
from service.network_files import export_network
from service.network_files.columns import FILES
from service.serving.demonstration import demonstration
from service.statements import monitoring
from service.statements.network import network_states
from tests.demo.conftest import Demonstration
from tests.demo.reasons import Pair, rules_of_pairs
from tests.scope.answers import ALL, NO_FILTER

QUESTIONS: list[dict[str, Any]] = json.loads((NETWORK.parent / "demo_questions.json").read_text("utf-8"))


async def ask(graph: Graph, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The data of an answer without errors, asked by the NIMIC whose token `serve --demo` prints."""
    asker = (await graph.read(network_states))[0]["nimic"]
    assert asker is not None
    context = Context(graph, Actor(AuthorityId(asker)))
    answer = await schema.execute(query, variable_values=variables, context_value=context)
    assert answer.errors is None
    assert answer.data is not None
    return answer.data


def test_serve_finds_it() -> None:
    assert demonstration() == NETWORK


def test_the_import_says_nothing_but_that_it_was_done(demo: Demonstration) -> None:
    assert demo.result.entries == ()
    assert len(demo.result.changes) == len(demo.network.states)


async def test_the_audit_is_silent(demo: Demonstration) -> None:
    assert await audit(demo.graph) == []


def test_the_export_gives_the_same_files_byte_for_byte(
    demo: Demonstration, runner: asyncio.Runner, tmp_path: Path
) -> None:
    runner.run(export_network(demo.graph, tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {file.name for file in FILES}
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (NETWORK / path.name).read_bytes(), path.name


async def test_every_monitor_sees_what_the_rows_say_and_many_for_several_reasons(demo: Demonstration) -> None:
    expected = rules_of_pairs(demo.network)
    found: dict[Pair, Counter[str]] = {}
    for monitor in map(AuthorityId, sorted({monitor for monitor, _ in expected})):
        page = await demo.graph.read(
            monitoring.monitoring_scope,
            monitor=monitor,
            by_id=True,
            after="",
            limit=ALL,
            with_total=False,
            where=NO_FILTER,
        )
        for row in page["rows"]:
            found[monitor, row["id"]] = Counter(reason["rule"] for reason in row["reasons"])
    assert found == expected
    assert {rule for rules in found.values() for rule in rules} == {"R43", "R44", "R45", "R46"}
    several = sum(1 for rules in found.values() if rules.total() > 1)
    assert several / len(found) > 1 / 3


async def test_sdimics_see_some_of_their_region_and_not_others(demo: Demonstration) -> None:
    """S12: (a) registered by the SDIMIC, (b) by a DIMIC it created, (c) by the NIMIC."""
    pairs = rules_of_pairs(demo.network)
    land = "de-by/wirtschaftsministerium"
    a, b, c = "de-by/kultusministerium", "de/lau/09174115", "de/lau/09162000"
    assert pairs[land, a]["R46"] == 1
    assert pairs[land, b] == Counter(R46=2)
    assert (land, c) not in pairs
    answer = await ask(
        demo.graph,
        "query ($m: ID!, $a: ID!, $b: ID!, $c: ID!) { a: explainMonitoring(monitor: $m, authority: $a) { monitors } "
        "b: explainMonitoring(monitor: $m, authority: $b) { monitors } "
        "c: explainMonitoring(monitor: $m, authority: $c) { monitors } }",
        {"m": land, "a": a, "b": b, "c": c},
    )
    assert [answer[each]["monitors"] for each in "abc"] == [True, True, False]


def test_three_questions_are_printed_to_try() -> None:
    assert len(QUESTIONS) == 3
    assert all(set(question) == {"question", "query", "variables"} for question in QUESTIONS)


async def test_the_first_question_tells_what_an_sdimic_sees_and_why(demo: Demonstration) -> None:
    scope = (await ask(demo.graph, QUESTIONS[0]["query"], QUESTIONS[0]["variables"]))["monitoringScope"]
    assert len(scope["edges"]) == 10 < scope["totalCount"]
    reasons = [edge["reasons"] for edge in scope["edges"]]
    assert {reason["rule"]["id"] for each in reasons for reason in each} == {"R44", "R46"}
    assert sum(1 for each in reasons if len(each) > 1) >= 8


async def test_the_second_question_tells_why_a_city_is_seen_and_another_is_not(demo: Demonstration) -> None:
    answer = await ask(demo.graph, QUESTIONS[1]["query"], QUESTIONS[1]["variables"])
    assert (answer["yes"]["monitors"], answer["no"]["monitors"]) == (True, False)
    assert {reason["rule"]["id"] for reason in answer["yes"]["reasons"]} >= {"R44"}
    assert [each["rule"]["id"] for each in answer["no"]["missing"]] == ["R43", "R44", "R45", "R46"]
    assert "which de-by/wirtschaftsministerium did not create" in answer["no"]["missing"][-1]["detail"]


EXAMPLES = {
    path.stem: path.read_text("utf-8")
    for path in (Path(__file__).parents[2] / "web" / "graphiql" / "examples").glob("*.graphql")
}


@pytest.mark.parametrize("example", EXAMPLES)
async def test_the_examples_of_graphiql_are_answered_with_something(
    demo: Demonstration, example: str
) -> None:
    for name, answer in (await ask(demo.graph, EXAMPLES[example])).items():
        assert answer, name
        if "edges" in answer:
            assert answer["edges"]
        if "lens" in answer:
            assert answer["lens"]
