// network_neighbours
//
// Some authorities with all their relations.
//
// rules:   R3 R26 R27 R28 R43 R46
// param:   ids          list<string>  ids of the authorities
// returns: exactly one row
// column:  authorities  list<map>     those that exist, in no order, each as the fragment network_authority says
UNWIND $ids AS id
MATCH (a:Authority {id: id})
// include: network_authority
RETURN collect(authority) AS authorities
