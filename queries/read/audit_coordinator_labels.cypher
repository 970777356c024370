// audit_coordinator_labels
//
// The label Coordinator is on those that are NIMIC, SDIMIC or DIMIC somewhere, and on no other: they are found by it.
//
// rules:   R60
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)
WITH a, a:Coordinator AS labelled,
     EXISTS { (a)-[m:IN_STATE]->() WHERE m.type IS NOT NULL } OR EXISTS { (a)-[:ACTS_IN {role: 'DIMIC'}]->() } AS coordinates
WHERE labelled <> coordinates
RETURN 'R60' AS rule, a.id AS authority,
       CASE WHEN labelled THEN 'it is found among the coordinators, and is none' ELSE 'it is a coordinator, and not found among them' END AS detail
ORDER BY authority, detail
