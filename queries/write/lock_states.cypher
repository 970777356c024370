// lock_states
//
// Takes the write locks of Member States, in order of their codes, and grows their revisions: the first statement
// of every change, before any fact is read.
//
// rules:   R25
// param:   codes      list<string>  codes of the states
// returns: any number of rows, ordered by code
// column:  code       string        code of a state that exists
// column:  revision   integer       version of the state's network that this change makes
// column:  at         string?       instant of the last change of the state
// column:  importing  string?       mark of the import at work or interrupted: id of its change, slash, id of its run
UNWIND $codes AS code
WITH code ORDER BY code
MATCH (s:MemberState {code: code})
SET s.revision = s.revision + 1
RETURN s.code AS code, s.revision AS revision, s.at AS at, s.importing AS importing
ORDER BY code
