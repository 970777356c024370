// record_migration
//
// Remembers that a schema migration was applied; once, whoever applies it.
//
// param:   number  integer  number of the file under graph_schema/
// param:   name    string   the rest of its name
// param:   now     string   instant at which it was applied
// returns: no row
MERGE (m:Migration {number: $number})
  ON CREATE SET m.name = $name, m.at = $now
