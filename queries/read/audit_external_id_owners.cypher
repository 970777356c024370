// audit_external_id_owners
//
// An external id belongs to one authority, and to the Member State of that authority.
//
// rules:   R2
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of each owner, code of the state where there is none
// column:  detail     string   what is wrong, as a sentence
MATCH (x:ExternalId)
WITH x, COLLECT { MATCH (x)<-[:IDENTIFIED_BY]-(a) RETURN a.id ORDER BY a.id } AS owners,
     EXISTS { (x)<-[:IDENTIFIED_BY]-()-[:IN_STATE]->(s) WHERE s.code = x.state } AS at_home
WHERE size(owners) <> 1 OR NOT at_home
UNWIND CASE WHEN owners = [] THEN [coalesce(x.state, '')] ELSE owners END AS authority
RETURN 'R2' AS rule, authority,
       CASE WHEN owners = [] THEN 'the external id ' + coalesce(x.key, '') + ' belongs to nobody'
            WHEN size(owners) > 1 THEN 'the external id ' + coalesce(x.key, '') + ' belongs to several'
            ELSE 'its external id ' + coalesce(x.key, '') + ' is kept for ' + coalesce(x.state, 'no state') + ', where it is not' END AS detail
ORDER BY authority, detail
