// external_id_owners
//
// Whose external ids these are.
//
// rules:   R2
// param:   state   string        code of the Member State
// param:   keys    list<string>  scheme:value of each without case, spaces and hyphens
// returns: exactly one row
// column:  owners  list<string>  ids of the authorities that have any of them, ordered
RETURN COLLECT {
  UNWIND $keys AS key
  MATCH (:ExternalId {state: $state, key: key})<-[:IDENTIFIED_BY]-(a)
  RETURN DISTINCT a.id AS id ORDER BY id
} AS owners
