// part_referral_opt_outs
//
// Gives the opt-outs that earlier versions kept on the edges of Request Coordinators edges of their own. Whenever one
// opted out or in again, those versions ended its edge and began another by the same change: parts that follow on one
// another so become one edge again, since the first of them. Where another change ended a part, coordination had ended.
// The state's lock is taken first, as in lock_states. What is parted already stays as it is.
//
// rules:   R28 R42
// param:   authorities  list<string>  ids of the coordinated authorities
// returns: no row
UNWIND $authorities AS id
MATCH (a:Authority {id: id})-[:IN_STATE]->(s)
WITH s, collect(a) AS bodies ORDER BY s.code
SET s.locked = true
REMOVE s.locked
WITH collect(bodies) AS locked
UNWIND locked AS bodies
UNWIND bodies AS a
MATCH (c)-[r:COORDINATES_REQUESTS|COORDINATED_REQUESTS]->(a)
WHERE r.referral_opt_out IS NOT NULL
WITH c, a, r ORDER BY r.since
WITH c, a, r.area AS area, collect(r {edge: r, .since, .by, .until, .ended_by, .referral_opt_out}) AS parts
WITH *, [i IN range(0, size(parts) - 1) WHERE i = 0 OR parts[i - 1].ended_by <> parts[i].by] AS firsts
UNWIND range(0, size(parts) - 1) AS i
WITH c, a, area, parts[i] AS part, parts[last([first IN firsts WHERE first <= i])] AS first,
     i + 1 < size(parts) AND NOT i + 1 IN firsts AS goes_on
WITH *, part.edge AS edge
FOREACH (_ IN CASE WHEN part.referral_opt_out AND part.until IS NULL THEN [1] END |
  CREATE (c)-[:OPTS_OUT_OF_REFERRAL {coordinator: c.id, authority: a.id, area: area, since: part.since, by: part.by}]->(a))
FOREACH (_ IN CASE WHEN part.referral_opt_out AND part.until IS NOT NULL THEN [1] END |
  CREATE (c)-[:OPTED_OUT_OF_REFERRAL {coordinator: c.id, authority: a.id, area: area, since: part.since, by: part.by,
                                      until: part.until, ended_by: part.ended_by}]->(a))
FOREACH (_ IN CASE WHEN goes_on THEN [1] END | DELETE edge)
FOREACH (_ IN CASE WHEN NOT goes_on THEN [1] END |
  SET edge.since = first.since, edge.by = first.by
  REMOVE edge.referral_opt_out)
