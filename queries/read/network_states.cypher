// network_states
//
// Every Member State, its active NIMIC, and whether it is being imported.
//
// rules:   R8
// returns: any number of rows, ordered by code
// column:  code       string   code of the state
// column:  name       string   its name
// column:  nimic      string?  id of its active NIMIC; the first by id where a fault left two
// column:  revision   integer  version of the state's network
// column:  at         string?  instant of its last change
// column:  importing  string?  mark of the import at work or interrupted
MATCH (s:MemberState)
RETURN s.code AS code, s.name AS name,
       head(COLLECT { MATCH (s)<-[:IN_STATE {type: 'NIMIC', status: 'ACTIVE'}]-(n) RETURN n.id ORDER BY n.id }) AS nimic,
       s.revision AS revision, s.at AS at, s.importing AS importing
ORDER BY code
