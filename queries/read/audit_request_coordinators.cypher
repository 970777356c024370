// audit_request_coordinators
//
// Every active authority has at least one active Request Coordinator in each of its areas.
//
// rules:   R28
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[m:IN_STATE {status: 'ACTIVE'}]->()
WHERE m.type IS NULL OR m.type <> 'NIMIC'
WITH a
MATCH (a)-[:ACTS_IN]->(l)
WITH DISTINCT a, l
WHERE NOT EXISTS { (a)<-[r:COORDINATES_REQUESTS]-(c) WHERE r.area = l.code AND EXISTS { (c)-[:IN_STATE {status: 'ACTIVE'}]->() } }
RETURN 'R28' AS rule, a.id AS authority, 'it has no active Request Coordinator in ' + l.code AS detail
ORDER BY authority, detail
