// audit_referral_opt_outs
//
// Only a Request Coordinator opts out of referral, for the authority and the area that it coordinates.
//
// rules:   R42
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the coordinated authority
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[r:OPTS_OUT_OF_REFERRAL]->(a)
WHERE NOT EXISTS { (c)-[:COORDINATES_REQUESTS {area: r.area}]->(a) }
RETURN 'R42' AS rule, a.id AS authority,
       c.id + ' opts out of referral' + coalesce(' in ' + r.area, '') + ' and is no Request Coordinator there' AS detail
ORDER BY authority, detail
