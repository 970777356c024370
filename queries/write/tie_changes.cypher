// tie_changes
//
// Ties the changes that touched authorities to the states of these, as record_change has done since there is CHANGED.
//
// param:   authorities  list<string>  ids of the authorities
// returns: no row
UNWIND $authorities AS id
MATCH (c:Change)-[:TOUCHED]->(:Authority {id: id})-[:IN_STATE]->(s:MemberState)
WITH DISTINCT c, s
MERGE (c)-[of:CHANGED]->(s)
  ON CREATE SET of.state = s.code, of.at = c.at
