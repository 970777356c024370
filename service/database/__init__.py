"""Neo4j: transactions, statements and their files, whether the database answers."""
