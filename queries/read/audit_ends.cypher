// audit_ends
//
// What an edge says of its ends is what they are. The uniqueness of relations rests on it.
//
// rules:   R3 R26 R27 R28 R42 R43
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
CALL () {
  MATCH (c:Authority)-[r:VALIDATES|VALIDATED]->(a)
  WHERE coalesce(r.authority, '') <> a.id
  RETURN 'R26' AS rule, a, r, c.id AS other
  UNION ALL
  MATCH (c:Authority)-[r:GRANTS_ACCESS|GRANTED_ACCESS]->(a)
  WHERE coalesce(r.authority, '') <> a.id
  RETURN 'R27' AS rule, a, r, c.id AS other
  UNION ALL
  MATCH (c:Authority)-[r:COORDINATES_REQUESTS|COORDINATED_REQUESTS]->(a)
  WHERE coalesce(r.authority, '') <> a.id OR coalesce(r.coordinator, '') <> c.id
  RETURN 'R28' AS rule, a, r, c.id AS other
  UNION ALL
  MATCH (c:Authority)-[r:OPTS_OUT_OF_REFERRAL|OPTED_OUT_OF_REFERRAL]->(a)
  WHERE coalesce(r.authority, '') <> a.id OR coalesce(r.coordinator, '') <> c.id
  RETURN 'R42' AS rule, a, r, c.id AS other
  UNION ALL
  MATCH (o:Authority)-[r:LINKED_TO|WAS_LINKED_TO]->(a)
  WHERE coalesce(r.observed, '') <> a.id OR coalesce(r.observer, '') <> o.id
  RETURN 'R43' AS rule, a, r, o.id AS other
  UNION ALL
  MATCH (a:Authority)-[r:ACTS_IN|ACTED_IN]->(l)
  WHERE coalesce(r.authority, '') <> a.id OR coalesce(r.area, '') <> l.code
  RETURN 'R3' AS rule, a, r, l.code AS other
}
RETURN rule, a.id AS authority,
       'its edge ' + type(r) + ' with ' + other + ' names other ends than it has' AS detail
ORDER BY authority, detail
