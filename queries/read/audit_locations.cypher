// audit_locations
//
// An authority is located in one region at most.
//
// rules:   R10
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)
WITH a, COUNT { (a)-[:LOCATED_IN]->() } AS regions
WHERE regions > 1
RETURN 'R10' AS rule, a.id AS authority, 'it is located in ' + regions + ' regions' AS detail
ORDER BY authority, detail
