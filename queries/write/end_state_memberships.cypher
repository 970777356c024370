// end_state_memberships
//
// Ends what authorities were in their Member States; the past keeps it.
//
// rules:   R8 R77
// param:   rows    list<map>  authority
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority})-[live:IN_STATE]->(s)
CREATE (a)-[past:WAS_IN_STATE {until: $now, ended_by: $change}]->(s)
SET past += properties(live)
DELETE live
