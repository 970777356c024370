// audit_memberships
//
// Every authority is in exactly one Member State.
//
// rules:   R25
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)
WITH a, COUNT { (a)-[:IN_STATE]->() } AS states
WHERE states <> 1
RETURN 'R25' AS rule, a.id AS authority, 'it is in ' + states + ' Member States, not in one' AS detail
ORDER BY authority, detail
