// scope_difference
//
// One page of the authorities that one authority monitored at only one of two moments, with the periods in which it
// ever did: what a reason asks for lay at one time.
//
// rules:   R43 R44 R45 R46
// param:   monitor     string     id of the authority that monitors
// param:   begin       string     instant, the earlier
// param:   end         string     instant, the later
// param:   by_id       boolean    in the order of ids, else of folded official names, then ids
// param:   after       string     key after which the page begins; empty for the first
// param:   limit       integer    most authorities of a page
// param:   with_total  boolean    whether to count them all
// returns: at most one row; none when the authority does not exist
// column:  rows        list<map>  id, key (its place in the order), entered (monitored at the later moment only), periods (lists of two instants, since and until, that may overlap; '~' comes after every instant), registrar (id of who registered it, null for a NIMIC)
// column:  total       integer?   how many there are on all pages; null unless asked for
MATCH (m:Authority {id: $monitor})
WITH m,
     COLLECT {
       MATCH (m)-[r:IN_STATE|WAS_IN_STATE {status: 'ACTIVE'}]->()
       RETURN {type: r.type, span: [r.since, coalesce(r.until, '~')]}
     } AS active,
     COLLECT {
       MATCH (m)-[r:ACTS_IN|ACTED_IN {role: 'DIMIC'}]->()
       RETURN [r.since, coalesce(r.until, '~')]
     } AS roles
WITH m, COLLECT {
  CALL (m, active, roles) {
      UNWIND active AS member
      MATCH (m)-[r:LINKED_TO|WAS_LINKED_TO]->(a)
      RETURN a, [member.span, [r.since, coalesce(r.until, '~')]] AS spans
    UNION ALL
      UNWIND active AS member
      UNWIND CASE WHEN member.type IS NULL THEN roles ELSE [member.span] END AS coordinates
      MATCH (m)-[r:VALIDATES|VALIDATED|GRANTS_ACCESS|GRANTED_ACCESS|COORDINATES_REQUESTS|COORDINATED_REQUESTS]->(a)
      RETURN a, [member.span, coordinates, [r.since, coalesce(r.until, '~')]] AS spans
    UNION ALL
      UNWIND [member IN active WHERE member.type = 'NIMIC'] AS member
      MATCH (m)-[:IN_STATE]->(state)
      MATCH (a)-[r:IN_STATE|WAS_IN_STATE]->(state)
      RETURN a, [member.span, [r.since, coalesce(r.until, '~')]] AS spans
    UNION ALL
      UNWIND [member IN active WHERE member.type = 'SDIMIC'] AS member
      MATCH (m)-[lies:LOCATED_IN|WAS_LOCATED_IN]->(whole)
      WITH m, member, lies, COLLECT { MATCH (region:Region)-[:PART_OF*0..]->(whole) RETURN region } AS regions
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
      RETURN a, [member.span, [lies.since, coalesce(lies.until, '~')], [since, '~'], [r.since, coalesce(r.until, '~')]] AS spans
  }
  WITH m, a,
       reduce(latest = '', span IN spans | CASE WHEN span[0] > latest THEN span[0] ELSE latest END) AS since,
       reduce(first = '~', span IN spans | CASE WHEN span[1] < first THEN span[1] ELSE first END) AS until
  WHERE since < until AND a <> m
  WITH a, collect([since, until]) AS periods
  WITH a, periods, any(period IN periods WHERE period[0] <= $end < period[1]) AS entered
  WHERE entered <> any(period IN periods WHERE period[0] <= $begin < period[1])
  RETURN {authority: a, entered: entered, periods: periods}
} AS found
RETURN COLLECT {
         UNWIND found AS row
         WITH row, row.authority AS a
         WITH row, a, CASE WHEN $by_id THEN a.id ELSE a.sort END AS key
         WHERE key > $after
         WITH row, a, key ORDER BY key LIMIT $limit
         RETURN {
           id: a.id, key: key, entered: row.entered, periods: row.periods,
           registrar: head([(c)-[:REGISTERED]->(a) | c.id])
         } ORDER BY key
       } AS rows,
       CASE WHEN $with_total THEN size(found) END AS total
