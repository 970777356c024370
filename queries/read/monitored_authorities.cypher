// monitored_authorities
//
// Whom some authorities monitor, all of them, without the reasons.
//
// rules:   R43 R44 R45 R46
// param:   monitors     list<string>  ids of those who monitor
// param:   moment       string?       instant of which is asked; null: the present
// returns: any number of rows, ordered by monitor
// column:  monitor      string        id of one that exists
// column:  authorities  list<string>  ids of all it monitors, in no order
UNWIND $monitors AS id
MATCH (m:Authority {id: id})-[member:IN_STATE]->(state)
WITH m, state, member.type AS type, member.status = 'ACTIVE' AS active,
     member.type IS NOT NULL OR EXISTS { (m)-[:ACTS_IN {role: 'DIMIC'}]->() } AS coordinates
CALL (m, state, type, active, coordinates) {
    WITH * WHERE NOT active
    RETURN [] AS found
  UNION ALL
    WITH * WHERE active AND type = 'NIMIC'
    RETURN COLLECT { MATCH (a)-[:IN_STATE]->(state) WHERE a <> m RETURN a.id } AS found
  UNION ALL
    WITH * WHERE active AND coalesce(type, '') <> 'NIMIC'
    RETURN COLLECT {
      // include: monitored
      WITH DISTINCT a
      WHERE a <> m
      RETURN a.id
    } AS found
}
RETURN m.id AS monitor, found AS authorities
ORDER BY monitor
