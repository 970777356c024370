// monitoring_reasons
//
// Why the authority `m` may monitor the authority `a`. Binds `reasons`, a list of maps {rule, path} ordered by rule and
// path; empty when it may not. A path is a list of steps {relation, from, to, area, since}.
//
// rules:   R43 R44 R45 R46
CALL (m, a) {
  MATCH (m)-[member:IN_STATE {status: 'ACTIVE'}]->(state)
  WHERE m <> a
  WITH state, member.type AS type,
       member.type IS NOT NULL OR EXISTS { (m)-[:ACTS_IN {role: 'DIMIC'}]->() } AS coordinates
  CALL (m, a, state, type, coordinates) {
      MATCH (m)-[link:LINKED_TO]->(a)
      RETURN 'R43' AS rule,
             [{relation: 'LINKED_TO', from: m.id, to: a.id, area: null, since: link.since}] AS path
    UNION ALL
      WITH * WHERE coordinates
      MATCH (m)-[held:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
      RETURN 'R44' AS rule,
             [{relation: type(held), from: m.id, to: a.id, area: held.area, since: held.since}] AS path
    UNION ALL
      WITH * WHERE type = 'NIMIC' AND EXISTS { (a)-[:IN_STATE]->(state) }
      RETURN 'R45' AS rule, [] AS path
    UNION ALL
      WITH * WHERE type = 'SDIMIC' AND EXISTS {
        MATCH (m)-[:LOCATED_IN]->(region)
        WHERE EXISTS { (a)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(region) }
      }
      MATCH (registrar)-[registration:REGISTERED]->(a)
      CALL (m, registrar) {
          WITH * WHERE registrar = m
          RETURN [] AS creation
        UNION ALL
          MATCH (m)-[appointment:APPOINTED]->(registrar)
          WITH m, registrar, appointment.area AS area, min(appointment.at) AS at
          RETURN [{relation: 'APPOINTED', from: m.id, to: registrar.id, area: area, since: at}] AS creation
        UNION ALL
          MATCH (m)-[earlier:REGISTERED]->(registrar)
          WHERE EXISTS { (registrar)-[:ACTS_IN|ACTED_IN {role: 'DIMIC'}]->() }
          RETURN [{relation: 'REGISTERED', from: m.id, to: registrar.id, area: null, since: earlier.at}] AS creation
      }
      RETURN 'R46' AS rule,
             creation + [{relation: 'REGISTERED', from: registrar.id, to: a.id, area: null, since: registration.at}] AS path
  }
  WITH rule, path
  ORDER BY rule, [step IN path | step.relation + ' ' + step.from + ' ' + coalesce(step.area, '')]
  RETURN collect({rule: rule, path: path}) AS reasons
}
