// What an import will write is kept until it has ended: another can finish it, or undo it.
CREATE CONSTRAINT import_batch_number IF NOT EXISTS FOR (b:ImportBatch) REQUIRE (b.change, b.number) IS UNIQUE;
CALL db.createLabel('ImportBatch');
CALL db.createProperty('change');
CALL db.createProperty('plan');
CALL db.createProperty('written');
