// authority_page
//
// One page of the authorities of the state `within` (a code; null: of any) but for the one with the id `without`,
// filtered. Binds `page`, a list of maps {key, authority}, and `total`, null where it is not asked for.
//
// Where a filter leaves few, it is walked from there and what it leaves is put in order; else an index is walked in
// order until the page is full, which touches little of a large state.
CALL (within, without) {
  OPTIONAL MATCH (whole:MemberState {code: within})
  WITH within, without,
       coalesce($where.region, $where.area, $where.type, $where.role, $where.keyword, $where.search, $where.coordinated_by, $where.status) IS NULL AS unfiltered,
       COUNT { (:Authority) } AS everyone,
       COUNT { (whole)<-[:IN_STATE]-() } AS members
  WITH within, without, unfiltered, everyone, members,
       CASE
         WHEN $where.coordinated_by IS NOT NULL THEN 'coordinator'
         WHEN $where.type <> 'CA' OR $where.role = 'DIMIC' THEN 'coordinators'
         WHEN $where.region IS NOT NULL THEN 'region'
         WHEN $where.status = 'INACTIVE' THEN 'deactivated'
         WHEN CASE WHEN size($where.search[0][0]) >= 3 THEN COUNT {
           UNWIND $where.search[0] AS form
           MATCH (a:Authority) WHERE a.search_all CONTAINS form RETURN a LIMIT 5000
         } END < 5000 THEN 'name'
         // Unfiltered, the walk passes by $limit * everyone / members authorities to fill a page; filtered, all at worst.
         WHEN unfiltered AND members * members < $limit * everyone THEN 'state'
         WHEN NOT unfiltered AND members * 2 < everyone THEN 'state'
       END AS anchor
  WITH within, without, unfiltered, everyone, members,
       CASE WHEN within IS NULL AND anchor = 'state' THEN 'walk' ELSE coalesce(anchor, 'walk') END AS anchor
  CALL (within, without, unfiltered, everyone, members, anchor) {
      WITH * WHERE anchor <> 'walk'
      WITH COLLECT {
        CALL (within, anchor) {
            WITH * WHERE anchor = 'coordinator'
            MATCH (:Authority {id: $where.coordinated_by})-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
            RETURN DISTINCT a
          UNION ALL
            UNWIND CASE anchor WHEN 'coordinators' THEN [1] ELSE [] END AS only_then // a WHERE would come after the scan
            MATCH (a:Coordinator)
            RETURN a
          UNION ALL
            WITH * WHERE anchor = 'region'
            MATCH (:Region {code: $where.region})<-[:PART_OF*0..]-(:Region)<-[:LOCATED_IN]-(a)
            RETURN a
          UNION ALL
            WITH * WHERE anchor = 'deactivated'
            MATCH (a)-[member:IN_STATE {status: 'INACTIVE'}]->()
            USING INDEX member:IN_STATE(status)
            RETURN a
          UNION ALL
            UNWIND CASE anchor WHEN 'name' THEN $where.search[0] ELSE [] END AS form
            MATCH (a:Authority) WHERE a.search_all CONTAINS form
            RETURN DISTINCT a
          UNION ALL
            WITH * WHERE anchor = 'state'
            MATCH (:MemberState {code: within})<-[:IN_STATE]-(a)
            RETURN a
        }
        WITH a
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
      WITH * WHERE anchor = 'walk'
      WITH within, without, unfiltered, everyone, members,
           CASE WHEN $by_id
             THEN COLLECT {
               MATCH (a:Authority)
               WHERE a.id > $after AND a.id <> without AND
               // include: authority_filter
               RETURN {key: a.id, authority: a} ORDER BY a.id LIMIT $limit
             }
             ELSE COLLECT {
               MATCH (a:Authority)
               WHERE a.sort > $after AND a.id <> without AND
               // include: authority_filter
               RETURN {key: a.sort, authority: a} ORDER BY a.sort LIMIT $limit
             }
           END AS page
      RETURN page,
             CASE
               WHEN NOT $with_total THEN null
               WHEN unfiltered THEN CASE WHEN within IS NULL THEN everyone ELSE members END - CASE without WHEN '' THEN 0 ELSE 1 END
               ELSE COUNT {
                 MATCH (a:Authority)
                 WHERE a.id <> without AND
                 // include: authority_filter
               }
             END AS total
  }
  RETURN page, CASE WHEN $with_total THEN total END AS total
}
