// import_batches
//
// How far an import has come.
//
// param:   change   string   id of the import's change
// returns: any number of rows, ordered by number
// column:  number   integer  place of the batch
// column:  written  boolean  whether it is written
MATCH (b:ImportBatch {change: $change})
RETURN b.number AS number, b.written AS written
ORDER BY number
