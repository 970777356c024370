// audit_ids
//
// Every authority has an id, and every state, region and area a code.
//
// rules:   R2
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  id of the rule broken
// column:  authority  string   empty: there is none to name
// column:  detail     string   what is wrong, as a sentence
CALL () {
  MATCH (a:Authority) WHERE a.id IS NULL RETURN a.name AS name, 'authority' AS kind
  UNION ALL
  MATCH (s:MemberState) WHERE s.code IS NULL RETURN s.name AS name, 'Member State' AS kind
  UNION ALL
  MATCH (r:Region) WHERE r.code IS NULL RETURN r.name AS name, 'region' AS kind
  UNION ALL
  MATCH (l:LegislativeArea) WHERE l.code IS NULL RETURN l.name AS name, 'legislative area' AS kind
}
RETURN 'R2' AS rule, '' AS authority, 'the ' + kind + ' named ' + coalesce(name, 'nothing') + ' has no id' AS detail
ORDER BY authority, detail
