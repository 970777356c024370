// forget_external_ids
//
// Takes external ids from their authorities.
//
// rules:   R2
// param:   rows  list<map>  state, key
// returns: no row
UNWIND $rows AS row
MATCH (x:ExternalId {state: row.state, key: row.key})
DETACH DELETE x
