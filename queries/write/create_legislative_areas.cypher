// create_legislative_areas
//
// Makes legislative areas that are not there; a code that another change has just taken fails on its constraint.
//
// rules:   R5
// param:   rows  list<map>  code, name, requires_professions, keywords, other_names (language=name), keyword_names (keyword=language=name); lists ordered
// returns: no row
UNWIND $rows AS row
CREATE (l:LegislativeArea {code: row.code})
SET l.name = row.name, l.requires_professions = row.requires_professions, l.keywords = row.keywords,
    l.names = row.other_names, l.keyword_names = row.keyword_names
