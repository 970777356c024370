// network_relations
//
// Every relation of a state's authorities, those of one kind and area together: who holds it, and with whom.
//
// rules:   R25 R26 R27 R28 R43 R46
// param:   state     string        code of the state
// returns: any number of rows, ordered by relation and area
// column:  relation  string        VALIDATES, GRANTS_ACCESS, COORDINATES_REQUESTS, LINKED_TO, REGISTERED or APPOINTED
// column:  area      string?       code of the legislative area; null where the relation has none
// column:  holders   list<string>  ids of the holders
// column:  ends      list<string>  beside each holder with whom
MATCH (:MemberState {code: $state})<-[:IN_STATE]-(a)
MATCH (holder)-[held:VALIDATES|GRANTS_ACCESS|COORDINATES_REQUESTS|LINKED_TO|REGISTERED|APPOINTED]->(a)
WITH type(held) AS relation, held.area AS area, holder.id AS holder, a.id AS end
ORDER BY relation, area, holder, end
RETURN relation, area, collect(holder) AS holders, collect(end) AS ends
ORDER BY relation, area
