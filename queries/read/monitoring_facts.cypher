// monitoring_facts
//
// What decides whether one authority may monitor another, so that what is missing can be named.
//
// rules:   R43 R44 R45 R46
// param:   monitor    string   id of the authority that would monitor
// param:   authority  string   id of the authority that would be monitored
// param:   moment     string?  instant of which is asked; null: the present
// returns: at most one row; none when either does not exist
// column:  monitor    map      id, state, type (NIMIC, SDIMIC or null), status, coordinates (is an IMI Coordinator), regions (its region and what that is part of, from the inside out)
// column:  authority  map      id, state, regions (as the monitor's)
// column:  registrar  map?     who registered the authority: id, registered_by_monitor, appointed_by_monitor, was_dimic (is or was one)
// column:  linked     boolean  the monitor is linked to the authority
// column:  held       boolean  the monitor holds an edge VALIDATES, GRANTS_ACCESS or COORDINATES_REQUESTS to it
MATCH (m:Authority {id: $monitor})-[mine:IN_STATE]->(my_state)
MATCH (a:Authority {id: $authority})-[:IN_STATE]->(its_state)
RETURN {
         id: m.id, state: my_state.code, type: mine.type, status: mine.status,
         coordinates: mine.type IS NOT NULL OR EXISTS { (m)-[:ACTS_IN {role: 'DIMIC'}]->() },
         regions: COLLECT { MATCH path = (m)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(r:Region) RETURN r.code ORDER BY length(path) }
       } AS monitor,
       {
         id: a.id, state: its_state.code,
         regions: COLLECT { MATCH path = (a)-[:LOCATED_IN]->(:Region)-[:PART_OF*0..]->(r:Region) RETURN r.code ORDER BY length(path) }
       } AS authority,
       head(COLLECT {
         MATCH (registrar)-[:REGISTERED]->(a)
         RETURN {
           id: registrar.id,
           registered_by_monitor: EXISTS { (m)-[:REGISTERED]->(registrar) },
           appointed_by_monitor: EXISTS { (m)-[:APPOINTED]->(registrar) },
           was_dimic: EXISTS { (registrar)-[:ACTS_IN|ACTED_IN {role: 'DIMIC'}]->() }
         }
       }) AS registrar,
       EXISTS { (m)-[:LINKED_TO]->(a) } AS linked,
       EXISTS { (m)-[:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS]->(a) } AS held
