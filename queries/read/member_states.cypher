// member_states
//
// Member States and the NIMIC of each.
//
// rules:   R8
// param:   codes     list<string>?  codes of the states; null for all
// param:   moment    string?        instant of which is asked; null: the present
// returns: any number of rows, ordered by code
// column:  code      string         code of the state
// column:  name      string         its name
// column:  nimic     string?        id of its active NIMIC; the first by id where a fault left two
// column:  revision  integer        version of the state's network
MATCH (s:MemberState)
WHERE $codes IS NULL OR s.code IN $codes
RETURN s.code AS code, s.name AS name,
       head(COLLECT {
         MATCH (n)-[member:IN_STATE {type: 'NIMIC', status: 'ACTIVE'}]->(s)
         USING INDEX member:IN_STATE(type)
         RETURN n.id ORDER BY n.id
       }) AS nimic,
       s.revision AS revision
ORDER BY code
