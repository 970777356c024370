// audit_professions
//
// Where an area asks for professions, every authority with access to it names at least one.
//
// rules:   R5
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (l:LegislativeArea {requires_professions: true})
WITH l
MATCH (l)<-[r:ACTS_IN]-(a)
WHERE size(coalesce(r.professions, [])) = 0
RETURN 'R5' AS rule, a.id AS authority, l.code + ' asks for at least one profession, and it names none' AS detail
ORDER BY authority, detail
