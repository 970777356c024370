// store_import_batch
//
// Keeps one batch of what an import will write, before it writes anything.
//
// param:   change  string   id of the import's change
// param:   number  integer  place of the batch; 0 is what the import writes when it marks the state
// param:   at      string   when the import was planned
// param:   plan    string   what is written, and how it is undone, JSON
// returns: no row
CREATE (b:ImportBatch {change: $change, number: $number, at: $at, plan: $plan, written: false})
