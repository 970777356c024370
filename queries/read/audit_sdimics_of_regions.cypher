// audit_sdimics_of_regions
//
// A region has at most one active SDIMIC; nested regions may each have one.
//
// rules:   R82
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of each SDIMIC
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[:IN_STATE {type: 'SDIMIC', status: 'ACTIVE'}]->()
WITH a
MATCH (a)-[:LOCATED_IN]->(r)
WITH r, a ORDER BY a.id
WITH r, collect(a.id) AS sdimics
WHERE size(sdimics) > 1
UNWIND sdimics AS authority
RETURN 'R82' AS rule, authority,
       'region ' + r.code + ' has several active SDIMICs: ' + reduce(text = head(sdimics), one IN tail(sdimics) | text + ', ' + one) AS detail
ORDER BY authority, detail
