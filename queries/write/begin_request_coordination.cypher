// begin_request_coordination
//
// Gives authorities Request Coordinators.
//
// rules:   R28
// param:   rows    list<map>  coordinator, authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator}), (a:Authority {id: row.authority})
CREATE (c)-[r:COORDINATES_REQUESTS {since: $now, by: $change}]->(a)
SET r += row
