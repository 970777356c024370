// undo_regions
//
// Takes out regions that an import made.
//
// rules:   R10
// param:   codes  list<string>  codes of the regions
// returns: no row
UNWIND $codes AS code
MATCH (r:Region {code: code})
DETACH DELETE r
