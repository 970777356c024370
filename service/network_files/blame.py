"""Which rows of the files are to blame for what would be wrong with the network.

A fault may be blamed on the row it stands in, on the authority that the row is about, on the rows of another authority,
or on a region that is put elsewhere: on each that the files change in something that the fault depends on.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.model.network import Network, Place
from service.network_files.references import row_at, state_of
from service.rules.catalogue import Rule
from service.rules.soundness import faults
from service.rules.violation import Violation
from service.rules.wording import Code, Detail

BESIDE = {
    "states": {"name"},
    "regions": {"name", "latitude", "longitude"},
    "areas": {"name", "other_names", "keyword_names"},
    "authorities": {"name", "name_language", "other_names", "external_ids", "email", "phone", "web", "address", "languages"},
    "access": {"keywords", "professions", "flags"},
}  # fmt: skip
"""Columns on which no fault depends but those that name them."""

DECIDING = {
    Rule.R77: {"authorities": {"status"}, "access": set[str]()},
    Rule.R81: {"authorities": {"region", "type", "status"}, "access": {"role", "territory"}},
}
"""What decides, beside the relation itself, whether an authority may hold it: of its holder and of whom it is with."""


@dataclass(frozen=True)
class Line:
    """What the report says of a row that is to blame: one line for a rule, and for a column where the fault is its own."""

    place: Place
    rule: Rule
    column: str
    message: Detail


@dataclass
class _Group:
    """Faults of one rule and column that are blamed on the same rows."""

    culprits: Collection[Place]
    first: Violation
    count: int = 0

    def line(self, culprit: Place) -> tuple[Place, Rule, str]:
        """What the faults have in common with others that become one line with them."""
        return culprit, self.first.rule, self.first.column if culprit == self.first.at else ""

    def message(self, culprit: Place, count: int) -> Detail:
        detail = self.first.detail
        if culprit != self.first.at:
            kind, key = self.first.at
            place = Code.WOULD_LEAVE(file=f"{kind}.csv", key=" ".join(key), column=self.first.column)
            detail = detail.within(place)
        return detail.within(Code.FIRST_OF_FAULTS(count=count)) if count > 1 else detail


_Groups = dict[Any, _Group]


def blamed(files: Collection[Place], existing: Network, network: Network) -> list[Line]:
    """The rows of the files that are to blame for the faults of the network that they make of the existing one.

    A row on which alone some fault can be blamed goes first: without it others that seem to be at fault may not be, which
    the next look tells. As much work as there are faults and rows, not as both multiplied.
    """
    suspicion = _Suspicion(files, existing, network)
    groups: _Groups = {}
    nearest: set[int] = set()
    alone: set[int] = set()
    """The groups, by their identity, whose culprits are the nearest to some fault, or alone could be at fault."""
    unclear: dict[str | None, list[Violation]] = defaultdict(list)
    for fault in faults(network):
        suspects = [_group(groups, key, culprits, fault) for key, culprits in suspicion.suspects(fault)]
        if not suspects:
            unclear[state_of(network, fault.at)].append(fault)
            continue
        nearest.add(id(suspects[0]))
        if len(suspects) == 1:
            alone.add(id(suspects[0]))
    guilty = {place for group in groups.values() if id(group) in alone for place in group.culprits}
    if unclear and not guilty:
        for state, culprits, fault in suspicion.of_a_state(unclear):
            nearest.add(id(_group(groups, ("all of", state), culprits, fault)))
    lines: dict[tuple[Place, Rule, str], tuple[_Group, int]] = {}
    for group in groups.values():
        for culprit in group.culprits:
            if culprit in guilty if guilty else id(group) in nearest:
                first, count = lines.get(group.line(culprit), (group, 0))
                lines[group.line(culprit)] = first, count + group.count
    return [
        Line(place, rule, column, group.message(place, count))
        for (place, rule, column), (group, count) in lines.items()
    ]


def _group(groups: _Groups, key: Any, culprits: Collection[Place], fault: Violation) -> _Group:
    """The group of a fault that is blamed on these rows, counted there."""
    group = groups.setdefault((key, fault.rule, fault.column, fault.at[0]), _Group(culprits, fault))
    group.count += 1
    return group


class _Suspicion:
    def __init__(self, files: Collection[Place], existing: Network, network: Network) -> None:
        self._files, self._existing, self._network = files, existing, network
        self._others: dict[Any, tuple[Violation, dict[Place, None]]] = {}
        """With a fault that has the others, so that no other tuple takes their identity."""
        self._moved: dict[str, Place | None] = {}

    def suspects(self, fault: Violation) -> Iterator[tuple[Any, Collection[Place]]]:
        """Rows on which the fault may be blamed, the nearest first, each with what faults blamed on the same share."""
        own = self._decides(fault.at, fault)
        if own:
            yield fault.at, [fault.at]
        # Who may hold a relation depends on whom it is with too.
        subject = ("authorities", fault.at[1][:1]) if fault.rule in DECIDING else None
        if subject is not None and subject != fault.at and self._decides(subject, fault):
            yield subject, [subject]
        rows = fault.others if len(fault.others) == 1 else id(fault.others)
        alike = rows, fault.rule, fault.column
        if alike not in self._others:
            deciding = dict.fromkeys(place for place in fault.others if self._decides(place, fault))
            self._others[alike] = fault, deciding
        others = self._others[alike][1]
        # Where all rows have the fault alike, as bodies with one external id, each is blamed for its own.
        if others and not (own and fault.at in others):
            yield rows, others
        if fault.rule is Rule.R81 and subject is not None:
            region = self._network.authorities[subject[1][0]].region
            if (moved := self._moved_above(region)) is not None:
                yield moved, [moved]

    def of_a_state(
        self, unclear: dict[str | None, list[Violation]]
    ) -> Iterator[tuple[str | None, Sequence[Place], Violation]]:
        """All rows of a state, for faults on which no single one decides; those that were there already are nobody's."""
        known = {(old.at, old.column, old.rule) for old in faults(self._existing)}
        changed: dict[str | None, list[Place]] = defaultdict(list)
        for place in self._files:
            if row_at(self._network, place) != row_at(self._existing, place):
                changed[state_of(self._network, place)].append(place)
        for state, found in unclear.items():
            culprits = [*changed[state], *(changed[None] if state is not None else ())]
            for fault in found:
                if (fault.at, fault.column, fault.rule) not in known:
                    yield state, culprits, fault

    def _decides(self, place: Place, fault: Violation) -> bool:
        """Whether the files change a row in anything that the fault may depend on."""
        if place not in self._files:
            return False
        was, is_ = row_at(self._existing, place), row_at(self._network, place)
        own, deciding = place == fault.at, DECIDING.get(fault.rule)
        if was is None:
            return own or deciding is None  # a holder with more rows than before covers no less
        if deciding is None:
            columns = {*was.__slots__} - (BESIDE.get(place[0], set()) - {fault.column})
        else:
            columns = deciding[place[0]] | ({fault.column} if own else set())
        return any(getattr(was, column) != getattr(is_, column) for column in columns)

    def _moved_above(self, region: str | None) -> Place | None:
        """The nearest region, from this one upward, that the files put elsewhere than it was."""
        trail: dict[str, None] = {}
        found = None
        while region is not None and region not in trail:
            if region in self._moved:
                found = self._moved[region]
                break
            trail[region] = None
            was, is_ = self._existing.regions.get(region), self._network.regions[region]
            if was is not None and (was.parent, was.state) != (is_.parent, is_.state):
                found = ("regions", (region,))
                break
            region = is_.parent
        self._moved.update(dict.fromkeys(trail, found))
        return found
