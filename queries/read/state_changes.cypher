// state_changes
//
// One page of the changes of a state in a span of time, the oldest first.
//
// rules:   R76
// param:   state       string     code of the state
// param:   begin       string     instant after which the span begins
// param:   end         string     instant with which it ends
// param:   after       string     instant of the change after which the page begins; empty for the first
// param:   limit       integer    most changes of a page
// param:   with_total  boolean    whether to count them all
// param:   most_days   integer    most days to count them by, the last of the span; 0: not at all
// returns: at most one row; none when the state does not exist
// column:  rows        list<map>  id, and key: its place in the order
// column:  total       integer?   how many there are on all pages; null unless asked for
// column:  days        list<map>  day (of UTC, YYYY-MM-DD) and count of its changes, the earliest first
MATCH (s:MemberState {code: $state})
RETURN COLLECT {
         MATCH (c:Change)-[of:CHANGED]->()
         USING INDEX of:CHANGED(state, at)
         WHERE of.state = $state AND of.at > $begin AND of.at > $after AND of.at <= $end
         RETURN {id: c.id, key: of.at} ORDER BY of.state, of.at LIMIT $limit
       } AS rows,
       CASE WHEN $with_total THEN COUNT {
         MATCH ()-[of:CHANGED]->()
         USING INDEX of:CHANGED(state, at)
         WHERE of.state = $state AND of.at > $begin AND of.at <= $end
       } END AS total,
       CASE WHEN $most_days = 0 THEN [] ELSE reverse(COLLECT {
         MATCH ()-[of:CHANGED]->()
         USING INDEX of:CHANGED(state, at)
         WHERE of.state = $state AND of.at > $begin AND of.at <= $end
         WITH left(of.at, 10) AS day, count(*) AS count
         RETURN {day: day, count: count} ORDER BY day DESC LIMIT $most_days
       }) END AS days
