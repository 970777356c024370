// network_bundles
//
// How many relations of one kind each authority of a state holds with whom: with a coordinator, or with those that a
// coordinator validates and that are none, taken together.
//
// rules:   R27 R28 R43
// param:   state       string         code of the state
// param:   moment      string?        instant of which is asked; null: the present
// returns: any number of rows, ordered by relation, area and validated
// column:  relation    string         GRANTS_ACCESS, COORDINATES_REQUESTS or LINKED_TO
// column:  area        string?        code of the legislative area; null for LINKED_TO
// column:  validated   boolean        whether `ends` are the Validating Coordinators of those with whom the relations are, not themselves
// column:  holders     list<string>   ids of the holders
// column:  ends        list<string>   beside each holder with whom
// column:  counts      list<integer>  and how many relations
MATCH (:MemberState {code: $state})<-[:IN_STATE]-(a)
WITH a, CASE WHEN
       // include: is_coordinator
       THEN null ELSE head([(v)-[:VALIDATES]->(a) | v])
     END AS validator
MATCH (holder)-[held:GRANTS_ACCESS|COORDINATES_REQUESTS|LINKED_TO]->(a)
WITH type(held) AS relation, held.area AS area, validator IS NOT NULL AS validated,
     holder, coalesce(validator, a) AS end, count(*) AS count
WITH relation, area, validated, holder.id AS holder, end.id AS end, count
ORDER BY relation, area, validated, holder, end
RETURN relation, area, validated, collect(holder) AS holders, collect(end) AS ends, collect(count) AS counts
ORDER BY relation, area, validated
