// audit_validation_circles
//
// Validation forms no circle: who follows it from an authority to its coordinator, and on, never comes back.
//
// rules:   R78
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of each authority of the circle
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)
WHERE EXISTS { (a)-[:VALIDATES]->() } AND EXISTS { (a)<-[:VALIDATES]-() }
WITH a
MATCH (a)<-[:VALIDATES*2..]-(a)
RETURN DISTINCT 'R78' AS rule, a.id AS authority, 'validation goes in a circle through it' AS detail
ORDER BY authority, detail
