// undo_ends
//
// Lets the edges about authorities that an import ended be of the present again, as they were.
//
// rules:   R25
// param:   ids      list<string>  the authorities
// param:   change   string        id of the import's change
// param:   tenses   map           what each edge of the past was called in its present
// returns: no row
UNWIND $ids AS id
MATCH (a:Authority {id: id})-[past]-(b)
WHERE past.ended_by = $change AND (endNode(past) = a OR NOT b:Authority)
WITH DISTINCT past, startNode(past) AS from, endNode(past) AS to, $tenses[type(past)] AS tense
CREATE (from)-[live:$(tense)]->(to)
SET live = properties(past)
REMOVE live.until, live.ended_by
DELETE past
