// undo_beginnings
//
// Takes out the edges that an import began about authorities: of their own, and of those who coordinate or observe them.
// The mark of the import has kept every other change out, so that nothing rests on them.
//
// rules:   R25
// param:   ids     list<string>  the authorities
// param:   change  string        id of the import's change
// returns: no row
UNWIND $ids AS id
MATCH (a:Authority {id: id})-[r]-(b)
WHERE r.by = $change AND (endNode(r) = a OR NOT b:Authority)
WITH DISTINCT r
DELETE r
