// network_areas
//
// Every legislative area.
//
// rules:   R5
// returns: any number of rows, ordered by code
// column:  code                  string        code of the area
// column:  name                  string        its name
// column:  requires_professions  boolean       whether an authority names its professions there
// column:  keywords              list<string>  what an authority's competence may be named by, ordered
MATCH (l:LegislativeArea)
RETURN l.code AS code, l.name AS name, l.requires_professions AS requires_professions, l.keywords AS keywords
ORDER BY code
