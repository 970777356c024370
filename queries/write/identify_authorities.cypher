// identify_authorities
//
// Gives authorities external ids.
//
// rules:   R2
// param:   rows  list<map>  authority, state, key (scheme:value without case, spaces and hyphens), scheme, value
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority})
CREATE (a)-[:IDENTIFIED_BY]->(:ExternalId {state: row.state, key: row.key, scheme: row.scheme, value: row.value})
