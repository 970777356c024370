// authorities_to_migrate
//
// A page of the ids of all authorities, in their order.
//
// param:   after        string        id after which the page begins; empty for the first
// param:   limit        integer       most ids of a page
// returns: exactly one row
// column:  authorities  list<string>  ids
MATCH (a:Authority)
WHERE a.id > $after
WITH a ORDER BY a.id LIMIT $limit
RETURN collect(a.id) AS authorities
