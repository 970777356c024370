// respell_area
//
// Gives a legislative area the one spelling of its code, in all that repeats it, where no other has it; while an import is
// at work or interrupted, whose plan names it, it stays.
//
// rules:   R5
// param:   old  string  the code as it is
// param:   new  string  the code in its one spelling
// returns: no row
MATCH (l:LegislativeArea {code: $old})
WHERE NOT EXISTS { MATCH (:LegislativeArea {code: $new}) } AND NOT EXISTS { MATCH (:ImportBatch) }
SET l.code = $new
WITH l
CALL () {
  MATCH ()-[r]->()
  WHERE r.area = $old
  SET r.area = $new
}
