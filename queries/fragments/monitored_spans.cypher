// monitored_spans
//
// Whom `m` ever monitored: rows `authority` and `spans`, once a reason; it was so while all the spans of the reason were.
// `active` are the spans of its being active, each with its type; `roles` those of its being DIMIC somewhere. A span is
// [since, until], where '~' comes after every instant. To stand as the whole of a subquery; where `a` is bound, whether
// that was monitored. Itself may be among them.
//
// rules:   R43 R44 R45 R46
  UNWIND active AS member
  MATCH (m)-[r:LINKED_TO|WAS_LINKED_TO]->(a)
  RETURN a AS authority, [member.span, [r.since, coalesce(r.until, '~')]] AS spans
UNION ALL
  UNWIND active AS member
  UNWIND CASE WHEN member.type IS NULL THEN roles ELSE [member.span] END AS coordinates
  MATCH (m)-[r:VALIDATES|VALIDATED|GRANTS_ACCESS|GRANTED_ACCESS|COORDINATES_REQUESTS|COORDINATED_REQUESTS]->(a)
  RETURN a AS authority, [member.span, coordinates, [r.since, coalesce(r.until, '~')]] AS spans
UNION ALL
  UNWIND [member IN active WHERE member.type = 'NIMIC'] AS member
  MATCH (m)-[:IN_STATE]->(state)
  MATCH (a)-[r:IN_STATE|WAS_IN_STATE]->(state)
  RETURN a AS authority, [member.span, [r.since, coalesce(r.until, '~')]] AS spans
UNION ALL
  UNWIND [member IN active WHERE member.type = 'SDIMIC'] AS member
  MATCH (m)-[lies:LOCATED_IN|WAS_LOCATED_IN]->(whole)
  WITH *, COLLECT { MATCH (region:Region)-[:PART_OF*0..]->(whole) RETURN region } AS regions
  CALL (m) {
      RETURN m AS registrar, '' AS since
    UNION
      MATCH (m)-[appointment:APPOINTED]->(registrar)
      RETURN registrar, min(appointment.at) AS since
    UNION
      MATCH (m)-[:REGISTERED]->(registrar)-[r:ACTS_IN|ACTED_IN {role: 'DIMIC'}]->()
      RETURN registrar, min(r.since) AS since
  }
  MATCH (registrar)-[:REGISTERED]->(a)-[r:LOCATED_IN|WAS_LOCATED_IN]->(region)
  WHERE region IN regions
  RETURN a AS authority, [member.span, [lies.since, coalesce(lies.until, '~')], [since, '~'], [r.since, coalesce(r.until, '~')]] AS spans
