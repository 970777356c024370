// network_authorities
//
// A page of authorities with all their relations, in the order of their ids.
//
// rules:   R3 R26 R27 R28 R43 R46
// param:   states       list<string>  codes of their states
// param:   after        string        id after which the page begins; empty for the first
// param:   limit        integer       most authorities of a page
// returns: exactly one row
// column:  authorities  list<map>     each as the fragment network_authority says
// column:  last         string?       id of the last authority; null for an empty page
MATCH (a:Authority)
WHERE a.id > $after AND EXISTS { (a)-[:IN_STATE]->(s:MemberState) WHERE s.code IN $states }
WITH a ORDER BY a.id LIMIT $limit
// include: network_authority
ORDER BY a.id
WITH collect(authority) AS authorities
RETURN authorities, authorities[-1].id AS last
