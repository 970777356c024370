// changes
//
// One page of the changes that touched an authority, the newest first, with what each began and ended around it. Edges
// of one kind, area and direction are taken together, of whom the first 20 by the other end are shown.
//
// rules:   R76
// param:   authority   string     id of the authority
// param:   after       string     key after which the page begins; empty for the first
// param:   limit       integer    most changes of a page
// param:   with_total  boolean    whether to count them all
// returns: at most one row; none when the authority does not exist
// column:  rows        list<map>  id, key, at, actor, user, action, reason, before and after (JSON; null where there is none or too much), groups (ended, kind, outgoing, area, count, edges: other, name, settings)
// column:  total       integer?   how many there are on all pages; null unless asked for
MATCH (a:Authority {id: $authority})
WITH a, COLLECT {
  MATCH (a)<-[t:TOUCHED]-(c:Change)
  WITH t, c, c.at + '\u0001' + c.id AS key
  WHERE $after = '' OR key < $after
  RETURN
  // include: recorded_change
  ORDER BY key DESC LIMIT $limit
} AS page
// include: told_changes
RETURN changes AS rows, CASE WHEN $with_total THEN COUNT { (a)<-[:TOUCHED]-(:Change) } END AS total
