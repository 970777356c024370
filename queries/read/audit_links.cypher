// audit_links
//
// A link joins two authorities that are CA in at least one area; a NIMIC is never an end of one.
//
// rules:   R43
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the end that is at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (o:Authority)-[:LINKED_TO]->(a)
UNWIND [o, a] AS end
WITH DISTINCT o, a, end, EXISTS { (end)-[:IN_STATE {type: 'NIMIC'}]->() } AS nimic
WHERE nimic OR NOT EXISTS { (end)-[:ACTS_IN {role: 'CA'}]->() }
RETURN 'R43' AS rule, end.id AS authority,
       'it is an end of the link from ' + o.id + ' to ' + a.id + ', and ' +
       CASE WHEN nimic THEN 'a NIMIC' ELSE 'Competent Authority in no area' END AS detail
ORDER BY authority, detail
