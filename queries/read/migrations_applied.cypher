// migrations_applied
//
// The numbers of the schema migrations that this graph has had.
//
// returns: any number of rows, ordered by number
// column:  number  integer  number of the file under graph_schema/
MATCH (m:Migration)
RETURN m.number AS number
ORDER BY number
