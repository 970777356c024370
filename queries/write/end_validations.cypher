// end_validations
//
// Ends VALIDATES edges; the past keeps them.
//
// rules:   R26 R34
// param:   rows    list<map>  authority
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c)-[live:VALIDATES]->(a:Authority {id: row.authority})
CREATE (c)-[past:VALIDATED {until: $now, ended_by: $change}]->(a)
SET past += properties(live)
DELETE live
