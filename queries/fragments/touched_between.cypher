// touched_between
//
// Matches as `a` each authority of `$state` that a change touched after `$begin` and until `$end`.
MATCH (c:Change)-[of:CHANGED]->()
USING INDEX of:CHANGED(state, at)
WHERE of.state = $state AND of.at > $begin AND of.at <= $end
MATCH (c)-[:TOUCHED]->(a)
WITH DISTINCT a
MATCH (a)-[:IN_STATE]->(:MemberState {code: $state}) // a change may be of several states
