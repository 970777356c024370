"""The rules of a resulting network: what must be true of it whatever change made it.

`faults(network)` is pure and answers every fault, each with the row it stands in and the other rows that take part
in it, so that an import can say which of its rows to blame. What the rules say about *who* may change a network is
no matter of this module.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from service.model.identifiers import AuthorityType, Role, Status
from service.model.names import without_case
from service.model.network import Access, Authority, Link, Network, Places
from service.rules.catalogue import Rule
from service.rules.coverage import Coordinator
from service.rules.situation import coordinator_with

Place = tuple[str, tuple[str, ...]]
"""A row of a network: the name of its file without ending, and its key."""

RESERVED_WORDS = re.compile(r"\b(nimic|sdimic|dimic)\b")
NIMIC, SDIMIC, DIMIC, CA = AuthorityType
MOST_NAMED = 5
"""Of many names that a message could tell."""


@dataclass(frozen=True)
class Fault:
    """Something that a rule forbids: where it stands, the rule (none: a plain reference), and what to do about it.

    Of `with_rows` there may be as many as of faults: two faults are one whatever they say there.
    """

    at: Place
    column: str
    rule: Rule | None
    message: str
    with_rows: tuple[Place, ...] = field(default=(), compare=False)
    would: str = field(default="", compare=False)
    """The message where the fault is what a change would make of the rows it stands in, not what is so now."""


def official_name_fault(name: str) -> str | None:
    """R59: the coordinator abbreviations must not appear in an official name, whatever joins them to it."""
    words = without_case(name).replace("_", " ").replace("-", " ")
    if found := RESERVED_WORDS.search(words):
        return f"the official name alone, without the word {found[1].upper()}"
    return None


def external_id_key(scheme: str, value: str) -> str:
    """R2: the form in which external ids are compared: NFKC, without case, spaces and hyphens."""
    return re.sub(r"[\s\-‐-―−]", "", without_case(f"{scheme}:{value}"))


def some(names: Sequence[str], but: str | None = None) -> str:
    """A few of some names, and how many more there are, so that what is said of each stays short."""
    few = [name for name in names[: MOST_NAMED + 1] if name != but][:MOST_NAMED]
    more = len(names) - len(few) - (but is not None)
    return f"{', '.join(few)} and {more:,} more" if more > 0 else ", ".join(few)


def row(kind: str, *key: str) -> Place:
    """The place of one row."""
    return kind, key


def faults(
    network: Network, authorities: Iterable[str] | None = None, *, thawed: Collection[str] = ()
) -> Iterator[Fault]:
    """Every fault of a network whose references all resolve (see references.py), in no particular order.

    Of a part of a network only some authorities are held against what concerns one authority: those whose references
    it holds. What is asked of all together is asked of all it holds. Who holds the relations of a deactivated authority
    is asked where it is `thawed`.
    """
    judge = _Judge(network, thawed)
    of = set(network.authorities if authorities is None else authorities)
    yield from judge.regions()
    yield from judge.states()
    yield from judge.identities()
    yield from judge.validation_circles()
    for id in network.authorities:
        if id in of:
            yield from judge.authority(network.authorities[id])
    for access in network.access.values():
        if access.authority in of:
            yield from judge.access(access)
    for link in network.links.values():
        if link.observer in of or link.observed in of:
            yield from judge.link(link)


class _Judge:
    """One network with what its rules ask for again and again worked out once."""

    def __init__(self, network: Network, thawed: Collection[str]) -> None:
        self.network = network
        self.thawed = thawed
        self.places = Places(network.regions)
        self.accesses: dict[str, list[Access]] = defaultdict(list)
        for access in network.access.values():
            self.accesses[access.authority].append(access)
        self.coordinators: dict[str, Coordinator] = {}
        self.in_territories: dict[str, Callable[[str | None], bool]] = {}
        self.rows_of_holders: dict[str, tuple[Place, ...]] = {}
        self.keywords = {area.code: frozenset(area.keywords) for area in network.areas.values()}

    def coordinator(self, id: str) -> Coordinator:
        """What `id` coordinates, by its type and its access rows."""
        if id not in self.coordinators:
            self.coordinators[id] = coordinator_with(self.network.authorities[id], self.accesses[id])
        return self.coordinators[id]

    def covers_region(self, id: str, region: str | None) -> bool:
        """Whether a coordinator may validate there, by any of its areas; their territories are put together once."""
        coordinator = self.coordinator(id)
        if coordinator.type is not DIMIC:
            return coordinator.covers_region(region, self.places)
        if id not in self.in_territories:
            territories = set(coordinator.territories.values())
            everywhere = None in territories
            self.in_territories[id] = (
                (lambda _: True) if everywhere else self.places.within_any(territories - {None})
            )
        return self.in_territories[id](region)

    def holder_rows(self, id: str) -> tuple[Place, ...]:
        """The rows that decide what a coordinator covers; the same tuple for every fault that they take part in."""
        if id not in self.rows_of_holders:
            accesses = (row("access", id, a.area) for a in self.accesses[id])
            self.rows_of_holders[id] = (row("authorities", id), *accesses)
        return self.rows_of_holders[id]

    def regions(self) -> Iterator[Fault]:
        for code in sorted(self.places.circles):
            yield Fault(
                row("regions", code),
                "parent",
                Rule.R10,
                "the region lies within itself: its parents form a circle",
            )
        for region in self.network.regions.values():
            if region.parent is not None and self.network.regions[region.parent].state != region.state:
                yield Fault(
                    row("regions", region.code),
                    "parent",
                    Rule.R25,
                    f"its parent {region.parent} is a region of another state",
                    (row("regions", region.parent),),
                )

    def states(self) -> Iterator[Fault]:
        active = defaultdict(list)
        seated = defaultdict(list)
        for authority in self.network.authorities.values():
            if authority.status is Status.ACTIVE:
                if authority.type is NIMIC:
                    active[authority.state].append(authority.id)
                elif authority.type is SDIMIC:
                    seated[authority.region].append(authority.id)
        for state in self.network.states.values():
            here = row("states", state.code)
            if state.nimic not in active[state.code]:
                message = f"{state.nimic} must be an active authority of the state with type NIMIC"
                yield Fault(here, "nimic", Rule.R8, message, (row("authorities", state.nimic),))
            if len(active[state.code]) > 1:
                for id in active[state.code]:
                    if id != state.nimic:
                        message = f"the state has one active NIMIC, which is {state.nimic}"
                        yield Fault(row("authorities", id), "type", Rule.R8, message, (here,))
        for region, ids in seated.items():
            if region is not None and len(ids) > 1:
                rows = tuple(row("authorities", id) for id in ids)
                message = f"region {region} has more than one active SDIMIC: {some(sorted(ids))}"
                for id in ids:
                    yield Fault(row("authorities", id), "type", Rule.R82, message, rows)

    def identities(self) -> Iterator[Fault]:
        owners: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for authority in self.network.authorities.values():
            for scheme, value in authority.external_ids:
                owned = owners[authority.state, external_id_key(scheme, value)]
                if authority.id in owned:
                    message = f"{scheme}:{value} and {owned[authority.id]} are the same external id"
                    yield Fault(row("authorities", authority.id), "external_ids", Rule.R2, message)
                owned[authority.id] = f"{scheme}:{value}"
        for ids in owners.values():
            if len(ids) > 1:
                rows = tuple(row("authorities", id) for id in ids)
                first = sorted(ids)
                for id, external in ids.items():
                    others = some(first, but=id)
                    message = f"{external} is an external id of {others} too: an authority is registered once"
                    yield Fault(row("authorities", id), "external_ids", Rule.R2, message, rows)

    def validation_circles(self) -> Iterator[Fault]:
        validator = {a.id: a.validating_coordinator for a in self.network.authorities.values()}
        cleared: set[str] = set()
        for start in validator:
            trail: dict[str, None] = {}
            at: str | None = start
            while at is not None and at not in cleared and at not in trail:
                trail[at] = None
                at = validator.get(at)
            if at is not None and at in trail:
                ids = list(trail)
                circle = ids[ids.index(at) :]
                if len(circle) > 1:  # a circle of one is a relation with itself, said by `authority`
                    rows = tuple(row("authorities", id) for id in circle)
                    named = " → ".join(circle[:6]) + (" → …" if len(circle) > 6 else "")
                    for id in circle:
                        yield Fault(
                            row("authorities", id),
                            "validating_coordinator",
                            Rule.R78,
                            f"validation goes in a circle: {named}",
                            rows,
                        )
            cleared.update(trail)

    def authority(self, authority: Authority) -> Iterator[Fault]:
        here = row("authorities", authority.id)
        accesses = self.accesses[authority.id]
        for column, names in (
            ("name", [authority.name]),
            ("other_names", [n for _, n in authority.other_names]),
        ):
            for name in names:
                if said := official_name_fault(name):
                    yield Fault(here, column, Rule.R59, said)
        if authority.region is not None and self.network.regions[authority.region].state != authority.state:
            yield Fault(
                here,
                "region",
                Rule.R25,
                f"{authority.region} is a region of another state",
                (row("regions", authority.region),),
            )
        yield from self._type(authority, accesses, here)
        yield from self._history(authority, here)
        if authority.type is NIMIC:
            if authority.validating_coordinator is not None:
                yield Fault(
                    here, "validating_coordinator", Rule.R82, "a NIMIC is the root of its state: it has none"
                )
            return
        if authority.type is not SDIMIC and not accesses:
            yield Fault(here, "type", Rule.R83, "an authority has at least one area")
        if authority.validating_coordinator is None:
            yield Fault(
                here,
                "validating_coordinator",
                Rule.R26,
                "an authority has exactly one Validating Coordinator",
            )
            return
        yield from self._holder(
            authority, authority.validating_coordinator, here, "validating_coordinator", None
        )
        if (
            authority.type is SDIMIC
            and self.network.authorities[authority.validating_coordinator].type is not NIMIC
        ):
            yield Fault(here, "validating_coordinator", Rule.R81, "an SDIMIC is validated by the NIMIC alone")

    def _type(self, authority: Authority, accesses: list[Access], here: Place) -> Iterator[Fault]:
        dimic = [a.area for a in accesses if a.role is Role.DIMIC]
        rows = tuple(row("access", authority.id, a.area) for a in accesses)
        if authority.type is SDIMIC and authority.region is None:
            yield Fault(here, "region", Rule.R10, "an SDIMIC coordinates its region: name it")
        if authority.type is SDIMIC and dimic:
            yield Fault(
                here,
                "type",
                Rule.R82,
                f"an SDIMIC has area access only as CA, not as DIMIC in {', '.join(dimic)}",
                rows,
            )
        if authority.type is NIMIC and accesses:
            yield Fault(
                here, "type", Rule.R82, "a NIMIC has no area access: it covers every area by its type", rows
            )
        if authority.type is DIMIC and not dimic:
            yield Fault(here, "type", Rule.R9, "a DIMIC has the role DIMIC in at least one area", rows)
        if authority.type is CA and dimic:
            yield Fault(
                here,
                "type",
                Rule.R3,
                f"it has the role DIMIC in {', '.join(dimic)}: its type is DIMIC",
                rows,
            )

    def _history(self, authority: Authority, here: Place) -> Iterator[Fault]:
        registrar = authority.registered_by
        if registrar is None:
            if authority.type is not NIMIC:
                yield Fault(
                    here,
                    "registered_by",
                    Rule.R12,
                    "only a NIMIC is registered by no coordinator: name the registrar",
                )
        else:
            yield from self._same_state(authority, registrar, here, "registered_by")
            if authority.type is SDIMIC and self.network.authorities[registrar].type is not NIMIC:
                yield Fault(
                    here,
                    "registered_by",
                    Rule.R14,
                    f"{registrar} is no NIMIC: only a NIMIC registers an SDIMIC",
                    (row("authorities", registrar),),
                )
        for _, coordinator in authority.appointed_by:
            yield from self._same_state(authority, coordinator, here, "appointed_by")

    def _same_state(self, authority: Authority, other: str, here: Place, column: str) -> Iterator[Fault]:
        there = (row("authorities", other),)
        if other == authority.id:
            yield Fault(here, column, Rule.R78, "no relation of an authority with itself")
        elif self.network.authorities[other].state != authority.state:
            yield Fault(here, column, Rule.R25, f"{other} is an authority of another state", there)

    def _holder(
        self, authority: Authority, holder: str, here: Place, column: str, area: str | None
    ) -> Iterator[Fault]:
        """Whether `holder` may hold the relation named by `column` to the authority (in `area`)."""
        yield from self._same_state(authority, holder, here, column)
        if not self._is_judged(authority):
            return
        coordinator = self.coordinator(holder)
        where = f"{area + ' in ' if area else ''}{authority.region or 'the whole state'}"
        if self.network.authorities[holder].status is not Status.ACTIVE:
            yield self._unfit(here, column, Rule.R77, (holder, "is", "would be", "deactivated"))
        if not coordinator.coordinates:
            yield self._unfit(here, column, Rule.R81, (holder, "is", "would be", "no IMI Coordinator"))
        elif not (
            self.covers_region(holder, authority.region)
            if area is None
            else coordinator.covers_area(area, authority.region, self.places)
        ):
            yield self._unfit(here, column, Rule.R81, (holder, "does not", "would not", f"cover {where}"))

    def _is_judged(self, authority: Authority) -> bool:
        """What is deactivated is frozen: reactivation asks who holds its relations (R77)."""
        return authority.status is Status.ACTIVE or authority.id in self.thawed

    def _unfit(self, here: Place, column: str, rule: Rule, said: tuple[str, str, str, str]) -> Fault:
        """Said of who holds a relation, what is so now, what would be so by a change, and of what."""
        holder, is_, would, what = said
        rows = self.holder_rows(holder)
        return Fault(here, column, rule, f"{holder} {is_} {what}", rows, f"{holder} {would} {what}")

    def access(self, access: Access) -> Iterator[Fault]:
        here = row("access", access.authority, access.area)
        authority = self.network.authorities[access.authority]
        yield from self._settings(access, here)
        if access.territory is not None:
            if access.role is not Role.DIMIC:
                yield Fault(here, "territory", Rule.R9, "only the role DIMIC has a territory")
            if self.network.regions[access.territory].state != authority.state:
                yield Fault(
                    here,
                    "territory",
                    Rule.R25,
                    f"{access.territory} is a region of another state",
                    (row("regions", access.territory),),
                )
        if access.granted_by is not None:
            yield from self._same_state(authority, access.granted_by, here, "granted_by")
        if access.access_coordinator is None:
            yield Fault(
                here,
                "access_coordinator",
                Rule.R27,
                "an authority has exactly one Access Coordinator in each area",
            )
        else:
            yield from self._holder(
                authority, access.access_coordinator, here, "access_coordinator", access.area
            )
            kind = self.network.authorities[access.access_coordinator].type
            if access.role is Role.DIMIC and self._is_judged(authority) and kind not in (NIMIC, SDIMIC):
                yield Fault(
                    here,
                    "access_coordinator",
                    Rule.R81,
                    "where an authority is DIMIC, its Access Coordinator is the NIMIC or the SDIMIC of its region",
                )
        if not access.request_coordinators:
            yield Fault(
                here,
                "request_coordinators",
                Rule.R28,
                "an authority has at least one Request Coordinator in each area",
            )
        for coordinator in access.request_coordinators:
            yield from self._holder(authority, coordinator, here, "request_coordinators", access.area)
        if others := sorted(set(access.referral_opt_outs) - set(access.request_coordinators)):
            yield Fault(
                here,
                "referral_opt_outs",
                Rule.R42,
                f"{some(others)}: only a Request Coordinator opts out of referral",
            )

    def _settings(self, access: Access, here: Place) -> Iterator[Fault]:
        area = self.network.areas[access.area]
        if area.requires_professions and not access.professions:
            yield Fault(
                here,
                "professions",
                Rule.R5,
                f"{area.code} asks for at least one profession",
                (row("areas", area.code),),
            )
        if unknown := [word for word in access.keywords if word not in self.keywords[area.code]]:
            yield Fault(
                here,
                "keywords",
                Rule.R5,
                f"no keywords of {area.code}: {some(unknown)}",
                (row("areas", area.code),),
            )

    def link(self, link: Link) -> Iterator[Fault]:
        here = row("links", link.observer, link.observed)
        observed = self.network.authorities[link.observed]
        yield from self._same_state(observed, link.observer, here, "observer")
        for column, id in (("observer", link.observer), ("observed", link.observed)):
            if not any(access.role is Role.CA for access in self.accesses[id]):
                yield Fault(
                    here,
                    column,
                    Rule.R43,
                    f"{id} is Competent Authority in no area: a link joins two of them",
                    self.holder_rows(id),
                )


def similar_names(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of (id, id of an earlier one) among (id, folded key) whose keys are equal."""
    first: dict[str, str] = {}
    for id, key in names:
        if key in first:
            yield id, first[key]
        else:
            first[key] = id
