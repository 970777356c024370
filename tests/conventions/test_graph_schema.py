"""graph_schema/README.md says what the graph may contain: no more than the statements make, and no less."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from service.database.graph import Graph, Writer
from service.model.folders import folder
from service.model.identifiers import AuthorityId, ChangeId, Instant, StateCode
from service.rules.catalogue import Rule
from service.statements import imports, migrations, writing
from tests.audit.sound import write_sound_network
from tests.conventions.statements import FILES
from tests.graph import rows

README = (folder("graph_schema") / "README.md").read_text(encoding="utf-8")
TYPES = {
    "string": "STRING NOT NULL",
    "integer": "INTEGER NOT NULL",
    "boolean": "BOOLEAN NOT NULL",
    "list<string>": "LIST<STRING NOT NULL> NOT NULL",
}
EMPTY_LIST = "LIST<NOTHING> NOT NULL"
Properties = dict[str, str]


@dataclass
class Documented:
    """What the page says there may be; properties with their types as the database names them."""

    nodes: dict[str, Properties] = field(default_factory=dict)
    edges: dict[str, Properties] = field(default_factory=dict)
    schema: dict[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    optional: set[tuple[str, str]] = field(default_factory=set)
    later: set[tuple[str, str]] = field(default_factory=set)


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip().replace("\\<", "<") for cell in line.strip("|\n ").split("|")]


def documented() -> Documented:
    """Read the page: headings name labels and edges, the tables under them properties."""
    said, name = Documented(), ""
    properties: Properties = {}
    past: dict[str, str] = {}
    ended: Properties = {}
    for line in README.splitlines():
        if heading := re.match(r"#+ (?:`\(:(\w+)\)`|`\[:(\w+)\]`|(.*))$", line):
            properties, name = {}, heading[1] or heading[2] or heading[3]
            if heading[1]:
                said.nodes[name] = properties
            elif heading[2]:
                said.edges[name] = properties
            elif name == "Edges of the past":
                properties = ended
        elif line.startswith("| `"):
            first, second, *more = cells(line)
            if name == "Edges of the past" and not more:
                past[first.strip("`")] = second.strip("`")
            elif name == "Constraints and indexes":
                label, *keys = re.findall(r"`(\w+)`", more[0])
                said.schema[first.strip("`")] = (second.split(",")[0], label, tuple(keys))
            else:
                property, format = first.strip("`"), second
                if "not written yet" in format:
                    said.later.add((name, property))
                    continue
                properties[property] = TYPES[format.split(",")[0]]
                if "optional" in format:
                    said.optional.add((name, property))
    for live, ending in past.items():
        said.edges[ending] = {**said.edges[live], **ended}
        said.optional |= {(ending, property) for kind, property in said.optional if kind == live}
    return said


async def filled(graph: Graph) -> None:
    """Fill the graph through every writing statement there is."""
    ran: set[str] = set()
    graph.observers.append(ran.add)
    try:
        await write_sound_network(graph)
        await graph.write(writing.mark_importing, states=[StateCode("MT")], mark="third")
        now = Instant("2009-01-15T09:00:00.000000Z")
        await _import_and_undo(graph, now)
        await graph.write(migrations.record_migration, number=1, name="nodes", now=now)
    finally:
        graph.observers.remove(ran.add)
    assert ran == {path.stem for path in FILES if path.parent.name == "write"}, (
        "tests/audit/sound.py runs every writing statement"
    )


async def _import_and_undo(graph: Graph, now: Instant) -> None:
    """What an import keeps of itself, and all by which one is undone."""
    change = ChangeId("third")

    async def undone(tx: Writer) -> None:
        for number in (0, 1):
            await imports.store_import_batch(tx, change=change, number=number, at=now, plan="{}")
        await imports.mark_batch(tx, change=change, number=0, written=True)
        await imports.forget_import_batches(tx, change=change, limit=1)
        ids = [AuthorityId("of nobody")]
        await imports.undo_beginnings(tx, ids=ids, change=change)
        await imports.undo_ends(tx, ids=ids, change=change, tenses={})
        await imports.undo_touches(tx, ids=ids, change=change)
        await imports.undo_registrations(tx, rows=[])
        await imports.undo_appointments(tx, rows=[])
        await imports.undo_authorities(tx, ids=ids)
        await imports.undo_regions(tx, codes=["of nobody"])
        await imports.undo_legislative_areas(tx, codes=["of nobody"])
        await imports.undo_member_state(tx, state=StateCode("of nobody"))
        await imports.undo_change(tx, change=ChangeId("of nobody"))

    await graph.write(undone)


def by_kind(found: list[dict[str, str]]) -> dict[str, Properties]:
    """What the database holds, as the page says it."""
    kinds: dict[str, Properties] = defaultdict(dict)
    for row in found:
        kinds[row["kind"]]
        if row["property"] is not None and row["type"] != EMPTY_LIST:
            assert kinds[row["kind"]].setdefault(row["property"], row["type"]) == row["type"], row
    return dict(kinds)


async def test_the_page_says_what_every_statement_together_makes(graph: Graph) -> None:
    said = documented()
    await filled(graph)
    shown = (
        "UNWIND CASE keys(x) WHEN [] THEN [null] ELSE keys(x) END AS property RETURN DISTINCT kind, property"
    )
    nodes = await rows(
        graph,
        "MATCH (x) UNWIND labels(x) AS kind WITH x, kind WHERE kind <> 'Coordinator' "
        f"{shown}, valueType(x[property]) AS type",
    )
    edges = await rows(
        graph, f"MATCH ()-[x]->() WITH x, type(x) AS kind {shown}, valueType(x[property]) AS type"
    )
    labels = await rows(graph, "MATCH (n:Coordinator) RETURN DISTINCT n:Authority AS authority")
    assert labels == [{"authority": True}]
    assert by_kind(nodes) == {kind: held for kind, held in said.nodes.items() if kind != "Coordinator"}
    assert by_kind(edges) == said.edges


async def test_what_is_not_marked_optional_is_always_there(graph: Graph) -> None:
    said = documented()
    await filled(graph)
    nodes = await rows(graph, "MATCH (x) UNWIND labels(x) AS kind RETURN kind, keys(x) AS there")
    edges = await rows(graph, "MATCH ()-[x]->() RETURN type(x) AS kind, keys(x) AS there")
    for held, found in ((said.nodes, nodes), (said.edges, edges)):
        for row in found:
            kind = row["kind"]
            asked = {property for property in held[kind] if (kind, property) not in said.optional}
            assert asked <= set(row["there"]), kind


async def test_the_page_names_every_constraint_and_index(graph: Graph) -> None:
    found = await rows(
        graph,
        "SHOW INDEXES YIELD name, type, labelsOrTypes, properties, owningConstraint WHERE type <> 'LOOKUP' "
        "RETURN name, owningConstraint, labelsOrTypes, properties",
    )
    assert documented().schema == {
        row["name"]: (
            "constraint" if row["owningConstraint"] else "index",
            row["labelsOrTypes"][0],
            tuple(row["properties"]),
        )
        for row in found
    }


def test_what_holds_a_property_exists() -> None:
    audits = {path.stem for path in FILES if path.stem.startswith("audit_")}
    assert set(re.findall(r"`(audit_\w+)`", README)) <= audits
    said = documented()
    for kind, name in re.findall(r"(constraint|index) `(\w+)`", README):
        assert said.schema[name][0] == kind
    assert set(re.findall(r"\bR\d+\b", README)) <= {rule.value for rule in Rule}


def test_every_invariant_is_named_on_the_page() -> None:
    audits = {path.stem for path in FILES if path.stem.startswith("audit_")}
    assert audits - set(re.findall(r"`(audit_\w+)`", README)) == set()


def test_what_is_not_written_yet_has_its_place_in_the_schema() -> None:
    assert {kind for kind, _ in documented().later} <= {"Change"}
