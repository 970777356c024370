// authority_page_in_the_past
//
// authority_page of the past: what the state held then is no index's, so that all of it is put in order.
//
// rules:   R60 R61
CALL (within, without) {
  WITH COLLECT {
    MATCH (:MemberState {code: within})<-[:IN_STATE]-(a)
    WHERE a.id <> without AND
    // include: authority_filter
    RETURN a
  } AS found
  RETURN COLLECT {
           UNWIND found AS a
           WITH a, CASE WHEN $by_id THEN a.id ELSE a.sort END AS key
           WHERE key > $after
           RETURN {key: key, authority: a} ORDER BY key LIMIT $limit
         } AS page,
         CASE WHEN $with_total THEN size(found) END AS total
}
