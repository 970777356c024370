// authority_page_in_the_past
//
// authority_page of the past. What the state held then is no index's: of a state of fifty pages or more, asked for
// without filters, the index of all authorities is walked in order; else all that it held is put in order.
//
// rules:   R60 R61
CALL (within, without) {
  WITH within, without,
       coalesce($where.region, $where.area, $where.type, $where.role, $where.keyword, $where.search, $where.coordinated_by, $where.status) IS NULL
       AND COUNT {
         MATCH (:MemberState {code: within})<-[:IN_STATE]-(a) RETURN a LIMIT $limit * 50
       } = $limit * 50 AS walks
  CALL (within, without, walks) {
      WITH * WHERE NOT walks
      WITH COLLECT {
        MATCH (:MemberState {code: within})<-[:IN_STATE]-(a)
        WHERE a.id <> without AND
        // include: authority_filter
        RETURN a
      } AS found
      RETURN COLLECT {
               UNWIND found AS a
               WITH a, CASE WHEN $by_id THEN a.id ELSE a.sort END AS key
               WHERE key > $after
               RETURN {key: key, authority: a} ORDER BY key LIMIT $limit
             } AS page,
             size(found) AS total
    UNION ALL
      WITH * WHERE walks
      RETURN CASE WHEN $by_id
               THEN COLLECT {
                 MATCH (a:Authority)
                 WHERE a.id > $after AND a.id <> without AND EXISTS { (a)-[:IN_STATE]->(s) WHERE s.code = within }
                 RETURN {key: a.id, authority: a} ORDER BY a.id LIMIT $limit
               }
               ELSE COLLECT {
                 MATCH (a:Authority)
                 WHERE a.sort > $after AND a.id <> without AND EXISTS { (a)-[:IN_STATE]->(s) WHERE s.code = within }
                 RETURN {key: a.sort, authority: a} ORDER BY a.sort LIMIT $limit
               }
             END AS page,
             CASE WHEN $with_total THEN COUNT {
               (:MemberState {code: within})<-[:IN_STATE]-()
             } - CASE without WHEN '' THEN 0 ELSE 1 END END AS total
  }
  RETURN page, CASE WHEN $with_total THEN total END AS total
}
