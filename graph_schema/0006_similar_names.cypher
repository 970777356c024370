// Names that are similar are found by their words, a slip of the pen or two apart. Searching waits for the index.
CREATE FULLTEXT INDEX authority_words IF NOT EXISTS FOR (a:Authority) ON EACH [a.search_all]
  OPTIONS {indexConfig: {`fulltext.analyzer`: 'whitespace'}};
CALL db.awaitIndexes(600);
