"""The demonstration network is loaded with its past, which ends in the network files, however often that is interrupted."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.audit import audit
from service.database.graph import Graph
from service.network_files import export_network, import_network
from service.network_files.columns import FILES
from service.serving import demonstration
from service.serving.demonstration import NotLoaded, load, past
from tests.api.asking import ask
from tests.graph import everything, forgotten_plans
from tests.network_files.folders import write_folder

pytestmark = pytest.mark.timeout(900)  # two thousand relations begin and end, one change after another

OLD, NEW = "de-st/ministerium-fur-landesentwicklung", "de-st/wirtschaftsministerium"
QUESTIONS: list[dict[str, Any]] = json.loads(
    (demonstration.demonstration().parent / "demo_questions.json").read_text("utf-8")
)


class Interrupted(Exception):
    pass


async def test_it_ends_in_the_network_files_even_if_it_was_interrupted(graph: Graph, tmp_path: Path) -> None:
    acts = past()["acts"]

    def in_the_beginning(done: int, total: int) -> None:
        if done > 1:
            raise Interrupted

    def between_acts(done: int, total: int) -> None:
        if (done, total) == (30, len(acts)):
            raise Interrupted

    for interrupt in (in_the_beginning, between_acts):
        with pytest.raises(Interrupted):
            await load(graph, interrupt)
        await forgotten_plans(graph)
    performed: list[tuple[int, int]] = []
    await load(graph, lambda *done: performed.append(done))
    assert performed == [(number, len(acts)) for number in range(1, len(acts) + 1)]
    await export_network(graph, tmp_path)
    for file in FILES:
        there = (demonstration.demonstration() / file.name).read_bytes()
        assert (tmp_path / file.name).read_bytes() == there, file.name
    assert await audit(graph) == []
    loaded = await everything(graph)
    await load(graph, lambda done, total: pytest.fail("all is done"))
    assert await everything(graph) == loaded
    await _what_it_shows(graph)


async def _what_it_shows(graph: Graph) -> None:
    """Each state changed, and the scopes of the two SDIMICs of Sachsen-Anhalt are those of their days."""
    for state in ("DE", "EL", "NL", "PL", "SE"):
        changes = await ask(
            graph, "query($s: String!) { stateChanges(state: $s, first: 1) { totalCount } }", s=state
        )
        assert changes["stateChanges"]["totalCount"] > 1, state
    scope = """query($monitor: ID!, $day: DateTime) {
      monitoringScope(monitor: $monitor, first: 1, asOf: $day) { totalCount }
    }"""
    seen = {}
    for monitor, day in ((OLD, "2016-01-01"), (OLD, "2018-01-01"), (OLD, None), (NEW, None)):
        answer = await ask(graph, scope, monitor=monitor, day=day)
        seen[monitor, day] = answer["monitoringScope"]["totalCount"]
    assert seen[OLD, "2016-01-01"] > 50
    assert seen[OLD, None] == 0 < seen[NEW, None]
    one, yes_and_no, of_the_past = [
        await ask(graph, each["query"], **each["variables"]) for each in QUESTIONS
    ]
    assert one["monitoringScope"]["totalCount"] > 10
    assert (yes_and_no["yes"]["monitors"], yes_and_no["no"]["monitors"]) == (True, False)
    assert yes_and_no["yes"]["reasons"] and yes_and_no["no"]["missing"]
    left = of_the_past["scopeDifference"]["edges"]
    assert len(left) > 50
    assert {edge["entered"] for edge in left} == {False}
    assert {edge["change"]["action"] for edge in left} == {
        "deactivateAuthority"
    }  # the last that kept them out


async def test_a_graph_with_another_network_stays_as_it_is(graph: Graph, tmp_path: Path) -> None:
    await import_network(graph, write_folder(tmp_path))
    before = await everything(graph)
    await load(graph, lambda done, total: pytest.fail("nothing is to be loaded"))
    assert await everything(graph) == before


async def test_an_act_that_is_forbidden_is_said_with_its_day(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = past()
    (act,) = (each for each in told["acts"] if each.get("input") == {"authority": OLD})
    monkeypatch.setattr(
        demonstration, "past", lambda: told | {"acts": [act | {"at": "2015-02-01T09:00:00Z"}]}
    )
    with pytest.raises(NotLoaded, match=r"2015-02-01T09:00:00Z, The ministry is dissolved: .*R77"):
        await load(graph, lambda done, total: None)
