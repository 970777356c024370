// authorities_of_region
//
// Who lies in a region or one of its sub-regions.
//
// rules:   R10 R81
// param:   region       string        code of the region
// returns: exactly one row
// column:  authorities  list<string>  their ids, ordered
RETURN COLLECT {
  MATCH (:Region {code: $region})<-[:PART_OF*0..]-(:Region)<-[:LOCATED_IN]-(a)
  RETURN a.id ORDER BY a.id
} AS authorities
