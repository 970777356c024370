// audit_types
//
// An authority is NIMIC, SDIMIC or neither in its Member State, and ACTIVE or INACTIVE.
//
// rules:   R77 R82
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[m:IN_STATE]->()
WITH a, m, coalesce(m.type IN ['NIMIC', 'SDIMIC'], true) AS typed, coalesce(m.status IN ['ACTIVE', 'INACTIVE'], false) AS known
WHERE NOT typed OR NOT known
RETURN CASE WHEN typed THEN 'R77' ELSE 'R82' END AS rule, a.id AS authority,
       CASE WHEN typed THEN 'its status is ' + coalesce(toStringOrNull(m.status), 'none') + ', neither ACTIVE nor INACTIVE'
            ELSE 'its type is ' + toStringOrNull(m.type) + ', neither NIMIC nor SDIMIC' END AS detail
ORDER BY authority, detail
