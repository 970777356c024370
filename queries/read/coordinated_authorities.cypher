// coordinated_authorities
//
// For whom coordinators hold a relation.
//
// rules:   R26 R27 R28
// param:   coordinators  list<string>  ids of the coordinators
// returns: exactly one row
// column:  authorities   list<string>  ids of the authorities whose Validating, Access or Request Coordinator one of them is, ordered
RETURN COLLECT {
  UNWIND $coordinators AS id
  MATCH (:Authority {id: id})-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
  RETURN DISTINCT a.id AS id ORDER BY id
} AS authorities
