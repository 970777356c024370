// mark_batch
//
// Remembers that a batch of an import was written, or was undone.
//
// param:   change   string   id of the import's change
// param:   number   integer  place of the batch
// param:   written  boolean  whether it is written
// returns: no row
MATCH (b:ImportBatch {change: $change, number: $number})
SET b.written = $written
