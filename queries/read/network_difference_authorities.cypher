// network_difference_authorities
//
// One page of the authorities of a state that took part at only one of two moments, in the order of the changes by which
// they came or went.
//
// rules:   R77
// param:   state       string     code of the state
// param:   begin       string     instant, the earlier
// param:   end         string     instant, the later
// param:   after       string     key after which the page begins; empty for the first
// param:   limit       integer    most authorities of a page
// param:   with_total  boolean    whether to count them all
// returns: exactly one row
// column:  rows        list<map>  id, key (its place in the order), came (took part at the later moment only), change (id of the last by which it came or went)
// column:  total       integer?   how many there are on all pages; null unless asked for
WITH COLLECT {
  // include: touched_between
  MATCH (a)-[r:IN_STATE|WAS_IN_STATE {status: 'ACTIVE'}]->(:MemberState {code: $state})
  WHERE r.since <= $end AND coalesce(r.until, '~') > $begin
  WITH a, collect(r) AS edges
  // include: turn
  WITH a, came, change, at + '\u0001' + a.id AS key
  RETURN {id: a.id, key: key, came: came, change: change} ORDER BY key
} AS found
RETURN [row IN found WHERE row.key > $after][..$limit] AS rows, CASE WHEN $with_total THEN size(found) END AS total
