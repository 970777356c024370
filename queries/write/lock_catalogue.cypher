// lock_catalogue
//
// Takes the one lock of what no Member State holds: which states there are, and the legislative areas of all. Whoever
// creates a state or changes an area takes it first, before states are listed: else a state that is created meanwhile
// would be locked by nobody. It is the first migration's node, which every graph has, also one without any state.
//
// rules:   R5 R8
// returns: no row
MATCH (m:Migration {number: 1})
SET m.locked = true
REMOVE m.locked
