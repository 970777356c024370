// change_of_import
//
// The change of an import, as it was begun.
//
// param:   change  string   id of the import's change
// returns: at most one row
// column:  id      string   the same id
// column:  at      string   instant of the change
// column:  actor   string   who imports
// column:  action  string   the mutation or command
// column:  key     string?  the idempotency key
// column:  input   string   what was asked, JSON
MATCH (c:Change {id: $change})
RETURN c.id AS id, c.at AS at, c.actor AS actor, c.action AS action, c.key AS key, c.input AS input
