// begin_validations
//
// Gives authorities their Validating Coordinators.
//
// rules:   R26
// param:   rows    list<map>  coordinator, authority
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator}), (a:Authority {id: row.authority})
CREATE (c)-[:VALIDATES {authority: row.authority, since: $now, by: $change}]->(a)
