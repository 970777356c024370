// audit_keywords
//
// The keywords of an authority in an area are keywords of that area.
//
// rules:   R5
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of the authority at fault
// column:  detail     string   what is wrong, as a sentence
MATCH (l:LegislativeArea)
WITH l
MATCH (l)<-[r:ACTS_IN]-(a)
WITH a, l, [keyword IN r.keywords WHERE NOT keyword IN l.keywords] AS unknown
WHERE unknown <> []
RETURN 'R5' AS rule, a.id AS authority, 'no keywords of ' + l.code + ': ' + reduce(text = head(unknown), one IN tail(unknown) | text + ', ' + one) AS detail
ORDER BY authority, detail
