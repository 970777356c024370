// audit_referral_opt_outs
//
// Every Request Coordinator has said, or left unsaid as false, whether it opts out of referral.
//
// rules:   R42
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the coordinated authority
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[r:COORDINATES_REQUESTS]->(a)
WHERE NOT coalesce(r.referral_opt_out IN [true, false], false)
RETURN 'R42' AS rule, a.id AS authority,
       'whether ' + c.id + ' opts out of referral' + coalesce(' in ' + r.area, '') + ' is neither true nor false' AS detail
ORDER BY authority, detail
