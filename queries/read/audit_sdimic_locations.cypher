// audit_sdimic_locations
//
// An SDIMIC has the region it coordinates.
//
// rules:   R10
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the SDIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE {type: 'SDIMIC'}]->()
WHERE NOT EXISTS { (a)-[:LOCATED_IN]->() }
RETURN 'R10' AS rule, a.id AS authority, 'an SDIMIC coordinates its region, and it has none' AS detail
ORDER BY authority, detail
