// record_change
//
// Writes the change itself, ties it to the states it changed and writes its time on them. The same change is written
// once.
//
// param:   id      string        id of the change
// param:   states  list<string>  codes of the states, none for what belongs to no state
// param:   now     string        instant of the change
// param:   actor   string        id of the authority that acted, or `operator`
// param:   action  string        the mutation or command
// param:   input   string        what was asked, JSON
// param:   reason  string?       why, in the words of the actor
// param:   key     string?       the actor's idempotency key
// param:   before  string?       what was there, JSON
// param:   after   string?       what was put there, JSON
// returns: no row
MERGE (c:Change {id: $id})
  ON CREATE SET c.at = $now, c.actor = $actor, c.action = $action, c.input = $input, c.reason = $reason,
                c.key = $key, c.before = $before, c.after = $after
WITH c
UNWIND $states AS code
MATCH (s:MemberState {code: code})
SET s.at = $now
MERGE (c)-[of:CHANGED]->(s)
  ON CREATE SET of.state = s.code, of.at = c.at
