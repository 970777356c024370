// audit_beginnings
//
// Every relation keeps since when, and by which change, it is.
//
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  always null: the record is at fault, not the network
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[r:IN_STATE|LOCATED_IN|ACTS_IN|VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS|OPTS_OUT_OF_REFERRAL|LINKED_TO]->(b)
WHERE NOT coalesce(r.since =~ '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z', false) OR NOT EXISTS { (:Change {id: r.by}) }
RETURN null AS rule, CASE WHEN b:Authority THEN b.id ELSE a.id END AS authority,
       'its edge ' + type(r) + ' with ' + CASE WHEN b:Authority THEN a.id ELSE b.code END + ' does not say since when, or names no change that is' AS detail
ORDER BY authority, detail
