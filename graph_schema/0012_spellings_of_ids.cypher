// Ids and codes have one spelling. Those that an earlier version took in another get it, where nothing else has it
// (service/storage/migrations.py); the others stay and are read by their exact spelling, and audit names them.
CALL db.awaitIndexes(600);
