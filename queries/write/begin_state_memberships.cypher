// begin_state_memberships
//
// Puts authorities into their Member States with type and status.
//
// rules:   R8 R25 R82
// param:   rows    list<map>  authority, state, type (NIMIC, SDIMIC or null), status
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority}), (s:MemberState {code: row.state})
CREATE (a)-[:IN_STATE {type: row.type, status: row.status, since: $now, by: $change}]->(s)
