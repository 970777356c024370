// touch_authorities
//
// Ties a change to the authorities it touched: their revision grows, once a change, and the label Coordinator follows
// their type and roles.
//
// rules:   R81 R82
// param:   ids     list<string>  the authorities
// param:   change  string        id of the change
// returns: no row
MATCH (c:Change {id: $change})
UNWIND $ids AS id
MATCH (a:Authority {id: id})
MERGE (c)-[:TOUCHED]->(a)
  ON CREATE SET a.revision = a.revision + 1
WITH a, EXISTS { (a)-[s:IN_STATE]->() WHERE s.type IS NOT NULL } OR EXISTS { (a)-[:ACTS_IN {role: 'DIMIC'}]->() } AS coordinates
FOREACH (_ IN CASE WHEN coordinates THEN [1] ELSE [] END | SET a:Coordinator)
FOREACH (_ IN CASE WHEN coordinates THEN [] ELSE [1] END | REMOVE a:Coordinator)
