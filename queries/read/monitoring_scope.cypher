// monitoring_scope
//
// One page of the authorities that one authority may monitor, with every reason, filtered, in the order of their
// official names or of their ids.
//
// rules:   R43 R44 R45 R46
// param:   monitor     string     id of the authority that monitors
// param:   where       map        filters, of which null is none (queries/fragments/authority_filter)
// param:   by_id       boolean    in the order of ids, else of folded official names, then ids
// param:   after       string     key after which the page begins; empty for the first
// param:   limit       integer    most authorities of a page
// param:   with_total  boolean    whether to count them all
// param:   moment      string?    instant of which is asked; null: the present
// returns: exactly one row; an empty page for an authority that monitors nothing or does not exist
// column:  rows        list<map>  id, key (its place in the order), reasons (rule and path: relation, from, to, area, since)
// column:  total       integer?   how many there are on all pages; null unless asked for
OPTIONAL MATCH (m:Authority {id: $monitor})-[member:IN_STATE]->(state)
WITH m, state, member.type AS type, coalesce(member.status = 'ACTIVE', false) AS active,
     member.type IS NOT NULL OR EXISTS { (m)-[:ACTS_IN {role: 'DIMIC'}]->() } AS coordinates
CALL (m, state, type, active, coordinates) {
    WITH * WHERE NOT active
    RETURN [] AS page, CASE WHEN $with_total THEN 0 END AS total
  UNION ALL
    // R45: its state as a whole, in which its relations and links lie too (R25)
    WITH * WHERE active AND type = 'NIMIC'
    WITH CASE WHEN coalesce($where.state, state.code) = state.code THEN state.code ELSE '' END AS within, m.id AS without
    // include: authority_page
    RETURN page, total
  UNION ALL
    WITH * WHERE active AND coalesce(type, '') <> 'NIMIC'
    WITH m, type, coordinates, $where.state AS within
    WITH COLLECT {
      // include: monitored
      WITH DISTINCT a
      WHERE a <> m AND
      // include: authority_filter
      RETURN a
    } AS found
    RETURN COLLECT {
             UNWIND found AS a
             WITH a, CASE WHEN $by_id THEN a.id ELSE a.sort END AS key
             WHERE key > $after
             RETURN {key: key, authority: a} ORDER BY key LIMIT $limit
           } AS page,
           CASE WHEN $with_total THEN size(found) END AS total
}
RETURN COLLECT {
         UNWIND page AS row
         WITH m, row.authority AS a, row.key AS key
         // include: monitoring_reasons
         RETURN {id: a.id, key: key, reasons: reasons} ORDER BY key
       } AS rows,
       total
