// graph_size
//
// How much is in the graph, its own record of migrations left aside.
//
// returns: exactly one row
// column:  nodes      integer  how many nodes
// column:  relations  integer  how many relationships, of the present and of the past
RETURN COUNT { (n) WHERE NOT n:Migration } AS nodes, COUNT { ()-[r]->() } AS relations
