// audit_validation_coverage
//
// Who validates an active authority is a coordinator and covers it: the NIMIC everything, an SDIMIC its region, a DIMIC
// its territory in any of its areas; a region holds its sub-regions.
//
// rules:   R81
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the coordinated authority
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[m:IN_STATE]->()
WHERE (m.type IS NULL OR m.type <> 'NIMIC') AND EXISTS { (c)-[:VALIDATES]->() }
WITH c, CASE m.type WHEN 'SDIMIC' THEN [(c)-[:LOCATED_IN]->(r) | r.code]
                    ELSE [(c)-[d:ACTS_IN {role: 'DIMIC'}]->() | coalesce(d.territory, '')] END AS reach
WHERE NOT '' IN reach
MATCH (c)-[:VALIDATES]->(a)
WHERE EXISTS { (a)-[:IN_STATE {status: 'ACTIVE'}]->() }
  AND NOT EXISTS { (a)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(whole:Region) WHERE whole.code IN reach }
RETURN 'R81' AS rule, a.id AS authority,
       CASE WHEN reach = [] THEN 'its Validating Coordinator ' + c.id + ' is no IMI Coordinator'
            ELSE 'its Validating Coordinator ' + c.id + ' does not cover it' END AS detail
ORDER BY authority, detail
