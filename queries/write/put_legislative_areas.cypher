// put_legislative_areas
//
// Makes legislative areas, or changes what they ask for.
//
// rules:   R5
// param:   rows  list<map>  code, name, requires_professions, keywords (ordered)
// returns: no row
UNWIND $rows AS row
MERGE (l:LegislativeArea {code: row.code})
SET l.name = row.name, l.requires_professions = row.requires_professions, l.keywords = row.keywords
