// undo_change
//
// Takes out the change of an import of which nothing is left, and with it its idempotency key.
//
// param:   change  string  id of the import's change
// returns: no row
MATCH (c:Change {id: $change})
DETACH DELETE c
