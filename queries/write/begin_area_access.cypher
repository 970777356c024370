// begin_area_access
//
// Gives authorities their roles and settings in legislative areas.
//
// rules:   R3 R5 R9
// param:   rows    list<map>  authority, area, role, territory (null: the whole state), keywords, professions, flags (each ordered), granted_by, granted_at
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (a:Authority {id: row.authority}), (l:LegislativeArea {code: row.area})
CREATE (a)-[r:ACTS_IN {authority: row.authority, area: row.area, since: $now, by: $change}]->(l)
SET r += row
