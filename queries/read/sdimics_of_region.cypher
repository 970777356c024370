// sdimics_of_region
//
// The SDIMICs of a region itself, deactivated ones too.
//
// rules:   R10 R82
// param:   region   string        code of the region
// returns: exactly one row
// column:  sdimics  list<string>  their ids, ordered
RETURN COLLECT {
  MATCH (:Region {code: $region})<-[:LOCATED_IN]-(a)
  WHERE EXISTS { (a)-[:IN_STATE {type: 'SDIMIC'}]->() }
  RETURN a.id ORDER BY a.id
} AS sdimics
