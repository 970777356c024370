// is_coordinator
//
// Whether the authority `a` is an IMI Coordinator, active or not. A condition.
//
// rules:   R8 R9 R10
a:Coordinator
