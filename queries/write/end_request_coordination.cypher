// end_request_coordination
//
// Ends COORDINATES_REQUESTS edges; the past keeps them.
//
// rules:   R28 R38
// param:   rows    list<map>  coordinator, authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator})-[live:COORDINATES_REQUESTS {area: row.area}]->(a:Authority {id: row.authority})
CREATE (c)-[past:COORDINATED_REQUESTS {until: $now, ended_by: $change}]->(a)
SET past += properties(live)
DELETE live
