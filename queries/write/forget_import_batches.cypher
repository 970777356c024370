// forget_import_batches
//
// Forgets some of the batches of an import that has ended.
//
// param:   change  string   id of the import's change
// param:   limit   integer  how many at a time
// returns: exactly one row
// column:  forgotten  integer  how many were forgotten
MATCH (b:ImportBatch {change: $change})
WITH b LIMIT $limit
DELETE b
RETURN count(*) AS forgotten
