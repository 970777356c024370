"""What is wrong, and which rule says so: of an act, of a network, of what a monitor lacks."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.model.network import Place
from service.rules.catalogue import Rule
from service.rules.wording import Detail

NOWHERE: Place = ("", ())


@dataclass(frozen=True)
class Violation:
    """A rule that forbids something, and why. `at` is the row it stands in, where it stands in one, and `column` the column.

    `others` are rows that take part, or that an act would meet. Of them there may be as many as of violations: two are one
    whatever they say there. `would` is the detail where a change would make it so, rather than that it is so now.
    """

    rule: Rule
    detail: Detail
    at: Place = NOWHERE
    column: str = ""
    others: tuple[Place, ...] = field(default=(), compare=False)
    would: Detail | None = field(default=None, compare=False)

    @property
    def authorities(self) -> tuple[str, ...]:
        """The authorities in the way: whose row it stands in, else those of the other rows."""
        places = self.others if self.at == NOWHERE else (self.at,)
        return tuple(
            id
            for kind, key in places
            if kind in ("authorities", "access", "links")
            for id in (key if kind == "links" else key[:1])
        )


class Refused(Exception):
    """Rules forbid the act: all that do, as far as the facts tell. Nothing was written."""

    def __init__(self, violations: Iterable[Violation]) -> None:
        self.violations = tuple(dict.fromkeys(violations))
        super().__init__("; ".join(f"{each.rule}: {each.detail}" for each in self.violations))


class KeyUsed(Exception):
    """The idempotency key was used for another input; the message names the change that was made with it."""


class NotFound(Exception):
    """What the act names does not exist: `kind` is `Authority`, `AreaAccess` or another, `id` what was asked for."""

    def __init__(self, kind: str, id: str) -> None:
        self.kind, self.id = kind, id
        super().__init__(f"There is no {kind} {id}.")
