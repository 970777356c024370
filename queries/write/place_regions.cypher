// place_regions
//
// Ties regions to what they are part of: another region, or the Member State itself.
//
// rules:   R10
// param:   rows  list<map>  code, state, parent (null: the Member State)
// returns: no row
UNWIND $rows AS row
MATCH (r:Region {code: row.code}), (s:MemberState {code: row.state})
OPTIONAL MATCH (p:Region {code: row.parent})
OPTIONAL MATCH (r)-[old:PART_OF]->()
DELETE old
WITH DISTINCT r, coalesce(p, s) AS whole
CREATE (r)-[:PART_OF]->(whole)
