// The changes of a state are found by their time: each has an edge to every state that it changed. The edges of the
// changes that are there already follow from TOUCHED; service/storage/migrations.py writes them.
CALL db.createRelationshipType('CHANGED');
CREATE INDEX changed_at IF NOT EXISTS FOR ()-[r:CHANGED]-() ON (r.state, r.at);
