"""The GraphQL interface, and nothing else of the service."""
