// undo_member_state
//
// Takes out a Member State that an import made.
//
// rules:   R8
// param:   state  string  code of the state
// returns: no row
MATCH (s:MemberState {code: $state})
DETACH DELETE s
