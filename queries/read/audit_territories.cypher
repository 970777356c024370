// audit_territories
//
// Only a DIMIC has a territory, and it is a region that exists; whose, audit_states_of_places says.
//
// rules:   R9
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[r:ACTS_IN]->(l)
WHERE r.territory IS NOT NULL
WITH a, r, l, EXISTS { (:Region {code: r.territory}) } AS known
WHERE NOT known OR coalesce(r.role, '') <> 'DIMIC'
RETURN 'R9' AS rule, a.id AS authority,
       CASE WHEN known THEN 'only a DIMIC has a territory, and it is none in ' + l.code
            ELSE 'its territory in ' + l.code + ' is ' + r.territory + ', which is no region' END AS detail
ORDER BY authority, detail
