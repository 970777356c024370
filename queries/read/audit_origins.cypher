// audit_origins
//
// Registrations and appointments keep when they were.
//
// rules:   R46
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[r:REGISTERED|APPOINTED]->(a)
WHERE NOT coalesce(r.at =~ '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z', false)
RETURN 'R46' AS rule, a.id AS authority, 'its edge ' + type(r) + ' from ' + c.id + ' does not say when' AS detail
ORDER BY authority, detail
