// audit_names
//
// A page of authorities with what is derived from their names and external ids, in the order of their ids: folding is
// Python's (service/model/body_names.py), so Python compares.
//
// rules:   R2 R59
// param:   after        string     id after which the page begins; empty for the first
// param:   limit        integer    most authorities of a page
// returns: exactly one row
// column:  authorities  list<map>  id, state (null unless it is in one alone), name, name_language, names (lang=name), search, search_all, sort, words, external_ids (scheme, value, key)
// column:  last         string?    id of the last authority; null for an empty page
MATCH (a:Authority)
WHERE a.id > $after
WITH a ORDER BY a.id LIMIT $limit
WITH a {.id, .name, .name_language, .names, .search, .search_all, .sort, .words,
        state: CASE COUNT { (a)-[:IN_STATE]->() } WHEN 1 THEN head([(a)-[:IN_STATE]->(s) | s.code]) END,
        external_ids: [(a)-[:IDENTIFIED_BY]->(x) | x {.scheme, .value, .key}]} AS authority
ORDER BY authority.id
WITH collect(authority) AS authorities
RETURN authorities, authorities[-1].id AS last
