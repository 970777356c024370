// mark_importing
//
// Marks states as being imported: other changes of them answer Conflict until the mark is taken off.
//
// rules:   R25
// param:   states  list<string>  codes of the states
// param:   mark    string?       id of the change that imports, with `/undo` while it is undone; null takes the mark off
// returns: no row
UNWIND $states AS code
MATCH (s:MemberState {code: code})
SET s.importing = $mark
