// audit_coordinators_without_access
//
// Nobody is Access or Request Coordinator of an authority in an area to which that authority has no access. What a NIMIC
// has of either is found by audit_nimics.
//
// rules:   R27 R28
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[r:GRANTS_ACCESS|COORDINATES_REQUESTS]->(a:Authority)
WITH c, r, a
WHERE NOT coalesce(r.area IN [(a)-[:ACTS_IN]->(l) | l.code], false) AND NOT EXISTS { (a)-[:IN_STATE {type: 'NIMIC'}]->() }
RETURN CASE type(r) WHEN 'GRANTS_ACCESS' THEN 'R27' ELSE 'R28' END AS rule, a.id AS authority,
       'it has the edge ' + type(r) + ' from ' + c.id + ' in ' + coalesce(r.area, 'no area') + ', but no access there' AS detail
ORDER BY authority, detail
