// sdimics_of_states
//
// The active SDIMICs of Member States.
//
// rules:   R10
// param:   states   list<string>  codes of the states
// returns: exactly one row
// column:  sdimics  list<string>  their ids, ordered
RETURN COLLECT {
  MATCH (a)-[member:IN_STATE {type: 'SDIMIC', status: 'ACTIVE'}]->(s)
  USING INDEX member:IN_STATE(type)
  WHERE s.code IN $states
  RETURN a.id ORDER BY a.id
} AS sdimics
