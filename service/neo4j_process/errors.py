"""What goes wrong with the private Neo4j, in sentences for the terminal."""


class AlreadyOwned(RuntimeError):
    """Another process owns the Neo4j of this data directory and cannot be attached to."""


class CannotStart(RuntimeError):
    """The private Neo4j or its jars cannot be had; the message says why and what to do."""


class PortTaken(CannotStart):
    """Another program took the port between the choice and the start."""


class AdminFailed(RuntimeError):
    """Neo4j's own tool could not dump or load; the message says what it said."""
