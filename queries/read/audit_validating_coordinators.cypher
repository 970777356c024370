// audit_validating_coordinators
//
// Every authority but a NIMIC has exactly one Validating Coordinator, deactivated ones too: R26 is not among the rules
// that bind active authorities only.
//
// rules:   R26
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[m:IN_STATE]->()
WHERE m.type IS NULL OR m.type <> 'NIMIC'
WITH DISTINCT a, COUNT { (a)<-[:VALIDATES]-() } AS coordinators
WHERE coordinators <> 1
RETURN 'R26' AS rule, a.id AS authority, 'it has ' + coordinators + ' Validating Coordinators, not one' AS detail
ORDER BY authority, detail
