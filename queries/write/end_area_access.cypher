// end_area_access
//
// Ends roles and settings in legislative areas; the past keeps them.
//
// rules:   R3 R5
// param:   rows    list<map>  authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority})-[live:ACTS_IN {area: row.area}]->(l)
CREATE (a)-[past:ACTED_IN {until: $now, ended_by: $change}]->(l)
SET past += properties(live)
DELETE live
