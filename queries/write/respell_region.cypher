// respell_region
//
// Gives a region the one spelling of its code, in all that repeats it, where no other has it; while an import is at work or
// interrupted, whose plan names it, it stays.
//
// rules:   R10
// param:   old  string  the code as it is
// param:   new  string  the code in its one spelling
// returns: no row
MATCH (g:Region {code: $old})
WHERE NOT EXISTS { MATCH (:Region {code: $new}) } AND NOT EXISTS { MATCH (:ImportBatch) }
SET g.code = $new
WITH g
CALL () {
  MATCH ()-[r:ACTS_IN|ACTED_IN {territory: $old}]->()
  SET r.territory = $new
}
