// network_difference_relations
//
// One page of the relations of a state that were there at only one of two moments, in the order of the changes by which
// they came or went.
//
// rules:   R26 R27 R28 R43
// param:   state       string     code of the state
// param:   begin       string     instant, the earlier
// param:   end         string     instant, the later
// param:   after       string     key after which the page begins; empty for the first
// param:   limit       integer    most relations of a page
// param:   with_total  boolean    whether to count them all
// returns: exactly one row
// column:  rows        list<map>  relation (VALIDATES, GRANTS_ACCESS, COORDINATES_REQUESTS or LINKED_TO), holder and authority (ids), area (null where it has none), key (its place in the order), came (was there at the later moment only), change (id of the last by which it came or went)
// column:  total       integer?   how many there are on all pages; null unless asked for
WITH COLLECT {
  // include: touched_between
  MATCH (holder)-[r:VALIDATES|VALIDATED|GRANTS_ACCESS|GRANTED_ACCESS|COORDINATES_REQUESTS|COORDINATED_REQUESTS|LINKED_TO|WAS_LINKED_TO]->(a)
  WHERE r.since <= $end AND coalesce(r.until, '~') > $begin AND (r.since > $begin OR r.until <= $end)
  WITH a, holder, r.area AS area, r,
       coalesce({
         VALIDATED: 'VALIDATES', GRANTED_ACCESS: 'GRANTS_ACCESS', COORDINATED_REQUESTS: 'COORDINATES_REQUESTS',
         WAS_LINKED_TO: 'LINKED_TO'
       }[type(r)], type(r)) AS relation
  WITH a, holder, area, relation, collect(r) AS edges
  // include: turn
  WITH a, holder, area, relation, came, change,
       at + '\u0001' + relation + '\u0001' + coalesce(area, '') + '\u0001' + holder.id + '\u0001' + a.id AS key
  RETURN {
    relation: relation, holder: holder.id, authority: a.id, area: area, key: key, came: came, change: change
  } ORDER BY key
} AS found
RETURN [row IN found WHERE row.key > $after][..$limit] AS rows, CASE WHEN $with_total THEN size(found) END AS total
