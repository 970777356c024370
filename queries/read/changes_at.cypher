// changes_at
//
// The changes of some moments that touched an authority, with what each began and ended around it; of several authorities.
//
// rules:   R76
// param:   asked      list<map>  authority, and moments: instants of changes
// returns: any number of rows, ordered by authority; none for an authority that no change touched then
// column:  authority  string     id of the authority
// column:  changes    list<map>  id, key, at, actor, user, action, reason, before and after (JSON; null where there is none or too much), groups (as the fragment told_changes says), ordered by time
UNWIND $asked AS one
MATCH (a:Authority {id: one.authority})
WITH a, COLLECT {
  MATCH (a)<-[t:TOUCHED]-(c:Change)
  WHERE c.at IN one.moments
  WITH t, c, c.at + '\u0001' + c.id AS key
  RETURN
  // include: recorded_change
  ORDER BY key
} AS page
WHERE page <> []
// include: told_changes
RETURN a.id AS authority, changes
ORDER BY authority
