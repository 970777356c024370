// similar_authorities
//
// Authorities of some states, or of any, that may be the one a name or external ids speak of: those with such an external id, and
// those whose names hold such words, the likeliest first to be kept. Deactivated ones too.
//
// rules:   R2
// param:   states      list<string>?  codes of the states; null: any
// param:   words       string         what to look for in the names, in the language of the full-text index; empty: nothing
// param:   counted     list<string>   words to be counted, in the language of the full-text index
// param:   keys        list<string>   external ids as they are compared
// returns: exactly one row
// column:  candidates  list<map>      id, state, name, name_language, names (lang=name), external_ids (scheme and value of those looked for), ordered by id
// column:  bearers     list<integer>  how many authorities have each of the counted words in their names; 300 stands for more
RETURN COLLECT {
  CALL () {
      MATCH (s:MemberState) WHERE $states IS NULL OR s.code IN $states
      UNWIND $keys AS key
      MATCH (:ExternalId {state: s.code, key: key})<-[:IDENTIFIED_BY]-(a)
      RETURN a
    UNION
      UNWIND CASE $words WHEN '' THEN [] ELSE [$words] END AS words
      // The words ask for the state, so that no other's crowd it out; more are taken than are kept, for an order of equals.
      CALL db.index.fulltext.queryNodes('authority_names', words, {limit: 500}) YIELD node AS a, score
      WITH a ORDER BY score DESC, a.id LIMIT 60
      RETURN a
  }
  MATCH (a)-[:IN_STATE]->(s) WHERE $states IS NULL OR s.code IN $states
  RETURN a {
    .id, state: s.code, .name, .name_language, .names,
    external_ids: COLLECT {
      MATCH (a)-[:IDENTIFIED_BY]->(x) WHERE x.key IN $keys
      RETURN x {.scheme, .value} ORDER BY x.scheme, x.value
    }
  } ORDER BY a.id
} AS candidates,
COLLECT {
  UNWIND $counted AS words
  CALL (words) {
    CALL db.index.fulltext.queryNodes('authority_names', words, {limit: 300}) YIELD node
    RETURN count(node) AS bearers
  }
  RETURN bearers
} AS bearers
