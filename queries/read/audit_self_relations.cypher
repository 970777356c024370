// audit_self_relations
//
// No authority has a relation with itself, present or past.
//
// rules:   R78
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[r:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS|OPTS_OUT_OF_REFERRAL|LINKED_TO|REGISTERED|APPOINTED|VALIDATED|GRANTED_ACCESS|COORDINATED_REQUESTS|OPTED_OUT_OF_REFERRAL|WAS_LINKED_TO]->(b:Authority)
WHERE a = b
RETURN 'R78' AS rule, a.id AS authority, 'it has the edge ' + type(r) + ' from itself' AS detail
ORDER BY authority, detail
