// audit_roles
//
// An authority is CA or DIMIC in an area, with flags that exist.
//
// rules:   R3 R5
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (a:Authority)-[r:ACTS_IN]->(l)
WITH a, r, l, [flag IN r.flags WHERE NOT flag IN ['APPROVE_REQUESTS', 'APPROVE_REPLIES']] AS unknown
WHERE unknown <> [] OR NOT coalesce(r.role IN ['CA', 'DIMIC'], false)
RETURN CASE WHEN unknown = [] OR unknown IS NULL THEN 'R3' ELSE 'R5' END AS rule, a.id AS authority,
       CASE WHEN unknown = [] OR unknown IS NULL THEN 'its role in ' + l.code + ' is ' + coalesce(toStringOrNull(r.role), 'none') + ', neither CA nor DIMIC'
            ELSE 'no flags: ' + reduce(text = head(unknown), one IN tail(unknown) | text + ', ' + one) + ' in ' + l.code END AS detail
ORDER BY authority, detail
