// record_registrations
//
// Writes who registered whom; never moved, never ended.
//
// rules:   R46
// param:   rows  list<map>  coordinator, authority, at
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator}), (a:Authority {id: row.authority})
CREATE (c)-[:REGISTERED {at: row.at}]->(a)
