// end_links
//
// Ends LINKED_TO edges; the past keeps them.
//
// rules:   R43
// param:   rows    list<map>  observer, observed
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (o:Authority {id: row.observer})-[live:LINKED_TO]->(a:Authority {id: row.observed})
CREATE (o)-[past:WAS_LINKED_TO {until: $now, ended_by: $change}]->(a)
SET past += properties(live)
DELETE live
