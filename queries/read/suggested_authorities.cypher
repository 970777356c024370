// suggested_authorities
//
// Authorities whose id or names are what somebody types: the id itself first, then ids and official names that begin so, names
// in which each word begins so, and names that hold it anywhere; each of them in the order of the official names.
//
// param:   id      string              what is typed, as an id
// param:   begins  string              the same, folded as official names are
// param:   search  list<list<string>>  its words, each as it may be written, the longest first; none: ids alone are looked for
// param:   words   string              the same in the language of the full-text index; empty: nothing
// param:   skip    integer             how many are passed over
// param:   limit   integer             most that are answered
// returns: exactly one row
// column:  ids     list<string>        in that order
RETURN COLLECT {
  CALL () {
      MATCH (a:Authority) WHERE a.id STARTS WITH $id
      RETURN a ORDER BY a.id LIMIT 300
    UNION
      WITH * WHERE $begins <> ''
      MATCH (a:Authority) WHERE a.sort STARTS WITH $begins
      RETURN a ORDER BY a.sort LIMIT 300
    UNION
      UNWIND CASE $words WHEN '' THEN [] ELSE [$words] END AS words
      CALL db.index.fulltext.queryNodes('authority_names', words, {limit: 1000}) YIELD node AS a
      RETURN a
    UNION
      UNWIND CASE WHEN size($search[0][0]) >= 3 THEN $search[0] ELSE [] END AS form
      MATCH (a:Authority) WHERE a.search_all CONTAINS form
      RETURN a LIMIT 1000
  }
  WITH a, ' ' + replace(a.search_all, '\n', ' ') AS names
  WITH a, CASE
    WHEN a.id = $id THEN 0
    WHEN a.search = $begins THEN 1
    WHEN a.id STARTS WITH $id THEN 2
    WHEN $begins <> '' AND a.search STARTS WITH $begins THEN 3
    WHEN all(forms IN $search WHERE any(form IN forms WHERE names CONTAINS ' ' + form)) THEN 4
    WHEN all(forms IN $search WHERE any(form IN forms WHERE names CONTAINS form)) THEN 5
  END AS rank
  WHERE rank IS NOT NULL
  RETURN a.id ORDER BY rank, a.sort SKIP $skip LIMIT $limit
} AS ids
