"""The authority network of the Internal Market Information System (IMI) as a service over Neo4j."""
