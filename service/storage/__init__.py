"""A network as plain data, out of the graph and into it."""
