// audit_inactive_coordinators
//
// Who coordinates an active authority is active.
//
// rules:   R77
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the coordinated authority
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[:IN_STATE {status: 'INACTIVE'}]->()
WITH c
MATCH (c)-[r:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
WHERE EXISTS { (a)-[:IN_STATE {status: 'ACTIVE'}]->() }
RETURN 'R77' AS rule, a.id AS authority,
       'it has the edge ' + type(r) + ' from ' + c.id + coalesce(' in ' + r.area, '') + ', which is deactivated' AS detail
ORDER BY authority, detail
