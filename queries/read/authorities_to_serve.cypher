// authorities_to_serve
//
// One page of the authorities with access to an area that one coordinator covers there and neither gives access nor
// coordinates requests for: whom a new DIMIC might take over, in the order of their official names.
//
// rules:   R71 R77 R81
// param:   coordinator  string     id of the coordinator
// param:   area         string     code of the legislative area
// param:   after        string     key after which the page begins; empty for the first
// param:   limit        integer    most authorities of a page
// param:   with_total   boolean    whether to count them all
// returns: at most one row; none when the authority or the area does not exist
// column:  rows         list<map>  id, key (its place in the order), access_coordinator, request_coordinators (ids, ordered)
// column:  total        integer?   how many there are on all pages; null unless asked for
MATCH (c:Authority {id: $coordinator})-[seat:IN_STATE]->(state)
WHERE EXISTS { (:LegislativeArea {code: $area}) }
WITH c, state,
     CASE
       WHEN seat.status <> 'ACTIVE' THEN []
       WHEN seat.type = 'NIMIC' THEN [null]
       WHEN seat.type = 'SDIMIC' THEN [(c)-[:LOCATED_IN]->(r) | r.code]
       ELSE [(c)-[acts:ACTS_IN {area: $area, role: 'DIMIC'}]->() | acts.territory]
     END AS reach // codes of regions; null is the whole state
WITH c, COLLECT {
  UNWIND reach AS region
  CALL (state, region) {
      WITH * WHERE region IS NULL
      MATCH (state)<-[:IN_STATE {status: 'ACTIVE'}]-(a)
      RETURN a
    UNION ALL
      WITH * WHERE region IS NOT NULL
      MATCH (:Region {code: region})<-[:PART_OF*0..]-(:Region)<-[:LOCATED_IN]-(a)
      WHERE EXISTS { (a)-[:IN_STATE {status: 'ACTIVE'}]->() }
      RETURN a
  }
  WITH a
  WHERE a <> c
    AND EXISTS { (a)-[:ACTS_IN {area: $area}]->() }
    // From the authority, which has few of them, not from the coordinator: it is named by no label.
    AND NOT EXISTS {
      (a)<-[held:GRANTS_ACCESS|COORDINATES_REQUESTS]-(holder)
      WHERE held.area = $area AND holder.id = $coordinator
    }
  RETURN a
} AS found
RETURN COLLECT {
         UNWIND found AS a
         WITH a WHERE a.sort > $after
         WITH a ORDER BY a.sort LIMIT $limit
         RETURN {
           id: a.id, key: a.sort,
           access_coordinator: head([(g)-[:GRANTS_ACCESS {area: $area}]->(a) | g.id]),
           request_coordinators: COLLECT { MATCH (q)-[:COORDINATES_REQUESTS {area: $area}]->(a) RETURN q.id ORDER BY q.id }
         } ORDER BY a.sort
       } AS rows,
       CASE WHEN $with_total THEN size(found) END AS total
