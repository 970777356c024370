// end_access_grants
//
// Ends GRANTS_ACCESS edges; the past keeps them.
//
// rules:   R27 R35
// param:   rows    list<map>  authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c)-[live:GRANTS_ACCESS {area: row.area}]->(a:Authority {id: row.authority})
CREATE (c)-[past:GRANTED_ACCESS {until: $now, ended_by: $change}]->(a)
SET past += properties(live)
DELETE live
