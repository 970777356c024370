// audit_imports
//
// Member States whose import has not ended: changes of them answer Conflict until it is finished or undone.
//
// returns: any number of rows, ordered by authority and detail
// column:  rule       string?  always null: the record is at fault, not the network
// column:  authority  string   code of the state
// column:  detail     string   what is wrong, as a sentence
MATCH (s:MemberState)
WHERE s.importing IS NOT NULL
RETURN null AS rule, s.code AS authority, 'the import ' + s.importing + ' is unfinished: finish-import ' + s.code + ' or undo-import ' + s.code + ' ends it' AS detail
ORDER BY authority, detail
