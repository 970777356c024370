"""A network with a written history: acts of every kind, and what was answered after each of them."""

from dataclasses import dataclass
from typing import Any

from service.database.graph import Graph
from tests.changes.accepted import FILES, NEU, STELLE, WHY
from tests.changes.client import OPERATOR, Client
from tests.graph import rows

BEZIRKSAMT = {
    "id": "bezirksamt",
    "name": "Bezirksamt",
    "areas": [{"area": "PQ", "role": "DIMIC", "territory": "BY1"}],
    "externalIds": [],
}
ORT = {"id": "ort", "name": "Ort", "areas": [{"area": "PQ"}], "firstUser": None}
ACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("bayern", "registerDimic", STELLE),
    ("regierung", "registerCompetentAuthority", NEU),
    ("wirtschaft", "grantAccess", {"authority": "arzt", "area": "SD", "role": "CA"}),
    ("regierung", "replaceValidatingCoordinator", {"authority": "kreis", "successor": "bayern"}),
    (
        "regierung",
        "replaceAccessCoordinator",
        {"authority": "kreis", "area": "SD", "successor": "wirtschaft"},
    ),
    (
        "kammer",
        "addRequestCoordinators",
        {"authorities": ["arzt", "kreis"], "area": "PQ", "coordinators": ["bund"]},
    ),
    ("bund", "setReferralOptOut", {"authority": "arzt", "area": "PQ", "optOut": True}),
    ("bildung", "removeRequestCoordinator", {"authority": "arzt", "area": "PQ", "coordinator": "bildung"}),
    ("bund", "replaceAccessCoordinatorEverywhere", {"coordinator": "wirtschaft", "successor": "bund", **WHY}),
    ("bayern", "linkAuthorities", {"observer": "stadt", "observed": "arzt"}),
    ("bayern", "linkAuthorities", {"observer": "stadt", "observed": "kreis"}),
    ("regierung", "unlinkAuthorities", {"observer": "kreis", "observed": "stadt"}),
    # into another region of the SDIMIC's, out of them all, and back: R46 comes and goes
    ("bayern", "updateRegistrationData", {"authority": "kreis", "region": "BY2"}),
    ("bund", "updateAreaSettings", {"authority": "bahn", "area": "TD", "flags": ["APPROVE_REPLIES"]}),
    ("bund", "changeAreaRole", {"authority": "amt", "area": "SD", "role": "DIMIC"}),
    ("bund", "changeAreaRole", {"authority": "amt", "area": "SD", "role": "CA"}),
    ("kammer", "withdrawAccess", {"authority": "kreis", "area": "PQ"}),
    ("bayern", "deactivateAuthority", {"authority": "stelle"}),
    ("bayern", "reactivateAuthority", {"authority": "alt"}),
    ("bayern", "reactivateAuthority", {"authority": "stelle"}),
    ("bund", "takeOverValidation", {"authority": "verwaist"}),
    (
        "berlin",
        "replaceValidatingCoordinatorEverywhere",
        {"coordinator": "berlin", "successor": "bund", **WHY},
    ),
    ("berlin", "replaceAccessCoordinatorEverywhere", {"coordinator": "berlin", "successor": "bund", **WHY}),
    # an SDIMIC of which nothing is left but what it registered (R46): with it that comes and goes
    ("bund", "deactivateAuthority", {"authority": "berlin"}),
    ("bund", "reactivateAuthority", {"authority": "berlin"}),
    ("bund", "updateRegistrationData", {"authority": "bezirk", "region": "HH"}),
    ("bund", "registerSdimic", {"id": "hamburg", "name": "Behörde", "region": "HH"}),
    ("bund", "updateRegistrationData", {"authority": "bezirk", "region": "BE"}),
    (
        "bund",
        "importNetwork",
        {"files": [dict(file, content=file["content"].replace("neu", "neuer")) for file in FILES]},
    ),
    # who was registered by a DIMIC that the SDIMIC did not create, until it gave that one a role too (R46)
    ("bund", "registerDimic", {**STELLE, **BEZIRKSAMT}),
    ("bezirksamt", "registerCompetentAuthority", {**NEU, **ORT}),
    ("bayern", "grantAccess", {"authority": "bezirksamt", "area": "SD", "role": "DIMIC", "territory": "BY1"}),
    (OPERATOR, "replaceNimic", {"state": "DE", "successor": "amt"}),
]
"""Who does what, one after the other, on the network of network.yaml."""

AUTHORITIES = """
query($a: ID!, $b: ID!, $c: ID!, $d: ID!, $e: ID!, $f: ID!, $asOf: DateTime) {
  a: authority(id: $a, asOf: $asOf) { ...Whole }
  b: authority(id: $b, asOf: $asOf) { ...Whole }
  c: authority(id: $c, asOf: $asOf) { ...Whole }
  d: authority(id: $d, asOf: $asOf) { ...Whole }
  e: authority(id: $e, asOf: $asOf) { ...Whole }
  f: authority(id: $f, asOf: $asOf) { ...Whole }
}
fragment Whole on Authority {
  id type status name registeredAt validatingCoordinatorSince
  state { code nimic { id type } }
  region { code parent { state { nimic { status } } } }
  registeredBy { id }
  validatingCoordinator { id type status validatingCoordinator { id } }
  areas {
    area { code } role territory { code } keywords professions flags
    grantedBy { id type } grantedAt accessCoordinator { id status } accessCoordinatorSince
    requestCoordinators { coordinator { id type } referralOptOut since }
  }
  observers { id areas { role } }
  observed { id areas { role } }
}
"""
SCOPES = """
query($a: ID!, $b: ID!, $c: ID!, $asOf: DateTime) {
  a: monitoringScope(monitor: $a, first: 30, asOf: $asOf) { ...Scope }
  b: monitoringScope(monitor: $b, first: 30, asOf: $asOf) { ...Scope }
  c: monitoringScope(monitor: $c, first: 30, asOf: $asOf) { ...Scope }
}
fragment Scope on MonitoringScopeConnection {
  totalCount
  edges { node { id type status } reasons { ...Why } }
}
fragment Why on Reason { rule { id } path { relation from { id type } to { id status } area since } }
"""
MONITORS = """
query($a: ID!, $b: ID!, $c: ID!, $d: ID!, $e: ID!, $f: ID!, $asOf: DateTime) {
  a: monitorsOf(authority: $a, asOf: $asOf) { ...Monitor }
  b: monitorsOf(authority: $b, asOf: $asOf) { ...Monitor }
  c: monitorsOf(authority: $c, asOf: $asOf) { ...Monitor }
  d: monitorsOf(authority: $d, asOf: $asOf) { ...Monitor }
  e: monitorsOf(authority: $e, asOf: $asOf) { ...Monitor }
  f: monitorsOf(authority: $f, asOf: $asOf) { ...Monitor }
}
fragment Monitor on Monitor { authority { id type status } reasons { ...Why } }
fragment Why on Reason { rule { id } path { relation from { id type } to { id status } area since } }
"""
STATE = """
query($asOf: DateTime) {
  network(state: "DE", asOf: $asOf) {
    state { code nimic { id } }
    map {
      areaSets regions { code }
      authorities { ids names types statuses validatingCoordinators regions areas dimicAreas }
      bundles { relation area ofValidated holders ends counts }
    }
    bund: lens(monitor: "bund")
    bayern: lens(monitor: "bayern")
    stadt: lens(monitor: "stadt")
    amt: lens(monitor: "amt")
  }
  why: explainMonitoring(monitor: "bayern", authority: "kreis", asOf: $asOf) { ...Explained }
  whyOfRegion: explainMonitoring(monitor: "berlin", authority: "bezirk", asOf: $asOf) { ...Explained }
  whyOfLink: explainMonitoring(monitor: "kreis", authority: "stadt", asOf: $asOf) { ...Explained }
  whyOfType: explainMonitoring(monitor: "amt", authority: "lyon", asOf: $asOf) { ...Explained }
  whyNobody: explainMonitoring(monitor: "stelle", authority: "neu", asOf: $asOf) { ...Explained }
}
fragment Explained on MonitoringExplanation {
  monitors
  reasons { rule { id } path { relation from { id } to { id } area since } }
  missing { rule { id } detail }
}
"""


@dataclass(frozen=True)
class Moment:
    """The network after one change: when that was, its Change, and all that is answered."""

    at: str
    change: str
    answers: dict[str, Any]

    def scope(self, monitor: str) -> set[str]:
        """Whom an authority monitors; nobody where it is not there yet."""
        page = self.answers["monitoringScope"][monitor] or {"edges": [], "totalCount": 0}
        assert len(page["edges"]) == page["totalCount"]
        return {edge["node"]["id"] for edge in page["edges"]}


async def answers(client: Client, ids: list[str], as_of: str | None = None) -> dict[str, Any]:
    """Everything that can be asked of a moment about some authorities: by field and authority."""
    found: dict[str, Any] = {"state": await client.query(OPERATOR, STATE, asOf=as_of)}
    for field, text, names in (
        ("authority", AUTHORITIES, "abcdef"),
        ("monitoringScope", SCOPES, "abc"),
        ("monitorsOf", MONITORS, "abcdef"),
    ):
        found[field] = {}
        for begin in range(0, len(ids), len(names)):
            some = (ids[begin : begin + len(names)] + ["nobody"] * len(names))[: len(names)]
            data = await client.query(OPERATOR, text, asOf=as_of, **dict(zip(names, some, strict=True)))
            found[field] |= dict(zip(some, data.values(), strict=True))
    return found


async def last_change(graph: Graph, state: str) -> tuple[str, str]:
    """When the newest change of a state was, and its id."""
    (row,) = await rows(
        graph,
        f"MATCH (s:MemberState {{code: '{state}'}}) MATCH (c:Change {{at: s.at}}) RETURN c.at AS at, c.id AS id",
    )
    return row["at"], row["id"]


async def written(client: Client, ids: list[str]) -> list[Moment]:
    """Do all the acts; the moments from before the first one on."""
    at, change = await last_change(client.graph, "DE")
    moments = [Moment(at, change, await answers(client, ids))]
    for actor, action, input in ACTS:
        await client.makes(actor, action, **input)
        at, change = await last_change(client.graph, "DE")
        moments.append(Moment(at, change, await answers(client, ids)))
    return moments
