// begin_access_grants
//
// Gives authorities their Access Coordinators, one an area.
//
// rules:   R27
// param:   rows    list<map>  coordinator, authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator}), (a:Authority {id: row.authority})
CREATE (c)-[:GRANTS_ACCESS {authority: row.authority, area: row.area, since: $now, by: $change}]->(a)
