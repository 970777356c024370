// audit_nimics
//
// A NIMIC is the root of its state: it has no Validating, Access or Request Coordinator and no access to an area.
//
// rules:   R82
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the NIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE {type: 'NIMIC'}]->()
CALL (a) {
  MATCH (c)-[r:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
  RETURN 'the edge ' + type(r) + ' from ' + c.id AS what
  UNION
  MATCH (a)-[:ACTS_IN]->(l)
  RETURN 'access to ' + l.code AS what
}
RETURN 'R82' AS rule, a.id AS authority, 'a NIMIC is the root of its state, yet it has ' + what AS detail
ORDER BY authority, detail
