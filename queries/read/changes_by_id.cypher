// changes_by_id
//
// Changes as they are recorded, with how many authorities each touched and the first 20 of them by their ids.
//
// rules:   R76
// param:   ids            list<string>  ids of the changes
// returns: any number of rows, in no order; none for an id that no change has
// column:  id             string        its id
// column:  at             string        instant of the change
// column:  actor          string        id of the authority that acted, or `operator`
// column:  user           string?       who acted for the authority
// column:  action         string        the mutation or command
// column:  reason         string?       why, in the words of the actor
// column:  touched        list<string>  ids of the first authorities it touched
// column:  touched_count  integer       how many it touched
UNWIND $ids AS id
MATCH (c:Change {id: id})
RETURN c.id AS id, c.at AS at, c.actor AS actor, c.user AS user, c.action AS action, c.reason AS reason,
       COLLECT { MATCH (c)-[:TOUCHED]->(a) RETURN a.id ORDER BY a.id LIMIT 20 } AS touched,
       COUNT { (c)-[:TOUCHED]->() } AS touched_count
