// audit_dimic_access
//
// Where an active authority is DIMIC, its Access Coordinator is the NIMIC or an SDIMIC.
//
// rules:   R81
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the DIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:ACTS_IN {role: 'DIMIC'}]->(l)
WITH a, l
MATCH (a)<-[r:GRANTS_ACCESS]-(c)
WHERE r.area = l.code AND EXISTS { (a)-[:IN_STATE {status: 'ACTIVE'}]->() }
  AND NOT EXISTS { (c)-[m:IN_STATE]->() WHERE m.type IS NOT NULL }
RETURN 'R81' AS rule, a.id AS authority,
       'as DIMIC in ' + l.code + ' it has its access from a NIMIC or an SDIMIC, not from ' + c.id AS detail
ORDER BY authority, detail
