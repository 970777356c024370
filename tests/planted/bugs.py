"""Sixty bugs, each a text of one file that is replaced by another; `first` are the tests that should find it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """A line that somebody might get wrong: `old` stands once in `file`, `new` is the mistake."""

    name: str
    file: str
    old: str
    new: str
    first: tuple[str, ...]


_GUARDS = "service/rules/guards.py"
_SOUNDNESS = "service/rules/soundness.py"
_POWERS = "service/rules/powers.py"
_COVERAGE = "service/rules/coverage.py"
_WHY_NOT = "service/rules/monitoring.py"
_TRANSACTION = "service/changes/transaction.py"
_MERGING = "service/network_files/merging.py"
_READING = "service/network_files/reading.py"

RULES = [
    Bug(
        "an SDIMIC registers DIMICs anywhere",
        _POWERS,
        "Power.REGISTER_DIMIC: Row(Rule.R15, _STATE, _REGION, _NOWHERE)",
        "Power.REGISTER_DIMIC: Row(Rule.R15, _STATE, _STATE, _NOWHERE)",
        ("tests/changes",),
    ),
    Bug(
        "a DIMIC gives access beyond its territory",
        _POWERS,
        "Power.GRANT_ACCESS: Row(Rule.R18, _STATE, _REGION, _TERRITORY)",
        "Power.GRANT_ACCESS: Row(Rule.R18, _STATE, _REGION, _STATE)",
        ("tests/changes",),
    ),
    Bug(
        "a DIMIC covers every area of its territory",
        _COVERAGE,
        "return area in self.territories and reaches(self.territories[area], region, places)",
        "return self.covers_region(region, places)",
        ("tests/changes",),
    ),
    Bug(
        "a whole-state territory covers nothing",
        _COVERAGE,
        "return territory is None or places.within(region, territory)",
        "return territory is not None and places.within(region, territory)",
        ("tests/changes",),
    ),
    Bug(
        "a deactivated actor acts",
        _GUARDS,
        "if me.status is not Status.ACTIVE:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "an act on another state's authority passes",
        _GUARDS,
        "if s.network.authorities[id].state != me.state:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "the last area can be withdrawn",
        _GUARDS,
        "if not left and s.network.authorities[access.authority].type is not SDIMIC:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "anyone withdraws access",
        _GUARDS,
        "if s.actor != access.access_coordinator:\n        yield Violation(\n            Rule.R80,",
        "if False:\n        yield Violation(\n            Rule.R80,",
        ("tests/changes",),
    ),
    Bug(
        "validation is left without a successor",
        _GUARDS,
        "if successor is None:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "the NIMIC takes over from an active coordinator",
        _GUARDS,
        "if holder is not None and s.is_active(holder) and s.coordinator(holder).coordinates:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "an authority edits its own official name",
        _GUARDS,
        'CONTACT_DATA = frozenset({"email", "phone", "web", "address", "languages"})',
        'CONTACT_DATA = frozenset({"email", "phone", "web", "address", "languages", "name"})',
        ("tests/changes",),
    ),
    Bug(
        "an authority edits its own flags",
        _GUARDS,
        'OWN_SETTINGS = frozenset({"keywords", "professions"})',
        'OWN_SETTINGS = frozenset({"keywords", "professions", "flags"})',
        ("tests/changes",),
    ),
    Bug(
        "the last Request Coordinator leaves",
        _GUARDS,
        "if list(access.request_coordinators) == [coordinator]:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "anyone removes a Request Coordinator",
        _GUARDS,
        "if s.actor not in (coordinator, access.access_coordinator):",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "one opts out for another",
        _GUARDS,
        "if s.actor not in access.request_coordinators:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "the observer begins a link",
        _GUARDS,
        "(ending and s.actor == observer)",
        "(s.actor == observer)",
        ("tests/changes",),
    ),
    Bug(
        "the NIMIC can be deactivated",
        _GUARDS,
        "if authority.type is NIMIC:\n        yield Violation(Rule.R8, Code.NIMIC_REPLACED",
        "if False:\n        yield Violation(Rule.R8, Code.NIMIC_REPLACED",
        ("tests/changes",),
    ),
    Bug(
        "an SDIMIC hands over seats in areas it did not appoint for",
        _GUARDS,
        "if area is not None and area not in appointed:",
        "if False:",
        ("tests/changes",),
    ),
    Bug(
        "the reserved words hide behind an underscore",
        _SOUNDNESS,
        '.replace("_", " ")',
        "",
        ("tests/rules", "tests/changes", "tests/network_files"),
    ),
    Bug(
        "two SDIMICs coordinate one region",
        _SOUNDNESS,
        "if region is not None and len(ids) > 1:",
        "if False:",
        ("tests/changes", "tests/network_files"),
    ),
    Bug(
        "a circle of validation passes",
        _SOUNDNESS,
        "if len(circle) > 1:",
        "if len(circle) > 2:",
        ("tests/changes", "tests/network_files"),
    ),
    Bug(
        "a sub-region is outside its region (why not)",
        _WHY_NOT,
        'elif monitor["regions"][0] not in authority["regions"]:',
        'elif monitor["regions"][0] != authority["regions"][0]:',
        ("tests/scope", "tests/api"),
    ),
]

STATEMENTS = [
    Bug(
        "a link monitors the wrong way",
        "queries/fragments/monitored.cypher",
        "MATCH (m)-[:LINKED_TO]->(a)",
        "MATCH (m)<-[:LINKED_TO]-(a)",
        ("tests/scope",),
    ),
    Bug(
        "Access Coordinators do not monitor",
        "queries/fragments/monitored.cypher",
        "MATCH (m)-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)",
        "MATCH (m)-[:VALIDATES|COORDINATES_REQUESTS]->(a)",
        ("tests/scope",),
    ),
    Bug(
        "sub-regions are no part of a scope",
        "queries/fragments/monitored.cypher",
        "<-[:PART_OF*0..]-(region:Region)",
        "<-[:PART_OF*0..0]-(region:Region)",
        ("tests/scope",),
    ),
    Bug(
        "whom a former DIMIC registered leaves the scope",
        "queries/fragments/monitored.cypher",
        "[:ACTS_IN|ACTED_IN {role: 'DIMIC'}]",
        "[:ACTS_IN {role: 'DIMIC'}]",
        ("tests/scope",),
    ),
    Bug(
        "a former coordinator keeps R44",
        "queries/fragments/monitoring_reasons.cypher",
        "WITH * WHERE coordinates\n      MATCH (m)-[held:",
        "WITH *\n      MATCH (m)-[held:",
        ("tests/scope",),
    ),
    Bug(
        "a deactivated authority has reasons",
        "queries/fragments/monitoring_reasons.cypher",
        "member:IN_STATE {status: 'ACTIVE'}",
        "member:IN_STATE",
        ("tests/scope",),
    ),
    Bug(
        "R46 asks for no region",
        "queries/fragments/monitoring_reasons.cypher",
        "WHERE EXISTS { (a)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(region) }",
        "WHERE region IS NOT NULL",
        ("tests/scope",),
    ),
    Bug(
        "the NIMIC of another state monitors",
        "queries/fragments/monitoring_reasons.cypher",
        "WITH * WHERE type = 'NIMIC' AND EXISTS { (a)-[:IN_STATE]->(state) }",
        "WITH * WHERE type = 'NIMIC'",
        ("tests/scope",),
    ),
    Bug(
        "registrars of registrars are no monitors",
        "queries/read/monitors_of.cypher",
        "MATCH (m)-[:REGISTERED|APPOINTED]->()-[:REGISTERED]->(a)",
        "MATCH (m)-[:APPOINTED]->()-[:REGISTERED]->(a)",
        ("tests/scope",),
    ),
    Bug(
        "a keyword of another area counts",
        "queries/fragments/authority_filter.cypher",
        "WHERE acts.area = coalesce($where.area, acts.area) AND $where.keyword",
        "WHERE $where.keyword",
        ("tests/api", "tests/scope"),
    ),
    Bug(
        "an SDIMIC is eligible outside its region",
        "queries/read/eligible_coordinators.cypher",
        "WHEN 'SDIMIC' THEN EXISTS { (c)-[:LOCATED_IN]->(r) WHERE r.code IN regions }",
        "WHEN 'SDIMIC' THEN true",
        ("tests/api",),
    ),
    Bug(
        "whom one serves already is to be served",
        "queries/read/authorities_to_serve.cypher",
        "WHERE held.area = $area AND holder.id = $coordinator",
        "WHERE held.area = $area AND false",
        ("tests/api",),
    ),
    Bug(
        "what ends at a moment is still there at it",
        "queries/read/scope_difference.cypher",
        "span[0] <= $end < span[1]",
        "span[0] <= $end <= span[1]",
        ("tests/api", "tests/changes"),
    ),
    Bug(
        "an ended access grant forgets who ended it",
        "queries/write/end_access_grants.cypher",
        "CREATE (c)-[past:GRANTED_ACCESS {until: $now, ended_by: $change}]->(a)\nSET past += properties(live)",
        "CREATE (c)-[past:GRANTED_ACCESS {until: $now}]->(a)\nSET past += properties(live)",
        ("tests/changes", "tests/audit"),
    ),
    Bug(
        "a former coordinator keeps its label",
        "queries/write/touch_authorities.cypher",
        "REMOVE a:Coordinator)",
        "SET a.coordinated = true)",
        ("tests/changes", "tests/audit"),
    ),
    Bug(
        "a change grows no revision of an authority",
        "queries/write/touch_authorities.cypher",
        "SET a.revision = a.revision + 1",
        "SET a.revision = a.revision",
        ("tests/changes", "tests/api"),
    ),
]

CURSORS = [
    Bug(
        "a page says that more follow",
        "service/api/types/connections.py",
        '"has_next_page": len(rows) > first,',
        '"has_next_page": len(rows) >= first,',
        ("tests/api",),
    ),
    Bug(
        "a page takes one more than asked",
        "service/api/types/connections.py",
        "for row in rows[:first]]",
        "for row in rows[: first + 1]]",
        ("tests/api",),
    ),
    Bug(
        "a cursor of the past is taken for the present",
        "service/api/types/connections.py",
        "if then != ([] if moment is None else [moment]):",
        "if False:",
        ("tests/api",),
    ),
    Bug(
        "a cursor of another order is taken",
        "service/api/types/connections.py",
        "if of != order:",
        "if False:",
        ("tests/api",),
    ),
    Bug(
        "a page begins with the row of its cursor",
        "queries/read/monitoring_scope.cypher",
        "WHERE key > $after",
        "WHERE key >= $after",
        ("tests/scope", "tests/api"),
    ),
    Bug(
        "changes skip one of the same moment",
        "queries/read/changes.cypher",
        "c.at + '\\u0001' + c.id AS key",
        "c.at AS key",
        ("tests/api", "tests/changes"),
    ),
]

LOCKS = [
    Bug(
        "a change during an import is taken",
        _TRANSACTION,
        'if row["importing"] is not None:',
        "if False:",
        ("tests/changes", "tests/network_files"),
    ),
    Bug(
        "a repeated key does it again",
        _TRANSACTION,
        "if request.key is not None and (outcome := await _repeated(tx, request, request.key)):",
        "if False and (outcome := await _repeated(tx, request, request.key or '')):",
        ("tests/changes", "tests/api"),
    ),
    Bug(
        "a key of another input is taken",
        _TRANSACTION,
        '(made["action"], json.loads(made["input"]), made["first_user"]) != asked',
        'made["action"] != asked[0]',
        ("tests/changes", "tests/api"),
    ),
    Bug(
        "an expected revision is not asked",
        _TRANSACTION,
        "if present != expected:",
        "if False:",
        ("tests/changes", "tests/api"),
    ),
    Bug(
        "an actor that is not registered acts",
        _TRANSACTION,
        "raise Refused([Violation(Rule.R72, detail)]) from None",
        "return",
        ("tests/changes", "tests/api"),
    ),
    Bug(
        "a change may have the time of the one before",
        "service/model/identifiers.py",
        "if last is None or now > last:",
        "if last is None or now >= last:",
        ("tests/changes", "tests/conventions"),
    ),
    Bug(
        "a lock reads what it writes",
        "queries/write/lock_states.cypher",
        "SET s.locked = true\n",
        "",
        ("tests/changes/test_lock.py",),
    ),
]

LIMITS = [
    Bug(
        "a page of 101 is answered",
        "service/api/types/connections.py",
        "if not 1 <= first <= LONGEST_PAGE:",
        "if not 1 <= first <= LONGEST_PAGE + 1:",
        ("tests/api",),
    ),
    Bug(
        "what costs too much is answered",
        "service/api/admission/limits.py",
        "if units > most:",
        "if False:",
        ("tests/api",),
    ),
    Bug(
        "aliases are not counted",
        "service/api/admission/limits.py",
        "below.aliases + (node.alias is not None)",
        "below.aliases",
        ("tests/api",),
    ),
    Bug(
        "a page given by a variable is priced as one",
        "service/api/admission/cost.py",
        "self._variables = {**defaults, **variables}",
        "self._variables = defaults",
        ("tests/api",),
    ),
]

IMPORTS = [
    Bug(
        "a changed registrar is taken",
        _MERGING,
        '"authorities": {"state": Rule.R25, "registered_by": Rule.R46, "registered_at": Rule.R46}',
        '"authorities": {"state": Rule.R25, "registered_at": Rule.R46}',
        ("tests/network_files",),
    ),
    Bug(
        "an appointment can be taken back",
        _MERGING,
        "            if lost:",
        "            if False:",
        ("tests/network_files",),
    ),
    Bug(
        "an absent column clears",
        _MERGING,
        "(column.defaulted or column.name not in row.cells)",
        "column.defaulted",
        ("tests/network_files",),
    ),
    Bug(
        "rows of one key are both taken",
        _READING,
        "if len(lines) > 1:\n            folder.rows",
        "if len(lines) > 2:\n            folder.rows",
        ("tests/network_files",),
    ),
    Bug(
        "a NIMIC edits by files",
        "service/network_files/additions.py",
        "        if in_files:",
        "        if False:",
        ("tests/changes/test_import_network.py",),
    ),
]

BUGS = [*RULES, *STATEMENTS, *CURSORS, *LOCKS, *LIMITS, *IMPORTS]
