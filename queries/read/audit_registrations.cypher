// audit_registrations
//
// Every authority but a NIMIC was registered by exactly one coordinator; a NIMIC by the operator, or by a coordinator
// before it became one.
//
// rules:   R12 R46
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[m:IN_STATE]->()
WITH DISTINCT a, coalesce(m.type, '') AS type, COUNT { (a)<-[:REGISTERED]-() } AS registrars
WHERE registrars > 1 OR (registrars = 0 AND type <> 'NIMIC')
RETURN CASE registrars WHEN 0 THEN 'R12' ELSE 'R46' END AS rule, a.id AS authority,
       CASE registrars WHEN 0 THEN 'no coordinator registered it, and only a NIMIC is registered by none'
            ELSE 'it was registered by ' + registrars + ' coordinators, not by one' END AS detail
ORDER BY authority, detail
