"""`network`: a state as a whole, small enough to be sent and drawn at once."""

import csv
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bench.networks import write_network as write_files
from service.api.mutations.mutation import MADE_ID_BYTES
from service.database.graph import Graph
from service.model.identifiers import AuthorityId, Role, StateCode
from service.network_files import import_network
from service.rules.catalogue import Rule
from service.serving.demonstration import demonstration
from service.statements import writing
from tests.api.asking import ask, statements_of
from tests.api.client import Api, token
from tests.api.drawn import QUERY, plain
from tests.conftest import empty
from tests.networks import TestNetwork, read_network, write_network
from tests.scope.oracle import is_coordinator, type_of, who_monitors_whom
from tests.scope.random_networks import STATES, networks

LENS = """
  query ($state: String!, $monitor: ID!, $unless: Int) {
    network(state: $state, unlessRevision: $unless) { unchanged map { authorities { ids } } lens(monitor: $monitor) }
  }
"""
SCOPES = sorted((Path(__file__).parents[1] / "scope").glob("*.yaml"))


def expected(network: TestNetwork, state: str) -> tuple[dict[str, Any], Counter[Any]]:
    """The same from the network itself."""
    members = sorted(id for id, each in network.authorities.items() if each.state == state)
    authorities, bundles = {}, Counter[Any]()
    for id in members:
        one = network.authorities[id]
        accesses = [
            network.access[id, area] for area in sorted(network.areas) if (id, area) in network.access
        ]
        authorities[id] = {
            "name": one.name,
            "type": type_of(network, id),
            "status": one.status.value,
            "validating": one.validating_coordinator,
            "region": one.region,
            "areas": [access.area for access in accesses],
            "dimic": [access.area for access in accesses if access.role is Role.DIMIC],
        }
        in_a_wedge = one.validating_coordinator is not None and not is_coordinator(network, id)
        end = (True, one.validating_coordinator) if in_a_wedge else (False, id)
        for access in accesses:
            if access.access_coordinator:
                bundles["GRANTS_ACCESS", access.area, access.access_coordinator, *end] += 1
            for coordinator in access.request_coordinators:
                bundles["COORDINATES_REQUESTS", access.area, coordinator, *end] += 1
        for observer, observed in network.links:
            if observed == id:
                bundles["LINKED_TO", None, observer, *end] += 1
    return authorities, bundles


async def lens(graph: Graph, state: str, monitor: str) -> list[str] | None:
    """The ids that a lens leaves in the light; the same whether the map is asked for beside it or is at hand."""
    asked = {"state": state, "monitor": monitor}
    network = (await ask(graph, LENS, **asked))["network"]
    revision = (await ask(graph, QUERY, state=state))["network"]["revision"]
    again = (await ask(graph, LENS, **asked, unless=revision))["network"]
    assert (again["unchanged"], again["map"], again["lens"]) == (True, None, network["lens"])
    ids = network["map"]["authorities"]["ids"]
    return None if network["lens"] is None else [ids[at] for at in network["lens"]]


async def scope(graph: Graph, monitor: str) -> list[str]:
    """The ids of a scope, a page of 100 being more than these networks hold."""
    query = "query ($monitor: ID!) { monitoringScope(monitor: $monitor, orderBy: ID, first: 100) { edges { node { id } } } }"
    data = await ask(graph, query, monitor=monitor)
    return [edge["node"]["id"] for edge in data["monitoringScope"]["edges"]]


@pytest.mark.parametrize("path", SCOPES, ids=lambda path: path.stem)
@pytest.mark.rule(Rule.R43)
@pytest.mark.rule(Rule.R44)
@pytest.mark.rule(Rule.R45)
@pytest.mark.rule(Rule.R46)
async def test_the_lens_of_a_monitor_is_its_scope(graph: Graph, path: Path) -> None:
    network = read_network(path)
    await write_network(graph, network)
    for id, authority in network.authorities.items():
        seen = await lens(graph, authority.state, id)
        assert seen == await scope(graph, id) == sorted(network.monitoring.get(id, {}))


@given(network=networks())
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
async def test_of_any_network_the_map_shows_every_authority_and_relation(
    database: Graph, network: TestNetwork
) -> None:
    await empty(database)
    await write_network(database, network)
    monitoring = who_monitors_whom(network)
    for state in STATES:
        answer = (await ask(database, QUERY, state=state))["network"]
        assert plain(answer) == expected(network, state)
        assert answer["map"]["areas"] == [{"code": area, "name": area} for area in sorted(network.areas)]
        assert [region["code"] for region in answer["map"]["regions"]] == sorted(
            code for code, region in network.regions.items() if region.state == state
        )
    for id in list(network.authorities)[-3:]:
        assert await lens(database, network.authorities[id].state, id) == sorted(monitoring.get(id, {}))


async def test_positions_and_sets_are_those_of_a_network_drawn_by_hand(graph: Graph) -> None:
    await write_network(graph, read_network(Path(__file__).with_name("federal.yaml")))
    answer = (await ask(graph, QUERY, state="AT"))["network"]
    assert answer["state"] == {"code": "AT"}
    assert answer["map"] == {
        "areas": [{"code": "PQ", "name": "Area PQ"}, {"code": "SD", "name": "Area SD"}],
        "areaSets": [[], [1]],
        "regions": [],
        "authorities": {
            "ids": ["abroad", "amt"],
            "names": ["Authority abroad", "Authority amt"],
            "types": ["NIMIC", "DIMIC"],
            "statuses": ["ACTIVE", "ACTIVE"],
            "validatingCoordinators": [None, 0],
            "regions": [None, None],
            "areas": [0, 1],
            "dimicAreas": [0, 1],
        },
        "bundles": [
            {
                "relation": relation,
                "area": "SD",
                "ofValidated": False,
                "holders": [0],
                "ends": [1],
                "counts": [1],
            }
            for relation in ("COORDINATES_REQUESTS", "GRANTS_ACCESS")
        ],
    }


async def test_an_unchanged_network_is_answered_without_reading_it(graph: Graph) -> None:
    await write_network(graph, read_network(Path(__file__).with_name("federal.yaml")))
    revision = (await ask(graph, QUERY, state="DE"))["network"]["revision"]
    asked: dict[str, Any] = {"state": "DE", "unless": revision}
    answer = (await ask(graph, QUERY, **asked))["network"]
    assert answer == {"state": {"code": "DE"}, "revision": revision, "unchanged": True, "map": None}
    assert await statements_of(graph, QUERY, **asked) == ["member_states"]
    await graph.write(writing.lock_states, codes=[StateCode("DE")])
    changed = (await ask(graph, QUERY, **asked))["network"]
    assert (changed["revision"], changed["unchanged"]) == (revision + 1, False)
    assert changed["map"] is not None


async def test_as_many_statements_answer_a_large_state_as_a_small_one(graph: Graph) -> None:
    await write_network(graph, read_network(Path(__file__).with_name("federal.yaml")))
    ran = await statements_of(graph, QUERY, state="AT")
    read = ["network_areas", "network_regions", "network_overview", "network_bundles"]
    assert ran == ["member_states", *read]
    assert sorted(await statements_of(graph, QUERY, state="DE")) == sorted([*ran, "regions_by_code"])


async def test_aliases_run_no_more_statements(graph: Graph) -> None:
    await write_network(graph, read_network(Path(__file__).with_name("federal.yaml")))
    bundles = " ".join(f"b{number}: bundles {{ counts }}" for number in range(5))
    lenses = " ".join(f'l{number}: lens(monitor: "{id}")' for number, id in enumerate(["amt", "abroad"] * 3))
    network = f'network(state: "AT") {{ map {{ {bundles} }} {lenses} }}'
    ran = await statements_of(graph, f"{{ {network} again: {network} }}")
    assert sorted(ran) == sorted(
        [
            "member_states",
            "network_areas",
            "network_regions",
            "network_overview",
            "network_bundles",
            "monitored_authorities",
        ]
    )


async def test_the_place_of_a_region_is_in_degrees(graph: Graph) -> None:
    await write_network(graph, read_network(Path(__file__).with_name("federal.yaml")))
    row = {"code": "DE2", "state": "DE", "name": "Bayern", "latitude": "48.95", "longitude": "-11.4"}
    await graph.write(writing.put_regions, rows=[row])
    regions = (await ask(graph, QUERY, state="DE"))["network"]["map"]["regions"]
    assert regions[:2] == [
        {"code": "DE2", "name": "Bayern", "parent": None, "latitude": 48.95, "longitude": -11.4},
        {
            "code": "DE21",
            "name": "Region DE21",
            "parent": {"code": "DE2"},
            "latitude": None,
            "longitude": None,
        },
    ]


async def test_what_is_not_there_is_null(graph: Graph) -> None:
    await write_network(graph, read_network(Path(__file__).with_name("federal.yaml")))
    assert await ask(graph, QUERY, state="XX") == {"network": None}
    assert await lens(graph, "DE", "nobody") is None
    assert await lens(graph, "DE", "abroad") is None
    assert await lens(graph, "DE", "closed-ministry") == []


def name_and_number_as_in_life(folder: Path) -> None:
    """Gives the authorities of generated files the names of real ones and ids as the service makes them."""
    random = Random(10_000)
    with (demonstration() / "authorities.csv").open(encoding="utf-8", newline="") as file:
        words = [word for row in csv.DictReader(file) for word in row["name"].split()]
    with (folder / "authorities.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["name"] = " ".join(random.sample(words, 4))
    with (folder / "authorities.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    made = {row["id"]: random.randbytes(MADE_ID_BYTES).hex() for row in rows if row["type"] == "CA"}
    for path in folder.glob("*.csv"):
        path.write_text(re.sub(r"XA-\d{7}", lambda found: made[found[0]], path.read_text("utf-8")), "utf-8")


async def test_ten_thousand_authorities_fit_in_300_kilobytes(api: Api, graph: Graph, tmp_path: Path) -> None:
    write_files(tmp_path, 10_000)
    name_and_number_as_in_life(tmp_path)
    result = await import_network(graph, tmp_path)
    assert not result.refused
    asked = {"query": QUERY, "variables": {"state": "XA"}}
    answer = await api.post(asked, Authorization=f"Bearer {token()}", Accept_Encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.num_bytes_downloaded == int(answer.headers["Content-Length"]) <= 300_000
    drawn = answer.json()["data"]["network"]["map"]
    assert len(drawn["authorities"]["ids"]) == 10_000
    assert len(drawn["regions"]) == 20
    with (tmp_path / "access.csv").open(encoding="utf-8", newline="") as file:
        written = sum(1 + len(row["request_coordinators"].split(";")) for row in csv.DictReader(file))
    assert sum(sum(bundle["counts"]) for bundle in drawn["bundles"]) == written
    monitored = (await ask(graph, LENS, state="XA", monitor="XA-nimic"))["network"]["lens"]
    nimic = drawn["authorities"]["ids"].index("XA-nimic")
    assert monitored == [at for at in range(10_000) if at != nimic]
    total = "query ($monitor: ID!) { monitoringScope(monitor: $monitor, first: 1) { totalCount } }"
    seen = (await ask(graph, total, monitor=AuthorityId("XA00-sdimic")))["monitoringScope"]["totalCount"]
    assert len((await ask(graph, LENS, state="XA", monitor="XA00-sdimic"))["network"]["lens"]) == seen > 400
