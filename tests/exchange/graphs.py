"""Graph files as networkx reads them, and what the network files say should be in them."""

import io
from collections.abc import Iterator
from typing import Any, cast

import networkx

from tests.api.client import Api
from tests.api.files import Files, Row, values

Edge = tuple[str, str, str, str | None]
"""Holder, end, relation and area."""
Graph = networkx.MultiDiGraph  # as networkx documents it; what is generic in it is of its stubs


async def assert_networkx_reads_what_the_files_say(api: Api, files: Files, state: str) -> None:
    """Nodes, edges and attributes of a state's GraphML and JSON are those of the network files, and no others."""
    xml = await api.http.get(f"/network/{state}.graphml")
    plain = await api.http.get(f"/network/{state}.json")
    assert (xml.status_code, xml.headers["content-type"]) == (200, "application/graphml+xml")
    assert (plain.status_code, plain.headers["content-type"]) == (200, "application/json")
    of_xml = cast("Graph[str]", networkx.read_graphml(io.BytesIO(xml.content)))
    of_json = cast("Graph[str]", networkx.node_link_graph(plain.json(), edges="edges"))
    ids = {id for id, row in files.authorities.items() if row["state"] == state}
    access = _access(files, ids)
    expected, relations = _nodes(files, access), set(_edges(files, access))
    assert {id: data for id, data in of_json.nodes(data=True)} == expected  # noqa: C416  # dict() has no such type
    assert {id: data for id, data in of_xml.nodes(data=True)} == {  # noqa: C416
        id: {name: ";".join(it) if isinstance(it, list) else it for name, it in attributes.items()}
        for id, attributes in expected.items()
    }
    for graph in (of_xml, of_json):
        assert graph.is_directed()
        assert graph.is_multigraph()
        found = [
            (holder, end, data["relation"], data.get("area")) for holder, end, data in graph.edges(data=True)
        ]
        assert len(found) == len(relations)
        assert set(found) == relations
        assert graph.graph["state"] == state
        assert graph.graph["revision"] >= 1


def _access(files: Files, ids: set[str]) -> dict[str, list[Row]]:
    """The areas of each authority, in the order of their codes."""
    found: dict[str, list[Row]] = {id: [] for id in ids}
    for row in sorted(files.rows["access"], key=lambda row: row["area"]):
        if row["authority"] in found:
            found[row["authority"]].append(row)
    return found


def _edges(files: Files, accesses: dict[str, list[Row]]) -> Iterator[Edge]:
    """Every relation that is with one of these authorities."""
    for id, areas in accesses.items():
        row = files.authorities[id]
        if row["registered_by"]:
            yield row["registered_by"], id, "REGISTERED", None
        if row["validating_coordinator"]:
            yield row["validating_coordinator"], id, "VALIDATES", None
        for appointed in values(row["appointed_by"]):
            area, coordinator = appointed.split("=")
            yield coordinator, id, "APPOINTED", area
        for access in areas:
            yield access["access_coordinator"], id, "GRANTS_ACCESS", access["area"]
            for coordinator in values(access["request_coordinators"]):
                yield coordinator, id, "COORDINATES_REQUESTS", access["area"]
    for link in files.rows["links"]:
        if link["observed"] in accesses:
            yield link["observer"], link["observed"], "LINKED_TO", None


def _nodes(files: Files, accesses: dict[str, list[Row]]) -> dict[str, dict[str, Any]]:
    """The attributes of each authority, as JSON has them."""
    regions = {row["code"]: row for row in files.rows["regions"]}
    found = {}
    for id, access in accesses.items():
        row = files.authorities[id]
        attributes: dict[str, Any] = {
            "label": row["name"],
            "type": row["type"],
            "status": row["status"],
            "areas": [each["area"] for each in access],
            "dimic_areas": [each["area"] for each in access if each["role"] == "DIMIC"],
        }
        if region := regions.get(row["region"]):
            attributes |= {"region": region["code"], "region_name": region["name"]}
            places = ("latitude", "longitude")
            attributes |= {name: float(region[name]) for name in places if region.get(name)}
        found[id] = {name: value for name, value in attributes.items() if value != []}
    return found
