// audit_areas
//
// Every authority but a NIMIC and an SDIMIC has at least one area.
//
// rules:   R83
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[m:IN_STATE]->()
WHERE NOT coalesce(m.type IN ['NIMIC', 'SDIMIC'], false) AND NOT EXISTS { (a)-[:ACTS_IN]->() }
RETURN DISTINCT 'R83' AS rule, a.id AS authority, 'it has no area' AS detail
ORDER BY authority, detail
