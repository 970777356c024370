"""What other programs are given in their own forms: a state's network as a graph file, and reconciliation."""
