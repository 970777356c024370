// Names that are similar are found by their words and their state, each as it may be written. Searching waits for the
// index. Invisible characters count no more, ä is found as ae, and saints however they are written.
CALL db.createProperty('words');
CREATE FULLTEXT INDEX authority_names IF NOT EXISTS FOR (a:Authority) ON EACH [a.words]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}};
DROP INDEX authority_words IF EXISTS;
CALL db.awaitIndexes(600);
