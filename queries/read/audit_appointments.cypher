// audit_appointments
//
// An appointment names a legislative area that exists.
//
// rules:   R46
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the appointed authority
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[r:APPOINTED]->(a)
WHERE r.area IS NULL OR NOT EXISTS { (:LegislativeArea {code: r.area}) }
RETURN 'R46' AS rule, a.id AS authority,
       c.id + ' appointed it in ' + coalesce(r.area, 'no area') + ', which is no legislative area' AS detail
ORDER BY authority, detail
