// monitored
//
// Whom `m` monitors that is no NIMIC: binds `a`, once a reason. `type` is that of `m`, NIMIC, SDIMIC or null;
// `coordinates` says whether it is an IMI Coordinator. Itself may be among them.
//
// rules:   R43 R44 R46
CALL (m, type, coordinates) {
    MATCH (m)-[:LINKED_TO]->(a)
    RETURN a
  UNION ALL
    WITH * WHERE coordinates
    MATCH (m)-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a)
    RETURN a
  UNION ALL
    WITH * WHERE type = 'SDIMIC'
    WITH m, COLLECT { MATCH (m)-[:LOCATED_IN]->()<-[:PART_OF*0..]-(region:Region) RETURN region } AS regions
    CALL (m) {
        RETURN m AS registrar
      UNION
        MATCH (m)-[:APPOINTED]->(registrar)
        RETURN registrar
      UNION
        MATCH (m)-[:REGISTERED]->(registrar)
        WHERE EXISTS { (registrar)-[:ACTS_IN|ACTED_IN {role: 'DIMIC'}]->() }
        RETURN registrar
    }
    MATCH (registrar)-[:REGISTERED]->(a)
    WHERE EXISTS { (a)-[:LOCATED_IN]->(region) WHERE region IN regions }
    RETURN a
}
