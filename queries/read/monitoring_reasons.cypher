// monitoring_reasons
//
// Why one authority may monitor another: every reason that holds.
//
// rules:   R43 R44 R45 R46
// param:   monitor    string     id of the authority that would monitor
// param:   authority  string     id of the authority that would be monitored
// param:   moment     string?    instant of which is asked; null: the present
// returns: any number of rows, ordered by rule and path; none when it does not monitor
// column:  rule       string     id of the rule that holds
// column:  path       list<map>  the steps that meet it: relation, from, to, area (null where the relation has none), since
MATCH (m:Authority {id: $monitor}), (a:Authority {id: $authority})
// include: monitoring_reasons
UNWIND reasons AS reason
RETURN reason.rule AS rule, reason.path AS path
