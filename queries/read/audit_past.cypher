// audit_past
//
// Every relation of the past ended after it began, by a change.
//
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  always null: the record is at fault, not the network
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[r:WAS_IN_STATE|WAS_LOCATED_IN|ACTED_IN|VALIDATED|GRANTED_ACCESS|COORDINATED_REQUESTS|OPTED_OUT_OF_REFERRAL|WAS_LINKED_TO]->(b)
WHERE NOT coalesce(r.since =~ '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z' AND r.until =~ '\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z' AND r.since <= r.until, false)
   OR NOT EXISTS { (:Change {id: r.by}) } OR NOT EXISTS { (:Change {id: r.ended_by}) }
RETURN null AS rule, CASE WHEN b:Authority THEN b.id ELSE a.id END AS authority,
       'its edge ' + type(r) + ' with ' + CASE WHEN b:Authority THEN a.id ELSE b.code END + ' ended before it began, or names no change that is' AS detail
ORDER BY authority, detail
