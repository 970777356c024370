// audit_sdimic_access
//
// An SDIMIC coordinates by its type: it holds access to an area only as CA.
//
// rules:   R82
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the SDIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE {type: 'SDIMIC'}]->()
WITH a
MATCH (a)-[:ACTS_IN {role: 'DIMIC'}]->(l)
RETURN 'R82' AS rule, a.id AS authority, 'an SDIMIC has area access only as CA, not as DIMIC in ' + l.code AS detail
ORDER BY authority, detail
