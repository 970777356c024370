// audit_states_of_places
//
// Authorities and territories lie in regions of their own Member State, and regions in wholes of theirs.
//
// rules:   R25
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority, or code of the region whose whole lies elsewhere
// column:  detail     string   what is wrong, as a sentence
CALL () {
  MATCH (a:Authority)-[:IN_STATE]->(s)
  WITH a, s
  MATCH (a)-[:LOCATED_IN]->(r)
  WHERE r.state <> s.code
  RETURN a.id AS authority, 'it is located in ' + r.code + ', a region of ' + r.state AS detail
  UNION ALL
  MATCH (a:Authority)-[d:ACTS_IN]->(l)
  WHERE d.territory IS NOT NULL
  WITH a, d, l
  MATCH (r:Region {code: d.territory})
  WHERE NOT r.state IN [(a)-[:IN_STATE]->(s) | s.code]
  RETURN a.id AS authority, 'its territory in ' + l.code + ' is ' + r.code + ', a region of ' + r.state AS detail
  UNION ALL
  MATCH (r:Region)-[:PART_OF]->(whole)
  WHERE coalesce(whole.state, whole.code) <> r.state
  RETURN r.code AS authority, 'the region of ' + r.state + ' is part of ' + whole.code + ', which lies elsewhere' AS detail
}
RETURN 'R25' AS rule, authority, detail
ORDER BY authority, detail
