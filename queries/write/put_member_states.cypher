// put_member_states
//
// Makes Member States, or names them anew.
//
// rules:   R8
// param:   rows  list<map>  code, name
// returns: no row
UNWIND $rows AS row
MERGE (s:MemberState {code: row.code})
  ON CREATE SET s.revision = 0
SET s.name = row.name
