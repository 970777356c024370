// audit_access_coordinators
//
// Every authority has exactly one Access Coordinator in each of its areas, deactivated ones too.
//
// rules:   R27
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:ACTS_IN]->(l:LegislativeArea)
WITH a, l
WHERE NOT EXISTS { (a)-[:IN_STATE {type: 'NIMIC'}]->() }
WITH DISTINCT a, l, COUNT { (a)<-[r:GRANTS_ACCESS]-() WHERE r.area = l.code } AS coordinators
WHERE coordinators <> 1
RETURN 'R27' AS rule, a.id AS authority,
       'it has ' + coordinators + ' Access Coordinators in ' + l.code + ', not one' AS detail
ORDER BY authority, detail
