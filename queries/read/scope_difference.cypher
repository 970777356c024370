// scope_difference
//
// One page of the authorities that one authority monitored at only one of two moments, with the periods in which it
// ever did: what a reason asks for lay at one time.
//
// rules:   R43 R44 R45 R46
// param:   monitor     string     id of the authority that monitors
// param:   begin       string     instant, the earlier
// param:   end         string     instant, the later
// param:   by_id       boolean    in the order of ids, else of folded official names, then ids
// param:   after       string     key after which the page begins; empty for the first
// param:   limit       integer    most authorities of a page
// param:   with_total  boolean    whether to count them all
// returns: at most one row; none when the authority does not exist
// column:  rows        list<map>  id, key (its place in the order), entered (monitored at the later moment only), periods (lists of two instants, since and until, that may overlap; '~' comes after every instant), registrar (id of who registered it, null for a NIMIC)
// column:  total       integer?   how many there are on all pages; null unless asked for
MATCH (m:Authority {id: $monitor})
WITH m,
     COLLECT {
       MATCH (m)-[r:IN_STATE|WAS_IN_STATE {status: 'ACTIVE'}]->()
       RETURN {type: r.type, span: [r.since, coalesce(r.until, '~')]}
     } AS active,
     COLLECT {
       MATCH (m)-[r:ACTS_IN|ACTED_IN {role: 'DIMIC'}]->()
       RETURN [r.since, coalesce(r.until, '~')]
     } AS roles
WITH m, active, roles, COLLECT {
  CALL (m, active, roles) {
    // include: monitored_spans
  }
  WITH authority,
       CASE WHEN all(span IN spans WHERE span[0] <= $begin < span[1]) THEN 1 ELSE 0 END AS was,
       CASE WHEN all(span IN spans WHERE span[0] <= $end < span[1]) THEN 1 ELSE 0 END AS is_
  WHERE authority <> m
  WITH authority, max(was) AS was, max(is_) AS is_ // a list each would take a hundred times the memory
  WHERE was <> is_
  WITH authority, is_, CASE WHEN $by_id THEN authority.id ELSE authority.sort END AS key
  RETURN {key: key, authority: authority, entered: is_ = 1} ORDER BY key
} AS found
// Cut, not put in order here: each row that is sorted counts the whole list as memory of its own.
WITH m, active, roles, [row IN found WHERE row.key > $after][..$limit] AS page,
     CASE WHEN $with_total THEN size(found) END AS total
RETURN COLLECT {
         UNWIND page AS row
         WITH row, row.authority AS a
         CALL (m, active, roles, a) {
           CALL (m, active, roles, a) {
             // include: monitored_spans
           }
           WITH reduce(latest = '', span IN spans | CASE WHEN span[0] > latest THEN span[0] ELSE latest END) AS since,
                reduce(first = '~', span IN spans | CASE WHEN span[1] < first THEN span[1] ELSE first END) AS until
           WHERE since < until
           RETURN collect([since, until]) AS periods
         }
         RETURN {
           id: a.id, key: row.key, entered: row.entered, periods: periods,
           registrar: head([(c)-[:REGISTERED]->(a) | c.id])
         } ORDER BY row.key
       } AS rows,
       total
