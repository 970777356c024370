// audit_member_state_nimics
//
// Every Member State has exactly one active NIMIC.
//
// rules:   R8
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   id of each NIMIC where there are several, code of the state where there is none
// column:  detail     string   what is wrong, as a sentence
MATCH (s:MemberState)
WITH s, COLLECT { MATCH (s)<-[:IN_STATE {type: 'NIMIC', status: 'ACTIVE'}]-(n) RETURN n.id ORDER BY n.id } AS nimics
WHERE size(nimics) <> 1
UNWIND CASE WHEN nimics = [] THEN [s.code] ELSE nimics END AS authority
RETURN 'R8' AS rule, authority,
       CASE WHEN nimics = [] THEN 'the Member State has no active NIMIC'
            ELSE 'the Member State ' + s.code + ' has several active NIMICs: ' + reduce(text = head(nimics), one IN tail(nimics) | text + ', ' + one) END AS detail
ORDER BY authority, detail
