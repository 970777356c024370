// keep_data
//
// Keeps what a change alters of the own data of authorities that it touched, which no edge tells. What it has kept stays.
//
// rules:   R76
// param:   rows    list<map>  authority, before, after: JSON
// param:   change  string     id of the change
// returns: no row
MATCH (c:Change {id: $change})
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority})
MATCH (c)-[t:TOUCHED]->(a)
WHERE t.before IS NULL
SET t.before = row.before, t.after = row.after
