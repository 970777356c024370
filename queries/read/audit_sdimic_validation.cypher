// audit_sdimic_validation
//
// An active SDIMIC is validated by the NIMIC alone.
//
// rules:   R81
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the SDIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE {type: 'SDIMIC', status: 'ACTIVE'}]->()
WITH a
MATCH (a)<-[:VALIDATES]-(c)
WHERE NOT EXISTS { (c)-[:IN_STATE {type: 'NIMIC'}]->() }
RETURN 'R81' AS rule, a.id AS authority, 'an SDIMIC is validated by the NIMIC alone, not by ' + c.id AS detail
ORDER BY authority, detail
