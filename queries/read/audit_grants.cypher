// audit_grants
//
// Who gave an authority access to an area is another authority of its Member State.
//
// rules:   R25 R78
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE]->(s)
WITH a, s
MATCH (a)-[r:ACTS_IN]->(l)
WITH a, s, r, l, [(g:Authority {id: r.granted_by})-[:IN_STATE]->(t) | t.code] AS states
WHERE coalesce(r.granted_by, '') = a.id OR NOT s.code IN states
RETURN CASE r.granted_by WHEN a.id THEN 'R78' ELSE 'R25' END AS rule, a.id AS authority,
       CASE r.granted_by WHEN a.id THEN 'it gave itself access to ' + l.code
            ELSE 'its access to ' + l.code + ' was given by ' + coalesce(r.granted_by, 'nobody') + ', no authority of ' + s.code END AS detail
ORDER BY authority, detail
