// similar_authorities
//
// Authorities of some states, or of any, that may be the one a name or external ids speak of: those with such an external id, and
// those whose names hold such words, the likeliest first to be kept. Deactivated ones too.
//
// rules:   R2
// param:   states      list<string>?  codes of the states; null: any
// param:   words       string         what to look for in the names, in the language of the full-text index; empty: nothing
// param:   keys        list<string>   external ids as they are compared
// returns: exactly one row
// column:  candidates  list<map>      id, name, names (lang=name), external_ids (scheme and value of those looked for), ordered by id
RETURN COLLECT {
  CALL () {
      MATCH (s:MemberState) WHERE $states IS NULL OR s.code IN $states
      UNWIND $keys AS key
      MATCH (:ExternalId {state: s.code, key: key})<-[:IDENTIFIED_BY]-(a)
      RETURN a
    UNION
      // Of all states: a state's own are told apart afterwards, so more are taken than are kept.
      UNWIND CASE $words WHEN '' THEN [] ELSE [$words] END AS words
      CALL db.index.fulltext.queryNodes('authority_words', words, {limit: 2000}) YIELD node AS a, score
      WHERE $states IS NULL OR EXISTS { (a)-[:IN_STATE]->(s) WHERE s.code IN $states }
      WITH a ORDER BY score DESC, a.id LIMIT 200
      RETURN a
  }
  RETURN a {
    .id, .name, .names,
    external_ids: COLLECT {
      MATCH (a)-[:IDENTIFIED_BY]->(x) WHERE x.key IN $keys
      RETURN x {.scheme, .value} ORDER BY x.scheme, x.value
    }
  } ORDER BY a.id
} AS candidates
