"""What is known of the request at work, for logs, metrics and traces.

Nothing of it is personal: no variables, no names, no token.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class RequestRecord:
    """One HTTP request."""

    id: str
    operation: str = "none"
    """`query`, `mutation` or `subscription`; `none` where no operation was found."""
    operation_name: str | None = None
    """As the client calls it: a GraphQL name."""
    error: str | None = None
    """Code of the first error that was answered."""
    statements: int = 0
    cost: int | None = None
    """What the operation was priced at before it ran."""


current: ContextVar[RequestRecord | None] = ContextVar("current request", default=None)
"""The request that the running task works for; None for the command line and at start."""
