// eligible_coordinators
//
// One page of the coordinators that may newly hold one relation to an authority, in the order of their official names:
// active ones of its state that cover it, and for whom the relation would be new.
//
// rules:   R25 R77 R78 R79 R81 R82
// param:   authority   string        id of the authority
// param:   relation    string        VALIDATES, GRANTS_ACCESS or COORDINATES_REQUESTS
// param:   area        string?       code of the legislative area; null where the relation is VALIDATES
// param:   search      list<list<string>>?  words, each as it may be written, of which their names must have all; null: any
// param:   after       string        key after which the page begins; empty for the first
// param:   limit       integer       most coordinators of a page
// param:   with_total  boolean       whether to count them all
// returns: at most one row; none when the authority or the area does not exist
// column:  keys        list<string>  the key of each in that order
// column:  ids         list<string>  their ids
// column:  total       integer?      how many there are on all pages; null unless asked for
MATCH (a:Authority {id: $authority})-[member:IN_STATE]->(state)
WHERE $area IS NULL OR EXISTS { (:LegislativeArea {code: $area}) }
WITH a, state,
     CASE
       // R77: what is deactivated is frozen; R82: a NIMIC is coordinated by nobody
       WHEN member.status <> 'ACTIVE' OR member.type = 'NIMIC' THEN []
       WHEN member.type = 'SDIMIC' AND $relation = 'VALIDATES' THEN ['NIMIC']
       WHEN $relation = 'GRANTS_ACCESS' AND EXISTS { (a)-[:ACTS_IN {area: $area, role: 'DIMIC'}]->() } THEN ['NIMIC', 'SDIMIC']
       ELSE ['NIMIC', 'SDIMIC', 'DIMIC']
     END AS types,
     COLLECT { MATCH (a)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(r:Region) RETURN r.code } AS regions,
     COLLECT {
       MATCH (holder)-[held:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
       WHERE type(held) = $relation AND ($area IS NULL OR held.area = $area)
       RETURN holder.id
     } AS holders,
     $relation = 'VALIDATES' AND EXISTS { (a)-[:VALIDATES]->() } AS may_close_a_circle
WITH a, may_close_a_circle, COLLECT {
  UNWIND CASE types WHEN [] THEN [] ELSE [1] END AS only_then // a WHERE would come after the scan
  MATCH (c:Coordinator)-[seat:IN_STATE {status: 'ACTIVE'}]->(state)
  USING SCAN c:Coordinator // a large state has many more members
  WHERE c <> a
    AND NOT c.id IN holders
    AND coalesce(seat.type, 'DIMIC') IN types
    AND CASE WHEN $search IS NULL THEN true ELSE all(forms IN $search WHERE any(form IN forms WHERE c.search_all CONTAINS form)) END
    AND CASE seat.type
      WHEN 'NIMIC' THEN true
      WHEN 'SDIMIC' THEN EXISTS { (c)-[:LOCATED_IN]->(r) WHERE r.code IN regions }
      ELSE EXISTS {
        (c)-[acts:ACTS_IN {role: 'DIMIC'}]->()
        WHERE acts.area = coalesce($area, acts.area) AND (acts.territory IS NULL OR acts.territory IN regions)
      }
    END
  RETURN c
} AS covering
WITH CASE
       WHEN may_close_a_circle THEN COLLECT {
         UNWIND covering AS c
         WITH c WHERE NOT a IN COLLECT { MATCH (c)<-[:VALIDATES*1..]-(above) RETURN above }
         RETURN c
       }
       ELSE covering
     END AS found
WITH found, COLLECT {
  UNWIND found AS c
  WITH c.sort AS key, c.id AS id
  WHERE key > $after
  RETURN {key: key, id: id} ORDER BY key LIMIT $limit
} AS page
RETURN [row IN page | row.key] AS keys, [row IN page | row.id] AS ids,
       CASE WHEN $with_total THEN size(found) END AS total
