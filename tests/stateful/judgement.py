"""What the domain says of one act in one world: whether it is allowed, what it makes, or which facts forbid it.

A fault is a tuple of rule ids, any of which names the fact. Of an act that is refused, every fault of `must` has to be
cited by one of its rules, and nothing may be cited that is neither in `must` nor in `may`. `may` holds what domain.md
leaves open ("as far as the facts at hand tell"):

- `enough`: where an act founders on what it names (an id that is taken, an area given already), the answer may end there;
  what else forbids it may be told too.
- Of what is of another state than the actor only what needs no look at its network is told: whose act it would be, not
  what it would make.
- What would follow from putting an actor into a seat that it may not take (`in_vain`) needs not be told.
- Rules that say the same of a fact in general words (`also`) may be cited beside the one that says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.stateful.world import Body, Fault, World

OPERATOR = "operator"
Asked = dict[str, Any]


class Missing(Exception):
    """The act names what does not exist."""


class Enough(Exception):
    """Nothing more can be said of the act: it is forbidden."""


@dataclass(frozen=True)
class Verdict:
    """What the domain says of an act. `after` is the world it makes; None where it is not allowed."""

    after: World | None
    missing: bool = False
    must: tuple[Fault, ...] = ()
    may: frozenset[str] = frozenset()

    @property
    def known(self) -> frozenset[str]:
        """The rules that may be cited of it."""
        return self.may | {rule for fault in self.must for rule in fault}

    def justifies(self, rules: Iterable[str]) -> bool:
        """Whether a refusal that cites these rules says all that it must, and nothing that is not so."""
        cited = set(rules)
        return cited <= self.known and all(cited & set(fault) for fault in self.must)


@dataclass
class Judgement:
    """One act being looked at: the world before it, the world it would make, and what forbids it so far."""

    before: World
    actor: str
    after: World = field(init=False)
    must: list[Fault] = field(default_factory=list)
    may: set[str] = field(default_factory=set)
    enough: list[Fault] = field(default_factory=list)
    foreign: bool = False
    thawed: set[str] = field(default_factory=set)
    in_vain: bool = False
    may_change_nothing: bool = False

    def __post_init__(self) -> None:
        self.after = self.before.copy()

    # --- facts

    def fault(self, *rules: str, also: Iterable[str] = ()) -> None:
        """A fact that any of these rules forbids; it may be cited by the others too."""
        self.must.append(rules)
        self.may |= set(also)

    def hold(self, truth: bool, *rules: str, also: Iterable[str] = ()) -> None:
        """What must be true of the actor."""
        if not truth:
            self.fault(*rules, also=also)

    def body(self, id: str) -> Body:
        """A body that an act names. Raises Missing."""
        if id not in self.before.bodies:
            raise Missing
        return self.before.bodies[id]

    @property
    def me(self) -> Body:
        """The actor."""
        return self.before.bodies[self.actor]

    @property
    def my_kind(self) -> str:
        """What the actor is."""
        return self.before.kind(self.actor)

    def in_my_region(self, region: str | None) -> bool:
        """Whether a region lies in that of the SDIMIC that acts."""
        return self.me.region is not None and self.before.within(region, self.me.region)

    def acts_on(self, *ids: str, frozen: bool = False) -> None:
        """The actor is active and of their state; what is deactivated is frozen but for some acts (R25, R77)."""
        if not self.me.active:
            self.fault("R77")
        for id in ids:
            body = self.body(id)
            if body.state != self.me.state:
                self.fault("R25")
            if not frozen and not body.active:
                self.fault("R77")
                self.thawed.add(id)  # all else is told as of an active one
        self.foreign = bool(ids) and all(self.body(id).state != self.me.state for id in ids)

    def area(self, code: str) -> str:
        """A legislative area that an act names. Raises Missing."""
        if code not in self.before.areas:
            raise Missing
        return code

    def region(self, code: str | None, state: str) -> None:
        """A region that an act names: one of this state. Raises Missing."""
        if code is None:
            return
        if code not in self.before.regions:
            raise Missing
        if self.before.regions[code][0] != state:
            self.fault("R25")

    # --- what follows of itself

    def drop_spare_requests(self, *only: str) -> None:
        """Request Coordinators that are deactivated or cover no more what they hold end beside sound ones (R28, R81)."""
        for body in self.after.bodies.values():
            if not body.active or (only and body.id not in only):
                continue
            for area, access in body.areas.items():
                sound = {id for id in access.requests if self.after.is_sound(id, body.id, area)}
                if sound:
                    access.requests = sound
                    access.opted_out &= sound

    def drop_links(self) -> None:
        """A link ends with the last CA role of an end (R43)."""
        self.after.links = {link for link in self.after.links if all(self.after.is_ca(id) for id in link)}

    def verdict(self) -> Verdict:
        """Hold what would be against all that must be true."""
        known = Counter(self.before.faults(self.thawed))
        self.may |= {rule for fault in known for rule in fault}
        found = list((Counter(self.after.faults(self.thawed)) - known).elements())
        if self.in_vain or self.foreign:
            self.may |= {rule for fault in found for rule in fault}
        else:
            self.must += found
        if self.after.edges() == self.before.edges() and not self.may_change_nothing:
            self.must.append(("R79",))
        return self.refusal() if self.must or self.enough else Verdict(self.after)

    def refusal(self) -> Verdict:
        """The act is not allowed, for all that was found."""
        found = {rule for fault in self.must for rule in fault}
        return Verdict(None, must=tuple(self.enough or self.must), may=frozenset(self.may | found))


Act = Callable[[Judgement, Asked], None]
EARLY = frozenset({"R2", "R3", "R25", "R72", "R76", "R77"})
"""What may be told of an act before it shows that it names what does not exist."""


def judged(world: World, actor: str, act: Act, asked: Asked, *, operators: bool | None) -> Verdict:
    """What the domain says of an act. `operators`: whether it is the operator's; None: the operator's too (R12, R76, R80)."""
    if operators is not None and (actor == OPERATOR) != operators:
        return Verdict(None, must=(("R12", "R80") if operators else ("R76",),))
    if actor != OPERATOR and actor not in world.bodies:
        return Verdict(None, must=(("R72",),))
    judgement = Judgement(world, actor)
    try:
        act(judgement, asked)
    except Missing:
        said = {rule for fault in (*judgement.must, *judgement.enough) for rule in fault}
        return Verdict(None, missing=True, may=frozenset(judgement.may | said | EARLY))
    except Enough:
        return judgement.refusal()
    return judgement.verdict()
