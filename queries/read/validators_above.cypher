// validators_above
//
// Who validates an authority, who validates that one, and so on to the root of the state.
//
// rules:   R26 R78
// param:   authority   string        id of the authority
// returns: exactly one row
// column:  validators  list<string>  their ids, from the inside out
RETURN COLLECT {
  MATCH path = (:Authority {id: $authority})<-[:VALIDATES*]-(c)
  RETURN c.id ORDER BY length(path)
} AS validators
