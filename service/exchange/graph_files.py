"""A state's network as a graph file: GraphML, which Gephi reads, or JSON of nodes and edges, as networkx and d3 have it.

Nodes are the authorities, deactivated ones too; edges the relations, each directed from who holds it. Between two
authorities there may be several. What an authority or a relation does not have is left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypedDict
from xml.sax.saxutils import escape, quoteattr

import orjson

from service.database.graph import Reader
from service.model.identifiers import StateCode
from service.statements.network import StateRow, network_states
from service.statements.overview import RelationsRow, network_relations
from service.storage.network_map import Overview, drawn
from service.storage.one_moment import one_moment

Attributes = dict[str, Any]

GRAPH = {"state": "string", "revision": "long"}
NODE = {
    "label": "string",
    "type": "string",
    "status": "string",
    "region": "string",
    "region_name": "string",
    "latitude": "double",
    "longitude": "double",
    "areas": "string",
    "dimic_areas": "string",
}
"""The attributes of an authority; `label` is its official name, the place that of its region."""
EDGE = {"relation": "string", "area": "string"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold, not even escaped."""
_INSTEAD = "\ufffd"


class GraphFile(TypedDict):
    """What is in a file. An edge has a `source` and a `target`, a node an `id`."""

    attributes: Attributes
    nodes: list[Attributes]
    edges: list[Attributes]


class Content(TypedDict):
    """What was read for a file."""

    revision: int
    overview: Overview
    relations: list[RelationsRow]


async def read(tx: Reader, *, state: StateCode) -> Content | None:
    """What the graph holds of a state at one moment; None where there is no such state. Raises Conflict."""

    async def as_it_stands() -> list[StateRow]:
        return [row for row in await network_states(tx) if row["code"] == state]

    async def content(found: list[StateRow]) -> Content | None:
        if not found:
            return None
        return {
            "revision": found[0]["revision"],
            "overview": await drawn(tx, state=state),
            "relations": await network_relations(tx, state=state),
        }

    return await one_moment(as_it_stands, content)


def as_graphml(content: Content) -> bytes:
    """The file as GraphML. Several areas stand in one text with `;` between."""
    file = _file(content)
    return "".join(_graphml(file)).encode()


def as_json(content: Content) -> bytes:
    """The file as JSON of the form that networkx calls node-link."""
    file = _file(content)
    return orjson.dumps(
        {
            "directed": True,
            "multigraph": True,
            "graph": file["attributes"],
            "nodes": file["nodes"],
            "edges": [{"key": _key(edge), **edge} for edge in file["edges"]],
        }
    )


def _file(content: Content) -> GraphFile:
    overview = content["overview"]
    ids = set(overview["authorities"]["ids"])
    return {
        "attributes": {"state": overview["state"], "revision": content["revision"]},
        "nodes": list(_nodes(overview)),
        "edges": [
            _present({"source": holder, "target": end, "relation": row["relation"], "area": row["area"]})
            for row in content["relations"]
            for holder, end in zip(row["holders"], row["ends"], strict=True)
            if holder in ids and end in ids  # an edge stands between two nodes of the file
        ],
    }


def _nodes(overview: Overview) -> Iterator[Attributes]:
    found = overview["authorities"]
    areas = [[overview["areas"][at]["code"] for at in each] for each in overview["area_sets"]]
    for at, id in enumerate(found["ids"]):
        place = found["regions"][at]
        region = None if place is None else overview["regions"][place]
        yield _present(
            {
                "id": id,
                "label": found["names"][at],
                "type": found["types"][at],
                "status": found["statuses"][at],
                "region": region and region["code"],
                "region_name": region and region["name"],
                "latitude": region and region["latitude"] and float(region["latitude"]),
                "longitude": region and region["longitude"] and float(region["longitude"]),
                "areas": areas[found["areas"][at]],
                "dimic_areas": areas[found["dimic_areas"][at]],
            }
        )


def _present(attributes: Attributes) -> Attributes:
    return {name: value for name, value in attributes.items() if value not in (None, [])}


def _key(edge: Attributes) -> str:
    """What tells an edge from others between the same two."""
    return f"{edge['relation']} {edge['area']}" if "area" in edge else str(edge["relation"])


def _graphml(file: GraphFile) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for kind, attributes in (("graph", GRAPH), ("node", NODE), ("edge", EDGE)):
        for name, type in attributes.items():
            yield f'<key id="{kind}_{name}" for="{kind}" attr.name="{name}" attr.type="{type}"/>\n'
    yield '<graph edgedefault="directed">\n'
    yield from _data("graph", GRAPH, file["attributes"])
    for node in file["nodes"]:
        yield f"\n<node id={_quoted(node['id'])}>"
        yield from _data("node", NODE, node)
        yield "</node>"
    for number, edge in enumerate(file["edges"]):
        yield f'\n<edge id="e{number}" source={_quoted(edge["source"])} target={_quoted(edge["target"])}>'
        yield from _data("edge", EDGE, edge)
        yield "</edge>"
    yield "\n</graph>\n</graphml>\n"


def _data(kind: str, names: Iterable[str], attributes: Attributes) -> Iterator[str]:
    for name in names:
        if name in attributes:
            value = attributes[name]
            text = ";".join(value) if isinstance(value, list) else str(value)
            yield f'<data key="{kind}_{name}">{escape(_NO_XML.sub(_INSTEAD, text))}</data>'


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub(_INSTEAD, text))
