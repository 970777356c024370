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
// column:  other_names           list<string>  its names in other languages, each language=name, ordered
// column:  keyword_names         list<string>  names of its keywords in other languages, each keyword=language=name, ordered
MATCH (l:LegislativeArea)
RETURN l.code AS code, l.name AS name, l.requires_professions AS requires_professions, l.keywords AS keywords,
       coalesce(l.names, []) AS other_names, coalesce(l.keyword_names, []) AS keyword_names
ORDER BY code
