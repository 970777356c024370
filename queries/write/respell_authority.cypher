// respell_authority
//
// Gives an authority the one spelling of its id, in all that repeats it, where no other has it; while an import is at work
// or interrupted, whose plan names it, it stays.
//
// rules:   R2
// param:   old  string  the id as it is
// param:   new  string  the id in its one spelling
// returns: no row
MATCH (a:Authority {id: $old})
WHERE NOT EXISTS { MATCH (:Authority {id: $new}) } AND NOT EXISTS { MATCH (:ImportBatch) }
SET a.id = $new, a.sort = a.search + '\u0001' + $new
WITH a
CALL (a) {
  MATCH (a)-[r]-()
  SET r.authority = CASE r.authority WHEN $old THEN $new ELSE r.authority END,
      r.coordinator = CASE r.coordinator WHEN $old THEN $new ELSE r.coordinator END,
      r.observer = CASE r.observer WHEN $old THEN $new ELSE r.observer END,
      r.observed = CASE r.observed WHEN $old THEN $new ELSE r.observed END
}
CALL () {
  MATCH ()-[r:ACTS_IN|ACTED_IN {granted_by: $old}]->()
  SET r.granted_by = $new
}
CALL () {
  MATCH (c:Change {actor: $old})
  SET c.actor = $new
}
