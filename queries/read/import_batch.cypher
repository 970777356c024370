// import_batch
//
// One batch of an import.
//
// param:   change   string   id of the import's change
// param:   number   integer  place of the batch
// returns: at most one row
// column:  plan     string   what is written, and how it is undone, JSON
// column:  written  boolean  whether it is written
MATCH (b:ImportBatch {change: $change, number: $number})
RETURN b.plan AS plan, b.written AS written
