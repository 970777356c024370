// audit_regions
//
// Every region is part of exactly one whole, and going up from it ends in a Member State.
//
// rules:   R10
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   code of the region
// column:  detail     string   what is wrong, as a sentence
MATCH (r:Region)
WITH r, COUNT { (r)-[:PART_OF]->() } AS wholes, EXISTS { (r)-[:PART_OF*1..]->(:MemberState) } AS ends
WHERE wholes <> 1 OR NOT ends
RETURN 'R10' AS rule, r.code AS authority,
       CASE WHEN wholes <> 1 THEN 'the region is part of ' + wholes + ' wholes, not of one'
            ELSE 'going up from the region never comes to its Member State' END AS detail
ORDER BY authority, detail
