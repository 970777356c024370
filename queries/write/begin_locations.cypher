// begin_locations
//
// Places authorities in their regions.
//
// rules:   R10
// param:   rows    list<map>  authority, region
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority}), (r:Region {code: row.region})
CREATE (a)-[:LOCATED_IN {since: $now, by: $change}]->(r)
