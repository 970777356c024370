// undo_legislative_areas
//
// Takes out legislative areas that an import made, where nobody acts in them.
//
// rules:   R5
// param:   codes  list<string>  codes of the areas
// returns: no row
UNWIND $codes AS code
MATCH (l:LegislativeArea {code: code})
WHERE NOT EXISTS { (l)--() }
DELETE l
