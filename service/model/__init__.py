"""The words of the domain: identifiers, a network as plain data, names."""
