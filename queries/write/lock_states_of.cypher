// lock_states_of
//
// Takes the write locks of the Member States of authorities, in order of their codes, and grows their revisions: the
// first statement of a change that names authorities. An authority's state never changes, so nothing that may be stale
// is read before the lock; the past edges are looked at too, lest an edge that is just being replaced hide the state.
// The mark that is set and gone at once takes the lock, as in lock_states.
//
// rules:   R25
// param:   authorities  list<string>  ids of authorities
// returns: any number of rows, ordered by code
// column:  code         string        code of a state
// column:  revision     integer       version of the state's network that this change makes
// column:  at           string?       instant of the last change of the state
// column:  importing    string?       mark of the import at work or interrupted: id of its change, with `/undo` while it is undone
UNWIND $authorities AS id
MATCH (:Authority {id: id})-[:IN_STATE|WAS_IN_STATE]->(s:MemberState)
WITH DISTINCT s ORDER BY s.code
SET s.locked = true
WITH s
SET s.revision = s.revision + 1
REMOVE s.locked
RETURN s.code AS code, s.revision AS revision, s.at AS at, s.importing AS importing
ORDER BY code
