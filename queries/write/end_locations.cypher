// end_locations
//
// Takes authorities from their regions; the past keeps it.
//
// rules:   R10
// param:   rows    list<map>  authority
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority})-[live:LOCATED_IN]->(r)
CREATE (a)-[past:WAS_LOCATED_IN {until: $now, ended_by: $change}]->(r)
SET past += properties(live)
DELETE live
