"""What is known of the request at work, for logs, metrics and traces.

Nothing of it is personal: no variables, no names, no token.
"""

import asyncio
from contextvars import ContextVar
from dataclasses import dataclass, field

MOST_TRANSACTIONS = 10
"""Of one request at once: a level of a selection takes fewer, but for one of many aliases."""


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
    bookmarks: frozenset[str] | None = None
    """How far into the database its caller has seen; None where callers get no bookmark."""
    wrote: bool = False
    """Whether it has changed the graph."""
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_TRANSACTIONS))
    """Its transactions take turns, so that no request takes the connections that others wait for."""


current: ContextVar[RequestRecord | None] = ContextVar("current request", default=None)
"""The request that the running task works for; None for the command line and at start."""
