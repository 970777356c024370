"""Which documents are answered: limits, cost, trusted documents."""
