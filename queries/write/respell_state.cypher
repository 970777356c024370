// respell_state
//
// Gives a Member State the one spelling of its code, in all that repeats it, where no other has it; while an import is at
// work or interrupted, whose plan names it, it stays.
//
// rules:   R8
// param:   old  string  the code as it is
// param:   new  string  the code in its one spelling
// returns: no row
MATCH (s:MemberState {code: $old})
WHERE NOT EXISTS { MATCH (:MemberState {code: $new}) } AND NOT EXISTS { MATCH (:ImportBatch) }
SET s.code = $new
WITH s
CALL (s) {
  MATCH ()-[r:CHANGED]->(s)
  SET r.state = $new
}
CALL () {
  MATCH (r:Region {state: $old})
  SET r.state = $new
}
CALL () {
  MATCH (x:ExternalId {state: $old})
  SET x.state = $new
}
