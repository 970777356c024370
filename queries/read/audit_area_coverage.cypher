// audit_area_coverage
//
// Who is Access or Request Coordinator of an active authority is a coordinator and covers the area and the authority's
// region.
//
// rules:   R81
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the coordinated authority
// column:  detail     string   what is wrong, as a sentence
MATCH (c:Authority)-[m:IN_STATE]->()
WHERE (m.type IS NULL OR m.type <> 'NIMIC') AND EXISTS { (c)-[:GRANTS_ACCESS|COORDINATES_REQUESTS]->() }
WITH c, m.type AS type, [(c)-[:LOCATED_IN]->(r) | r.code] AS regions,
     [(c)-[d:ACTS_IN {role: 'DIMIC'}]->(l) | {area: l.code, territory: coalesce(d.territory, '')}] AS seats
MATCH (c)-[r:GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
WHERE EXISTS { (a)-[:IN_STATE {status: 'ACTIVE'}]->() }
WITH c, r, a, type IS NULL AND seats = [] AS no_coordinator,
     CASE type WHEN 'SDIMIC' THEN regions ELSE [s IN seats WHERE s.area = r.area | s.territory] END AS reach
WHERE NOT '' IN reach
  AND NOT EXISTS { (a)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(whole:Region) WHERE whole.code IN reach }
RETURN 'R81' AS rule, a.id AS authority,
       'it has the edge ' + type(r) + ' from ' + c.id + coalesce(' in ' + r.area, '') +
       CASE WHEN no_coordinator THEN ', which is no IMI Coordinator' ELSE ', which does not cover it there' END AS detail
ORDER BY authority, detail
