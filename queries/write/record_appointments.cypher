// record_appointments
//
// Writes who gave whom the role DIMIC in an area; never moved, never ended.
//
// rules:   R46
// param:   rows  list<map>  coordinator, authority, area, at
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator}), (a:Authority {id: row.authority})
CREATE (c)-[:APPOINTED {area: row.area, at: row.at}]->(a)
