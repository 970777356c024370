"""Every invariant broken once, by Cypher that no guard ever sees."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest

from service.audit import INVARIANTS, Finding, audit, audit_within
from service.database.graph import Graph, Writer
from service.model.body_names import derived
from service.rules.catalogue import Rule
from tests.audit import assert_sound
from tests.audit.sound import write_sound_network
from tests.conftest import empty


async def test_the_audit_is_silent_on_an_empty_graph(graph: Graph) -> None:
    await assert_sound(graph)


class Planted(NamedTuple):
    """A violation as a sentence, the Cypher that plants it, and all that the audit must find."""

    sentence: str
    cypher: str
    found: set[tuple[Rule | None, str]]


R = Rule
ANY = "*"
"""Whichever authority: the Cypher takes the first edge it comes to."""

BORN = "since: '2009-01-15T09:00:00.000000Z', by: 'first'"
A = "MATCH (a:Authority {id: '%s'}) "


def words_of(name: str, other: str) -> str:
    """Sets what an authority with these names is found by, so that this is not at fault as well."""
    return f"a.words = '{derived('', 'DE', name, 'de', [('en', other)])['words']}'"


def edge(coordinator: str, relation: str, authority: str) -> str:
    """Cypher that adds a relation between two authorities."""
    return f"MATCH (c:Authority {{id: '{coordinator}'}}), (a:Authority {{id: '{authority}'}}) CREATE (c)-[:{relation}]->(a)"


def moved(relation: str, authority: str, coordinator: str) -> str:
    """Cypher that hands the relations of one type to another coordinator; what the edges say stays true."""
    return (
        f"MATCH (a:Authority {{id: '{authority}'}})<-[r:{relation}]-(), (c:Authority {{id: '{coordinator}'}}) "
        f"WITH a, c, r, properties(r) AS p DELETE r CREATE (c)-[n:{relation}]->(a) SET n = p"
    )


PLANTED = [
    Planted(
        "a state without NIMIC",
        "CREATE (:MemberState {code: 'XX', name: 'Nowhere', revision: 0})",
        {(R.R8, "XX")},
    ),
    Planted(
        "two active NIMICs in one state",
        "MATCH (:Authority {id: 'old-ministry'})-[r:IN_STATE]->() SET r.status = 'ACTIVE'",
        {(R.R8, "ministry"), (R.R8, "old-ministry")},
    ),
    Planted(
        "an authority in no state",
        "MATCH (:Authority {id: 'valletta'})-[r:IN_STATE]->() DELETE r",
        {(R.R25, "valletta")},
    ),
    Planted(
        "an authority in two states",
        A % "chamber"
        + f"MATCH (s:MemberState {{code: 'MT'}}) CREATE (a)-[:IN_STATE {{status: 'ACTIVE', {BORN}}}]->(s)",
        {(R.R25, "chamber"), (R.R25, "architects")},
    ),
    Planted(
        "a NIMIC with a Validating Coordinator",
        edge("education", f"VALIDATES {{authority: 'malta', {BORN}}}", "malta"),
        {(R.R82, "malta"), (R.R25, "malta")},
    ),
    Planted(
        "a NIMIC with an Access Coordinator",
        edge("education", f"GRANTS_ACCESS {{authority: 'old-ministry', area: 'PQ', {BORN}}}", "old-ministry"),
        {(R.R82, "old-ministry")},
    ),
    Planted(
        "a NIMIC with access to an area",
        A
        % "ministry"
        + "MATCH (l:LegislativeArea {code: 'SERVICES'}) CREATE (a)-[:ACTS_IN {authority: 'ministry', "
        f"area: 'SERVICES', role: 'CA', keywords: [], professions: [], flags: [], granted_by: 'bavaria', {BORN}}}]->(l)",
        {(R.R82, "ministry")},
    ),
    Planted(
        "a link to a NIMIC",
        edge("chamber", f"LINKED_TO {{observer: 'chamber', observed: 'ministry', {BORN}}}", "ministry"),
        {(R.R43, "ministry")},
    ),
    Planted(
        "a link of an authority that is no CA",
        edge("crafts", f"LINKED_TO {{observer: 'crafts', observed: 'chamber', {BORN}}}", "chamber"),
        {(R.R43, "crafts")},
    ),
    Planted(
        "an authority without Validating Coordinator",
        A % "chamber" + "MATCH (a)<-[r:VALIDATES]-() DELETE r",
        {(R.R26, "chamber")},
    ),
    Planted(
        "a deactivated authority without Validating Coordinator",
        A % "closed" + "MATCH (a)<-[r:VALIDATES]-() DELETE r",
        {(R.R26, "closed")},
    ),
    Planted(
        "two Validating Coordinators, the second under another's name",
        edge("ministry", f"VALIDATES {{authority: 'elsewhere', {BORN}}}", "chamber"),
        {(R.R26, "chamber")},
    ),
    Planted(
        "access without Access Coordinator",
        A % "architects" + "MATCH (a)<-[r:GRANTS_ACCESS {area: 'PQ'}]-() DELETE r",
        {(R.R27, "architects")},
    ),
    Planted(
        "an Access Coordinator without access",
        edge("ministry", f"GRANTS_ACCESS {{authority: 'chamber', area: 'SERVICES', {BORN}}}", "chamber"),
        {(R.R27, "chamber")},
    ),
    Planted(
        "a Request Coordinator without access",
        edge(
            "ministry",
            "COORDINATES_REQUESTS {coordinator: 'ministry', authority: 'chamber', area: 'SERVICES', "
            f"{BORN}}}",
            "chamber",
        ),
        {(R.R28, "chamber")},
    ),
    Planted(
        "access without Request Coordinator",
        A % "chamber" + "MATCH (a)<-[r:COORDINATES_REQUESTS]-() DELETE r",
        {(R.R28, "chamber")},
    ),
    Planted(
        "the only Request Coordinator deactivated",
        "MATCH (:Authority {id: 'malta'})-[r:IN_STATE]->() SET r.status = 'INACTIVE'",
        {(R.R8, "MT"), (R.R28, "valletta"), (R.R77, "valletta")},
    ),
    Planted(
        "one of two Request Coordinators deactivated",
        "MATCH (:Authority {id: 'crafts'})-[r:IN_STATE]->() SET r.status = 'INACTIVE'",
        {(R.R77, "architects")},
    ),
    Planted(
        "an opt-out of one that is no Request Coordinator",
        edge(
            "bavaria",
            f"OPTS_OUT_OF_REFERRAL {{coordinator: 'bavaria', authority: 'chamber', area: 'PQ', {BORN}}}",
            "chamber",
        ),
        {(R.R42, "chamber")},
    ),
    Planted(
        "validation across a border",
        moved("VALIDATES", "chamber", "malta"),
        {(R.R25, "chamber")},
    ),
    Planted(
        "a registration across a border",
        moved("REGISTERED", "chamber", "malta"),
        {(R.R25, "chamber")},
    ),
    Planted(
        "a past link across a border",
        edge(
            "valletta",
            f"WAS_LINKED_TO {{observer: 'valletta', observed: 'chamber', {BORN}, "
            "until: '2009-02-01T09:00:00.000000Z', ended_by: 'second'}",
            "chamber",
        ),
        {(R.R25, "chamber")},
    ),
    Planted(
        "an authority in a region of another state",
        A % "valletta" + f"MATCH (r:Region {{code: 'DE-BE'}}) CREATE (a)-[:LOCATED_IN {{{BORN}}}]->(r)",
        {(R.R25, "valletta")},
    ),
    Planted(
        "a territory in another state",
        "CREATE (r:Region {code: 'MT-1', name: 'Gozo', state: 'MT'}) WITH r MATCH (s:MemberState {code: 'MT'}) "
        "CREATE (r)-[:PART_OF]->(s) WITH r MATCH (:Authority {id: 'education'})-[d:ACTS_IN {area: 'PQ'}]->() "
        "SET d.territory = 'MT-1'",
        {(R.R25, "education"), (R.R81, "architects"), (R.R81, "chamber")},
    ),
    Planted(
        "a region of a region abroad",
        "CREATE (r:Region {code: 'MT-1', name: 'Gozo', state: 'MT'}) WITH r MATCH (w:Region {code: 'DE-BE'}) "
        "CREATE (r)-[:PART_OF]->(w)",
        {(R.R25, "MT-1")},
    ),
    Planted(
        "an authority that validates itself",
        moved("VALIDATES", "education", "education"),
        {(R.R78, "education")},
    ),
    Planted(
        "an authority that gave itself access",
        "MATCH (:Authority {id: 'education'})-[r:ACTS_IN {area: 'PQ'}]->() SET r.granted_by = 'education'",
        {(R.R78, "education")},
    ),
    Planted(
        "access given by an authority that is not there",
        "MATCH (:Authority {id: 'education'})-[r:ACTS_IN {area: 'PQ'}]->() SET r.granted_by = 'nobody'",
        {(R.R25, "education")},
    ),
    Planted(
        "a circle of two validators",
        moved("VALIDATES", "education", "chamber"),
        {(R.R78, "education"), (R.R78, "chamber"), (R.R81, "education")},
    ),
    Planted(
        "a circle of three validators",
        moved("VALIDATES", "bavaria", "architects"),
        {
            (R.R78, "bavaria"),
            (R.R78, "crafts"),
            (R.R78, "architects"),
            (R.R81, "bavaria"),
        },
    ),
    Planted(
        "a validator that is no coordinator",
        moved("VALIDATES", "chamber", "architects"),
        {(R.R81, "chamber")},
    ),
    Planted(
        "a validator whose territory lies elsewhere",
        moved("VALIDATES", "education", "crafts"),
        {(R.R81, "education")},
    ),
    Planted(
        "an SDIMIC validating outside its region",
        moved("VALIDATES", "education", "bavaria"),
        {(R.R81, "education")},
    ),
    Planted(
        "an Access Coordinator that is not DIMIC in the area",
        A % "architects" + "MATCH (c:Authority {id: 'crafts'}) MATCH (a)<-[r:GRANTS_ACCESS {area: 'PQ'}]-() "
        "WITH a, c, r, properties(r) AS p DELETE r CREATE (c)-[n:GRANTS_ACCESS]->(a) SET n = p",
        {(R.R81, "architects")},
    ),
    Planted(
        "a Request Coordinator that is CA only",
        edge(
            "chamber",
            f"COORDINATES_REQUESTS {{coordinator: 'chamber', authority: 'architects', area: 'PQ', {BORN}}}",
            "architects",
        ),
        {(R.R81, "architects")},
    ),
    Planted(
        "an SDIMIC validated by a DIMIC",
        moved("VALIDATES", "bavaria", "education"),
        {(R.R81, "bavaria")},
    ),
    Planted(
        "a DIMIC with its access from a DIMIC",
        "CREATE (:Change {id: 'x'}) WITH 1 AS one MATCH (:Authority {id: 'chamber'})-[r:ACTS_IN]->() "
        "MATCH (a:Authority {id: 'chamber'}) SET r.role = 'DIMIC', a:Coordinator "
        "WITH a MATCH (a)-[k:LINKED_TO]->() DELETE k",
        {(R.R81, "chamber")},
    ),
    Planted(
        "an SDIMIC without region",
        "MATCH (:Authority {id: 'bavaria'})-[r:LOCATED_IN]->() DELETE r",
        {(R.R10, "bavaria"), (R.R81, "crafts"), (R.R81, "architects")},
    ),
    Planted(
        "two active SDIMICs in one region",
        "MATCH (a:Authority {id: 'chamber'})-[r:IN_STATE]->() SET r.type = 'SDIMIC', a:Coordinator "
        "WITH a MATCH (a)<-[v:VALIDATES]-(), (n:Authority {id: 'ministry'}), (a)<-[g:REGISTERED]-() "
        "WITH a, n, v, g, properties(v) AS p DELETE g, v "
        "CREATE (n)-[w:VALIDATES]->(a), (n)-[:REGISTERED {at: '2009-01-15T09:00:00.000000Z'}]->(a) SET w = p",
        {(R.R82, "bavaria"), (R.R82, "chamber")},
    ),
    Planted(
        "an SDIMIC that is DIMIC too",
        "MATCH (:Authority {id: 'bavaria'})-[r:ACTS_IN]->() SET r.role = 'DIMIC'",
        {(R.R82, "bavaria")},
    ),
    Planted(
        "an SDIMIC registered by a DIMIC",
        moved("REGISTERED", "bavaria", "education"),
        {(R.R14, "bavaria")},
    ),
    Planted(
        "a CA with a territory",
        "MATCH (:Authority {id: 'chamber'})-[r:ACTS_IN]->() SET r.territory = 'DE-BY'",
        {(R.R9, "chamber")},
    ),
    Planted(
        "a territory that is no region",
        "MATCH (:Authority {id: 'crafts'})-[r:ACTS_IN]->() SET r.territory = 'DE-XX'",
        {(R.R9, "crafts"), (R.R81, "architects")},
    ),
    Planted(
        "an authority without area",
        A % "closed"
        + "MATCH (a)-[r:ACTS_IN]->() MATCH (a)<-[g:GRANTS_ACCESS|COORDINATES_REQUESTS]-() DELETE r, g",
        {(R.R83, "closed")},
    ),
    *(
        Planted(
            f"an edge {relation} that names another end",
            f"MATCH ()-[r:{relation}]->() WITH r LIMIT 1 SET r.{property} = 'elsewhere'",
            {(rule, ANY)},
        )
        for relation, property, rule in (
            ("VALIDATED", "authority", R.R26),
            ("COORDINATED_REQUESTS", "coordinator", R.R28),
            ("OPTS_OUT_OF_REFERRAL", "coordinator", R.R42),
            ("OPTED_OUT_OF_REFERRAL", "authority", R.R42),
            ("WAS_LINKED_TO", "observer", R.R43),
            ("LINKED_TO", "observed", R.R43),
            ("ACTED_IN", "area", R.R3),
        )
    ),
    Planted(
        "no profession where the area asks for one",
        "MATCH (:Authority {id: 'chamber'})-[r:ACTS_IN]->() SET r.professions = []",
        {(R.R5, "chamber")},
    ),
    Planted(
        "a keyword that the area does not know",
        "MATCH (:Authority {id: 'chamber'})-[r:ACTS_IN]->() SET r.keywords = ['health', 'fish']",
        {(R.R5, "chamber")},
    ),
    Planted(
        "a flag that does not exist",
        "MATCH (:Authority {id: 'chamber'})-[r:ACTS_IN]->() SET r.flags = ['SHOUT']",
        {(R.R5, "chamber")},
    ),
    Planted(
        "a role that does not exist",
        "MATCH (:Authority {id: 'closed'})-[r:ACTS_IN]->() SET r.role = 'KING'",
        {(R.R3, "closed")},
    ),
    Planted(
        "a status that does not exist",
        "MATCH (:Authority {id: 'closed'})-[r:IN_STATE]->() SET r.status = 'ASLEEP'",
        {(R.R77, "closed")},
    ),
    Planted(
        "a type that does not exist",
        "MATCH (a:Authority {id: 'closed'})-[r:IN_STATE]->() SET r.type = 'DIMIC', a:Coordinator",
        {(R.R82, "closed")},
    ),
    Planted(
        "a reserved word in an official name",
        A % "chamber" + "SET a.name = 'DIMIC-Bayern', a.search = 'dimic-bayern', "
        "a.search_all = 'dimic bayern\\noffice of chamber', a.sort = 'dimic-bayern\\u0001chamber', "
        + words_of("DIMIC-Bayern", "Office of Chamber"),
        {(R.R59, "chamber")},
    ),
    Planted(
        "a reserved word in another name, in full-width letters and joined by _",
        A % "chamber"
        + "SET a.names = ['en=Ｎｉｍｉｃ_Office'], a.search_all = 'amt fur chamber\\nnimic office\\namt fuer chamber', "
        + words_of("Amt für Chamber", "Ｎｉｍｉｃ_Office"),
        {(R.R59, "chamber")},
    ),
    Planted(
        "an authority without a name",
        A % "chamber"
        + "SET a.name = null, a.search = '', a.search_all = 'office of chamber', a.sort = '\\u0001chamber', "
        + words_of("", "Office of Chamber"),
        {(R.R59, "chamber")},
    ),
    Planted(
        "a name that is searched by another",
        A % "chamber" + "SET a.search = 'kammer'",
        {(None, "chamber")},
    ),
    Planted(
        "a place in the order that does not follow from the name",
        A % "chamber" + "SET a.sort = 'aaa'",
        {(None, "chamber")},
    ),
    Planted(
        "an authority without id",
        A % "closed" + "DETACH DELETE a CREATE (:Authority {name: 'Niemand'})",
        {(R.R2, ""), (R.R25, "")},
    ),
    Planted(
        "an external id that is compared under another key",
        "MATCH (x:ExternalId) SET x.key = 'something'",
        {(R.R2, "architects")},
    ),
    Planted(
        "an external id of nobody",
        "MATCH (x:ExternalId)<-[r:IDENTIFIED_BY]-() DELETE r",
        {(R.R2, "DE")},
    ),
    Planted(
        "an external id of two authorities",
        A % "chamber" + "MATCH (x:ExternalId) CREATE (a)-[:IDENTIFIED_BY]->(x)",
        {(R.R2, "architects"), (R.R2, "chamber")},
    ),
    Planted(
        "an external id kept for another state",
        "MATCH (x:ExternalId) SET x.state = 'MT'",
        {(R.R2, "architects")},
    ),
    Planted(
        "regions that lie in each other",
        "MATCH (r:Region {code: 'DE-BY'})-[p:PART_OF]->(), (s:Region {code: 'DE-BY-M'}) DELETE p CREATE (r)-[:PART_OF]->(s)",
        {(R.R10, "DE-BY"), (R.R10, "DE-BY-M")},
    ),
    Planted(
        "a region that is part of nothing",
        "MATCH (:Region {code: 'DE-BE'})-[p:PART_OF]->() DELETE p",
        {(R.R10, "DE-BE")},
    ),
    Planted(
        "an authority in two regions",
        A % "chamber" + f"MATCH (r:Region {{code: 'DE-BE'}}) CREATE (a)-[:LOCATED_IN {{{BORN}}}]->(r)",
        {(R.R10, "chamber")},
    ),
    Planted(
        "a coordinator without the label",
        A % "crafts" + "REMOVE a:Coordinator",
        {(R.R60, "crafts")},
    ),
    Planted(
        "a plain CA with the label Coordinator",
        A % "chamber" + "SET a:Coordinator",
        {(R.R60, "chamber")},
    ),
    Planted(
        "an authority that nobody registered",
        A % "chamber" + "MATCH (a)<-[r:REGISTERED]-() DELETE r",
        {(R.R12, "chamber")},
    ),
    Planted(
        "an authority registered twice",
        edge("ministry", "REGISTERED {at: '2009-01-15T09:00:00.000000Z'}", "chamber"),
        {(R.R46, "chamber")},
    ),
    Planted(
        "an appointment in an area that is not there",
        "MATCH ()-[r:APPOINTED]->({id: 'crafts'}) SET r.area = 'FISH'",
        {(R.R46, "crafts")},
    ),
    Planted(
        "a registration at no time",
        A % "chamber" + "MATCH (a)<-[r:REGISTERED]-() SET r.at = null",
        {(R.R46, "chamber")},
    ),
    Planted(
        "a relation that ended before it began",
        A % "architects" + "MATCH (a)<-[r:VALIDATED]-() SET r.since = '2010-01-15T09:00:00.000000Z'",
        {(None, "architects")},
    ),
    Planted(
        "a relation ended by no change",
        A % "architects" + "MATCH (a)<-[r:VALIDATED]-() SET r.ended_by = null",
        {(None, "architects")},
    ),
    Planted(
        "a relation begun by a change that is not there",
        A % "chamber" + "MATCH (a)<-[r:VALIDATES]-() SET r.by = 'ghost'",
        {(None, "chamber")},
    ),
    Planted(
        "a relation that does not say since when",
        A % "chamber" + "MATCH (a)-[r:ACTS_IN]->() SET r.since = '15.1.2009'",
        {(None, "chamber")},
    ),
    Planted(
        "an import that was not finished",
        "MATCH (s:MemberState {code: 'MT'}) SET s.importing = 'third/run'",
        {(None, "MT")},
    ),
]


class RolledBack(Exception):
    """Nothing of this transaction stays."""


@pytest.fixture(scope="module")
def sound(database: Graph, runner: asyncio.Runner) -> Graph:
    """The graph with the sound network in it, for tests that leave it as it is."""
    runner.run(empty(database))
    runner.run(write_sound_network(database))
    return database


async def planting(graph: Graph, cypher: str, look: Callable[[Writer], Awaitable[None]]) -> None:
    """Plant a violation, look at it from within the same transaction, take it back."""

    async def plant(tx: Writer) -> None:
        await tx.rows("planted", cypher, {})
        await look(tx)
        raise RolledBack

    with pytest.raises(RolledBack):
        await graph.write(plant)


async def test_the_audit_is_silent_on_a_sound_network(sound: Graph) -> None:
    await assert_sound(sound)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.sentence)
async def test_the_audit_finds(planted: Planted, sound: Graph) -> None:
    async def look(tx: Writer) -> None:
        found = await audit_within(tx)
        if ANY in {authority for _, authority in planted.found}:
            assert {finding.rule for finding in found} == {rule for rule, _ in planted.found}
        else:
            assert {(finding.rule, finding.authority) for finding in found} == planted.found
        assert all(finding.detail for finding in found)
        assert found == sorted(found, key=lambda finding: finding.authority)

    await planting(sound, planted.cypher, look)


async def test_every_invariant_is_broken_by_some_planted_violation(sound: Graph) -> None:
    silent = set(INVARIANTS)

    async def look(tx: Writer) -> None:
        silent.difference_update([invariant for invariant in silent if await invariant(tx)])

    for planted in PLANTED:
        await planting(sound, planted.cypher, look)
    assert silent == set()


async def test_the_audit_of_the_graph_finds_what_was_committed(graph: Graph) -> None:
    async def plant(tx: Writer) -> None:
        await tx.rows("planted", "CREATE (:MemberState {code: 'XX', name: 'Nowhere', revision: 0})", {})

    await graph.write(plant)
    assert await audit(graph) == [Finding(Rule.R8, "XX", "the Member State has no active NIMIC")]
