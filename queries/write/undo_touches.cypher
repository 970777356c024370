// undo_touches
//
// Unties an import's change from authorities: their revisions are what they were, and the label Coordinator follows
// their type and roles.
//
// rules:   R81 R82
// param:   ids     list<string>  the authorities
// param:   change  string        id of the import's change
// returns: no row
MATCH (c:Change {id: $change})
UNWIND $ids AS id
MATCH (a:Authority {id: id})
OPTIONAL MATCH (c)-[t:TOUCHED]->(a)
FOREACH (_ IN CASE WHEN t IS NULL THEN [] ELSE [1] END | SET a.revision = a.revision - 1)
DELETE t
WITH a, EXISTS { (a)-[s:IN_STATE]->() WHERE s.type IS NOT NULL } OR EXISTS { (a)-[:ACTS_IN {role: 'DIMIC'}]->() } AS coordinates
FOREACH (_ IN CASE WHEN coordinates THEN [1] ELSE [] END | SET a:Coordinator)
FOREACH (_ IN CASE WHEN coordinates THEN [] ELSE [1] END | REMOVE a:Coordinator)
