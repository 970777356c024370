// audit_states_of_relations
//
// Both ends of every relation between authorities, present or past, are in the same Member State.
//
// rules:   R25
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority to which the edge leads
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[:IN_STATE]->(s)
WITH c, s
MATCH (c)-[r:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS|OPTS_OUT_OF_REFERRAL|LINKED_TO|REGISTERED|APPOINTED|VALIDATED|GRANTED_ACCESS|COORDINATED_REQUESTS|OPTED_OUT_OF_REFERRAL|WAS_LINKED_TO]->(a)
WITH c, r, a, s.code AS state, [(a)-[:IN_STATE]->(t) | t.code] AS states
WHERE states <> [] AND NOT state IN states
RETURN 'R25' AS rule, a.id AS authority,
       'it has the edge ' + type(r) + ' from ' + c.id + ', an authority of ' + state AS detail
ORDER BY authority, detail
