// monitors_of
//
// Who may monitor one authority, and why.
//
// rules:   R43 R44 R45 R46
// param:   authority  string     id of the monitored authority
// param:   moment     string?    instant of which is asked; null: the present
// returns: any number of rows, ordered by monitor
// column:  monitor    string     id of an authority that monitors it
// column:  reasons    list<map>  rule and path (relation, from, to, area, since) of every reason, ordered
MATCH (a:Authority {id: $authority})-[:IN_STATE]->(state)
CALL (a, state) {
    MATCH (m)-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS|LINKED_TO|REGISTERED]->(a)
    RETURN m
  UNION ALL
    MATCH (m)-[:REGISTERED|APPOINTED]->()-[:REGISTERED]->(a)
    RETURN m
  UNION ALL
    MATCH (m)-[member:IN_STATE {type: 'NIMIC'}]->(state)
    USING INDEX member:IN_STATE(type)
    RETURN m
}
WITH DISTINCT m, a
// include: monitoring_reasons
WITH m, reasons WHERE reasons <> []
RETURN m.id AS monitor, reasons
ORDER BY monitor
