// end_referral_opt_outs
//
// Ends opting out of referral; the past keeps it.
//
// rules:   R42
// param:   rows    list<map>  coordinator, authority, area
// param:   now     string     instant of the change
// param:   change  string     id of the change
// returns: no row
UNWIND $rows AS row
MATCH (c:Authority {id: row.coordinator})-[live:OPTS_OUT_OF_REFERRAL {area: row.area}]->(a:Authority {id: row.authority})
CREATE (c)-[past:OPTED_OUT_OF_REFERRAL {until: $now, ended_by: $change}]->(a)
SET past += properties(live)
DELETE live
