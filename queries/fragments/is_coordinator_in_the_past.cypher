// is_coordinator_in_the_past
//
// is_coordinator of the past: the label is of today.
//
// rules:   R8 R9 R10
(EXISTS { (a)-[member:IN_STATE]->() WHERE member.type IS NOT NULL } OR EXISTS { (a)-[:ACTS_IN {role: 'DIMIC'}]->() })
