"""Changes of the network, one function for each mutation: gather, decide, apply.

Each is carried out by `carry_out` in one transaction that takes the state's lock first and may run twice.
"""
