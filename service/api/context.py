"""What the resolvers of one request share."""

from dataclasses import dataclass, field

from strawberry.types import Info as StrawberryInfo

from service.api.loaders import Loaders
from service.graph import Graph
from service.model import Actor
from service.settings import MOST_COST_UNITS


@dataclass
class Context:
    """One request: who asks, the graph, and what was read of it."""

    graph: Graph
    actor: Actor
    most_cost_units: int = MOST_COST_UNITS
    loaders: Loaders = field(init=False)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Read anew what is asked from now on."""
        self.loaders = Loaders(self.graph)


Info = StrawberryInfo[Context, None]
