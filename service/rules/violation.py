"""What a refusal says: each rule that forbids the act, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.rules.catalogue import Rule


@dataclass(frozen=True)
class Violation:
    """A rule that forbids an act; `detail` is why, as a sentence. `authorities` are the ids of others that it speaks of."""

    rule: Rule
    detail: str
    authorities: tuple[str, ...] = ()


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
