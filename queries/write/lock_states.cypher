// lock_states
//
// Takes the write locks of Member States, in order of their codes, and grows their revisions: the first statement
// of every change, before any fact is read. The lock is taken by a plain write of a mark that is gone at once: a write
// that reads what it writes, such as the growing of a number, waits for the lock while it holds what the lock's holder
// needs for an edge of the node, and the database ends one of the two as deadlocked.
//
// rules:   R25
// param:   codes      list<string>  codes of the states
// returns: any number of rows, ordered by code
// column:  code       string        code of a state that exists
// column:  revision   integer       version of the state's network that this change makes
// column:  at         string?       instant of the last change of the state
// column:  importing  string?       mark of the import at work or interrupted: id of its change, with `/undo` while it is undone
UNWIND $codes AS code
WITH code ORDER BY code
MATCH (s:MemberState {code: code})
SET s.locked = true
WITH s
SET s.revision = s.revision + 1
REMOVE s.locked
RETURN s.code AS code, s.revision AS revision, s.at AS at, s.importing AS importing
ORDER BY code
