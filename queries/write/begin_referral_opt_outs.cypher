// begin_referral_opt_outs
//
// Lets Request Coordinators opt out of referral; their coordination goes on as it was.
//
// rules:   R42
// param:   rows    list<map>  coordinator, authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator}), (a:Authority {id: row.authority})
CREATE (c)-[r:OPTS_OUT_OF_REFERRAL {since: $now, by: $change}]->(a)
SET r += row
