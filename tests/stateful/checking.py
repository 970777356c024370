"""What the graph holds, and whether an answer is what the model says, in words for who reads a failure."""

from __future__ import annotations

from collections.abc import Iterable

from service.database.graph import Graph
from tests.changes.client import Answer
from tests.graph import rows
from tests.stateful.judgement import Verdict
from tests.stateful.steps import Step
from tests.stateful.world import Edge, World

STANDING = """
MATCH (r:Region)-[:PART_OF]->(w) RETURN ['PART_OF', r.code, w.code] AS edge
UNION ALL MATCH (l:LegislativeArea)
  RETURN ['AREA', l.code, toString(l.requires_professions), l.keywords] AS edge
UNION ALL MATCH (a:Authority) RETURN ['DATA', a.id, a.name, coalesce(a.email, '')] AS edge
UNION ALL MATCH (a)-[r:IN_STATE]->(s) RETURN ['IN_STATE', a.id, s.code, coalesce(r.type, ''), r.status] AS edge
UNION ALL MATCH (a)-[:LOCATED_IN]->(r) RETURN ['LOCATED_IN', a.id, r.code] AS edge
UNION ALL MATCH (c)-[:VALIDATES]->(a) RETURN ['VALIDATES', c.id, a.id] AS edge
UNION ALL MATCH (c)-[:REGISTERED]->(a) RETURN ['REGISTERED', c.id, a.id] AS edge
UNION ALL MATCH (c)-[r:APPOINTED]->(a) RETURN ['APPOINTED', c.id, a.id, r.area] AS edge
UNION ALL MATCH (a)-[:IDENTIFIED_BY]->(x) RETURN ['IDENTIFIED_BY', a.id, x.scheme + ':' + x.value] AS edge
UNION ALL MATCH (a)-[r:ACTS_IN]->(l)
  RETURN ['ACTS_IN', a.id, l.code, r.role, coalesce(r.territory, ''), r.granted_by, r.keywords, r.professions, r.flags] AS edge
UNION ALL MATCH (c)-[r:GRANTS_ACCESS]->(a) RETURN ['GRANTS_ACCESS', c.id, a.id, r.area] AS edge
UNION ALL MATCH (c)-[r:COORDINATES_REQUESTS]->(a)
  RETURN ['COORDINATES_REQUESTS', c.id, a.id, r.area] AS edge
UNION ALL MATCH (c)-[r:OPTS_OUT_OF_REFERRAL]->(a) RETURN ['OPTS_OUT_OF_REFERRAL', c.id, a.id, r.area] AS edge
UNION ALL MATCH (a)-[:LINKED_TO]->(b) RETURN ['LINKED_TO', a.id, b.id] AS edge
"""
RELATIONS = ("VALIDATES", "REGISTERED", "APPOINTED", "GRANTS_ACCESS", "COORDINATES_REQUESTS", "LINKED_TO")


async def standing(graph: Graph) -> set[Edge]:
    """Everything that stands in the graph now; nothing of it stands twice."""
    found = [
        tuple(part if isinstance(part, str) else ";".join(part) for part in row["edge"])
        for row in await rows(graph, STANDING)
    ]
    assert len(found) == len(set(found)), sorted(edge for edge in set(found) if found.count(edge) > 1)
    return set(found)


async def revisions(graph: Graph) -> dict[str, int]:
    """Each Member State with the version of its network."""
    found = await rows(graph, "MATCH (s:MemberState) RETURN s.code AS code, s.revision AS revision")
    return {row["code"]: row["revision"] for row in found}


async def changes(graph: Graph) -> dict[str, str]:
    """Every Change by its id, with its time."""
    found = await rows(graph, "MATCH (c:Change) RETURN c.id AS id, c.at AS at")
    return {row["id"]: row["at"] for row in found}


def assert_same(found: set[Edge], world: World) -> None:
    """The graph holds what the model holds."""
    meant = world.edges()
    assert found == meant, (
        f"only in the graph: {sorted(found - meant)}; only in the model: {sorted(meant - found)}"
    )


def assert_answers(answer: Answer, verdict: Verdict, step: Step) -> None:
    """Accepted or refused as the model says, and for the rules that it finds violated."""
    said = f"{step}\n answered {answer.member} {answer.data if not answer.made else ''}\n model: {verdict.must} {sorted(verdict.may)}"
    if verdict.after is not None:
        assert answer.made, said
    elif verdict.missing:
        assert answer.member == "NotFound" or (answer.member == "Refusal" and answer.rules <= verdict.may), (
            said
        )
    else:
        assert answer.member == "Refusal", said
        assert verdict.justifies(answer.rules), said


def assert_relations(answer: Answer, before: World, after: World) -> None:
    """What the answer says came, moved and went is what differs; a relation moves within one authority and area."""
    was, is_ = _relations(before.edges()), _relations(after.edges())
    came = {_edge(each, each["from"]) for how in ("came", "moved") for each in answer.data.get(how, ())}
    went = {_edge(each, each["from"]) for each in answer.data["went"]}
    went |= {_edge(each, each["before"]) for each in answer.data.get("moved", ())}
    if "came" in answer.data:
        assert came == is_ - was, (came, is_ - was)
    assert went == was - is_, (went, was - is_)


def _edge(each: dict[str, object], holder: object) -> Edge:
    assert isinstance(holder, dict)
    assert isinstance(each["to"], dict)
    area = [str(each["area"])] if each["area"] else []
    return (str(each["relation"]), holder["id"], each["to"]["id"], *area)


def _relations(edges: Iterable[Edge]) -> set[Edge]:
    """Relations between authorities; opting out of one is none."""
    return {
        edge[: 3 if edge[0] in ("VALIDATES", "REGISTERED", "LINKED_TO") else 4]
        for edge in edges
        if edge[0] in RELATIONS
    }
