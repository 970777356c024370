// audit_sdimic_registrars
//
// An SDIMIC was registered by what is, or was, a NIMIC.
//
// rules:   R14
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the SDIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE {type: 'SDIMIC'}]->()
WITH a
MATCH (a)<-[:REGISTERED]-(c)
WHERE NOT EXISTS { (c)-[:IN_STATE|WAS_IN_STATE {type: 'NIMIC'}]->() }
RETURN 'R14' AS rule, a.id AS authority, 'only a NIMIC registers an SDIMIC, and ' + c.id + ' never was one' AS detail
ORDER BY authority, detail
