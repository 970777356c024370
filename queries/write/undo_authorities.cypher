// undo_authorities
//
// Takes out authorities that an import made and nobody else has touched.
//
// rules:   R2
// param:   ids  list<string>  the authorities
// returns: no row
UNWIND $ids AS id
MATCH (a:Authority {id: id})
DETACH DELETE a
