// odd_spellings
//
// Ids and codes that may not be in their one spelling, which is Python's (identifiers.id_of, code_of): with more than
// printable ASCII, with space at an end, and codes in lower case.
//
// rules:   R2
// returns: any number of rows, ordered by kind and text
// column:  kind  string  `authority`, `state`, `region` or `area`
// column:  text  string  the id or code
CALL () {
  MATCH (a:Authority) RETURN 'authority' AS kind, a.id AS text, a.id AS upper
  UNION ALL
  MATCH (s:MemberState) RETURN 'state' AS kind, s.code AS text, toUpper(s.code) AS upper
  UNION ALL
  MATCH (r:Region) RETURN 'region' AS kind, r.code AS text, toUpper(r.code) AS upper
  UNION ALL
  MATCH (l:LegislativeArea) RETURN 'area' AS kind, l.code AS text, toUpper(l.code) AS upper
}
WITH kind, text, upper
WHERE text <> upper OR NOT text =~ '[!-~]|[!-~][ -~]*[!-~]'
RETURN kind, text
ORDER BY kind, text
