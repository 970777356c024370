"""What the resolvers of one request share."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from strawberry.types import Info as StrawberryInfo

from service.api.execution.loaders import Loaders
from service.database.graph import Graph
from service.model.identifiers import Actor, Instant, present
from service.settings import MOST_COST_UNITS
from service.work.lasting import Lasting


@dataclass
class Context:
    """One request: its actor, the graph, and what was read of it. `compiled`: whether selections are compiled."""

    graph: Graph
    actor: Actor
    compiled: bool = True
    most_cost_units: int = MOST_COST_UNITS
    trying: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """Who tries acts: much work, of which a process does little at a time."""
    lasting: Lasting = field(default_factory=Lasting)
    """Work of the process that goes on when its request has ended."""
    clock: Callable[[], Instant] = present
    """By which changes are dated."""
    ended: Exception | None = field(init=False, default=None)
    """Why no more is done for the request."""
    task: asyncio.Task[Any] | None = field(init=False, default_factory=asyncio.current_task)
    """The request's own, which the server cancels when it stops."""
    at_work: set[asyncio.Future[Any]] = field(init=False, default_factory=set)
    """Root fields that are being answered."""
    loaders: Loaders = field(init=False)
    _of_moments: dict[Instant, Loaders] = field(init=False, default_factory=dict)
    _moments: dict[str | int, Instant] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.forget()

    def end(self, reason: Exception) -> None:
        """End the root fields at work and begin no other: what is answered already is kept."""
        self.ended = reason
        for each in self.at_work:
            each.cancel()

    def forget(self) -> None:
        """Read anew what is asked from now on."""
        self.loaders = Loaders(self.graph)

    def answer_as_of(self, info: "Info", moment: Instant | None) -> Loaders:
        """Let all below this root field be of a moment; null: of the present. Answers the loaders of it."""
        if moment is None:
            return self.loaders
        self._moments[_root(info)] = moment
        return self._of_moments.setdefault(moment, self.loaders.as_of(moment))

    def loaders_of(self, info: "Info") -> Loaders:
        """The loaders of the moment that the root field of `info` asks about."""
        if not self._moments:  # nothing of this request is of the past
            return self.loaders
        moment = self._moments.get(_root(info))
        return self.loaders if moment is None else self._of_moments[moment]


Info = StrawberryInfo[Context, None]


def _root(info: Info) -> str | int:
    """The root field above, by its name in the answer."""
    path: Any = info.path
    while path.prev is not None:
        path = path.prev
    key: str | int = path.key
    return key
