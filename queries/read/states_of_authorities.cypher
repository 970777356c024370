// states_of_authorities
//
// To which Member States authorities belong; an id that nobody has is left out.
//
// rules:   R2
// param:   authorities  list<string>  ids of authorities
// returns: any number of rows, ordered by authority
// column:  authority    string        id of an authority that exists
// column:  state        string        code of its state
UNWIND $authorities AS id
MATCH (a:Authority {id: id})-[:IN_STATE]->(s)
RETURN a.id AS authority, s.code AS state
ORDER BY authority
