"""Formats for other programs: a state's network as a graph file, and the reconciliation service."""
