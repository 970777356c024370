// begin_links
//
// Lets authorities observe others.
//
// rules:   R43
// param:   rows    list<map>  observer, observed
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (o:Authority {id: row.observer}), (a:Authority {id: row.observed})
CREATE (o)-[:LINKED_TO {observer: row.observer, observed: row.observed, since: $now, by: $change}]->(a)
