// authorities_page
//
// One page of the authorities of all states, filtered, in the order of their official names or of their ids.
//
// rules:   R60 R61
// param:   where       map           filters, of which null is none (queries/fragments/authority_filter)
// param:   by_id       boolean       in the order of ids, else of folded official names, then ids
// param:   after       string        key after which the page begins; empty for the first
// param:   limit       integer       most authorities of a page
// param:   with_total  boolean       whether to count them all
// returns: exactly one row
// column:  keys        list<string>  the key of each in that order
// column:  ids         list<string>  their ids
// column:  total       integer?      how many there are on all pages; null unless asked for
WITH $where.state AS within, '' AS without
// include: authority_page
RETURN [row IN page | row.key] AS keys, [row IN page | row.authority.id] AS ids, total
