// audit_names
//
// A page of authorities with what is derived from their names and external ids, in the order of their ids: folding is
// Python's (names.fold), so Python compares.
//
// rules:   R2 R59
// param:   after        string     id after which the page begins; empty for the first
// param:   limit        integer    most authorities of a page
// returns: exactly one row
// column:  authorities  list<map>  id, name, names (lang=name), search, search_all, sort, external_ids (scheme, value, key)
// column:  last         string?    id of the last authority; null for an empty page
MATCH (a:Authority)
WHERE a.id > $after
WITH a ORDER BY a.id LIMIT $limit
WITH a {.id, .name, .names, .search, .search_all, .sort,
        external_ids: [(a)-[:IDENTIFIED_BY]->(x) | x {.scheme, .value, .key}]} AS authority
ORDER BY authority.id
WITH collect(authority) AS authorities
RETURN authorities, authorities[-1].id AS last
