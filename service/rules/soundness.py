"""The rules of a resulting network: what must be true of it whatever change made it.

`faults(network)` is pure and answers every fault as a violation, with the row it stands in and the other rows that take
part in it, so that an import can say which of its rows to blame. What the rules say about *who* may change a network is
no matter of this module.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator

from service.model.identifiers import AuthorityType, Role, Status
from service.model.names import without_case
from service.model.network import Access, Authority, Link, Network, Place, Places, row
from service.rules.arguments import Some, some
from service.rules.catalogue import Rule
from service.rules.coverage import Coordinator
from service.rules.situation import coordinator_with
from service.rules.violation import Violation
from service.rules.wording import Code, Detail

RESERVED_WORDS = re.compile(r"\b(nimic|sdimic|dimic)\b")
NIMIC, SDIMIC, DIMIC, CA = AuthorityType


def official_name_fault(name: str) -> Detail | None:
    """R59: the coordinator abbreviations must not appear in an official name, whatever joins them to it."""
    words = without_case(name).replace("_", " ").replace("-", " ")
    if found := RESERVED_WORDS.search(words):
        return Code.RESERVED_WORD(word=found[1].upper())
    return None


def external_id_key(scheme: str, value: str) -> str:
    """R2: the form in which external ids are compared: NFKC, without case, spaces and hyphens."""
    return re.sub(r"[\s\-‐-―−]", "", without_case(f"{scheme}:{value}"))


def faults(
    network: Network, authorities: Iterable[str] | None = None, *, thawed: Collection[str] = ()
) -> Iterator[Violation]:
    """Every fault of a network whose references all resolve (see references.py), in no particular order.

    Of a part of a network only some authorities are held against what concerns one authority: those whose references
    it holds. What is asked of all together is asked of all it holds. Who holds the relations of a deactivated authority
    is asked where it is `thawed`.
    """
    judge = _Judge(network, thawed)
    of = set(network.authorities if authorities is None else authorities)
    yield from judge.areas()
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

    def areas(self) -> Iterator[Violation]:
        for area in self.network.areas.values():
            named = {text.partition("=")[0] for text in area.keyword_names}
            if unknown := sorted(named - self.keywords[area.code]):
                detail = Code.KEYWORDS_UNKNOWN(area=area.code, keywords=some(unknown))
                yield Violation(Rule.R5, detail, row("areas", area.code), "keyword_names")

    def regions(self) -> Iterator[Violation]:
        for code in sorted(self.places.circles):
            yield Violation(Rule.R10, Code.REGION_WITHIN_ITSELF(), row("regions", code), "parent")
        for region in self.network.regions.values():
            if region.parent is not None and self.network.regions[region.parent].state != region.state:
                detail = Code.PARENT_OF_ANOTHER_STATE(region=region.parent)
                others = (row("regions", region.parent),)
                yield Violation(Rule.R25, detail, row("regions", region.code), "parent", others)

    def states(self) -> Iterator[Violation]:
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
                detail = Code.NIMIC_UNFIT(nimic=state.nimic)
                yield Violation(Rule.R8, detail, here, "nimic", (row("authorities", state.nimic),))
            if len(active[state.code]) > 1:
                detail = Code.ANOTHER_NIMIC(nimic=state.nimic)
                for id in active[state.code]:
                    if id != state.nimic:
                        yield Violation(Rule.R8, detail, row("authorities", id), "type", (here,))
        for region, ids in seated.items():
            if region is not None and len(ids) > 1:
                rows = tuple(row("authorities", id) for id in ids)
                detail = Code.SEVERAL_SDIMICS(region=region, authorities=some(sorted(ids)))
                for id in ids:
                    yield Violation(Rule.R82, detail, row("authorities", id), "type", rows)

    def identities(self) -> Iterator[Violation]:
        owners: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for authority in self.network.authorities.values():
            for scheme, value in authority.external_ids:
                owned = owners[authority.state, external_id_key(scheme, value)]
                if authority.id in owned:
                    detail = Code.SAME_EXTERNAL_ID(
                        external_id=f"{scheme}:{value}", other_external_id=owned[authority.id]
                    )
                    yield Violation(Rule.R2, detail, row("authorities", authority.id), "external_ids")
                owned[authority.id] = f"{scheme}:{value}"
        for ids in owners.values():
            if len(ids) > 1:
                rows = tuple(row("authorities", id) for id in ids)
                first = sorted(ids)
                for id, external in ids.items():
                    detail = Code.EXTERNAL_ID_TAKEN(external_id=external, authorities=some(first, but=id))
                    yield Violation(Rule.R2, detail, row("authorities", id), "external_ids", rows)

    def validation_circles(self) -> Iterator[Violation]:
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
                    detail = Code.VALIDATION_CIRCLE(circle=Some(tuple(circle[:6]), max(0, len(circle) - 6)))
                    for here in rows:
                        yield Violation(Rule.R78, detail, here, "validating_coordinator", rows)
            cleared.update(trail)

    def authority(self, authority: Authority) -> Iterator[Violation]:
        here = row("authorities", authority.id)
        accesses = self.accesses[authority.id]
        for column, names in (
            ("name", [authority.name]),
            ("other_names", [n for _, n in authority.other_names]),
        ):
            for name in names:
                if said := official_name_fault(name):
                    yield Violation(Rule.R59, said, here, column)
        if authority.region is not None and self.network.regions[authority.region].state != authority.state:
            detail = Code.REGION_OF_ANOTHER_STATE(region=authority.region)
            yield Violation(Rule.R25, detail, here, "region", (row("regions", authority.region),))
        yield from self._type(authority, accesses, here)
        yield from self._history(authority, here)
        if authority.type is NIMIC:
            if authority.validating_coordinator is not None:
                yield Violation(Rule.R82, Code.NIMIC_IS_THE_ROOT(), here, "validating_coordinator")
            return
        if authority.type is not SDIMIC and not accesses:
            yield Violation(Rule.R83, Code.AREA_NEEDED(), here, "type")
        if authority.validating_coordinator is None:
            yield Violation(Rule.R26, Code.VALIDATING_COORDINATOR_NEEDED(), here, "validating_coordinator")
            return
        yield from self._holder(
            authority, authority.validating_coordinator, here, "validating_coordinator", None
        )
        if (
            authority.type is SDIMIC
            and self.network.authorities[authority.validating_coordinator].type is not NIMIC
        ):
            yield Violation(Rule.R81, Code.SDIMIC_VALIDATED_BY_NIMIC(), here, "validating_coordinator")

    def _type(self, authority: Authority, accesses: list[Access], here: Place) -> Iterator[Violation]:
        dimic = [a.area for a in accesses if a.role is Role.DIMIC]
        rows = tuple(row("access", authority.id, a.area) for a in accesses)
        if authority.type is SDIMIC and authority.region is None:
            yield Violation(Rule.R10, Code.SDIMIC_WITHOUT_REGION(), here, "region")
        if authority.type is SDIMIC and dimic:
            detail = Code.SDIMIC_WITH_ROLE_DIMIC(areas=Some(tuple(dimic)))
            yield Violation(Rule.R82, detail, here, "type", rows)
        if authority.type is NIMIC and accesses:
            yield Violation(Rule.R82, Code.NIMIC_WITH_AREAS(), here, "type", rows)
        if authority.type is DIMIC and not dimic:
            yield Violation(Rule.R9, Code.DIMIC_WITHOUT_ROLE_DIMIC(), here, "type", rows)
        if authority.type is CA and dimic:
            detail = Code.CA_WITH_ROLE_DIMIC(areas=Some(tuple(dimic)))
            yield Violation(Rule.R3, detail, here, "type", rows)

    def _history(self, authority: Authority, here: Place) -> Iterator[Violation]:
        registrar = authority.registered_by
        if registrar is None:
            if authority.type is not NIMIC:
                yield Violation(Rule.R12, Code.REGISTRAR_NEEDED(), here, "registered_by")
        else:
            yield from self._same_state(authority, registrar, here, "registered_by")
            if authority.type is SDIMIC and self.network.authorities[registrar].type is not NIMIC:
                detail = Code.SDIMIC_REGISTERED_BY_NIMIC(registrar=registrar)
                others = (row("authorities", registrar),)
                yield Violation(Rule.R14, detail, here, "registered_by", others)
        for _, coordinator in authority.appointed_by:
            yield from self._same_state(authority, coordinator, here, "appointed_by")

    def _same_state(self, authority: Authority, other: str, here: Place, column: str) -> Iterator[Violation]:
        there = (row("authorities", other),)
        if other == authority.id:
            yield Violation(Rule.R78, Code.RELATION_WITH_ITSELF(), here, column)
        elif self.network.authorities[other].state != authority.state:
            yield Violation(Rule.R25, Code.OF_ANOTHER_STATE(authority=other), here, column, there)

    def _holder(
        self, authority: Authority, holder: str, here: Place, column: str, area: str | None
    ) -> Iterator[Violation]:
        """Whether `holder` may hold the relation named by `column` to the authority (in `area`)."""
        yield from self._same_state(authority, holder, here, column)
        if not self._is_judged(authority):
            return
        coordinator = self.coordinator(holder)
        rows = self.holder_rows(holder)
        if self.network.authorities[holder].status is not Status.ACTIVE:
            now = Code.COORDINATOR_INACTIVE(coordinator=holder)
            would = Code.COORDINATOR_WOULD_BE_INACTIVE(coordinator=holder)
            yield Violation(Rule.R77, now, here, column, rows, would)
        if not coordinator.coordinates:
            now = Code.NO_IMI_COORDINATOR(coordinator=holder)
            would = Code.WOULD_BE_NO_IMI_COORDINATOR(coordinator=holder)
            yield Violation(Rule.R81, now, here, column, rows, would)
        elif area is None:
            if not self.covers_region(holder, authority.region):
                now = Code.DOES_NOT_COVER(coordinator=holder, place=authority.region)
                would = Code.WOULD_NOT_COVER(coordinator=holder, place=authority.region)
                yield Violation(Rule.R81, now, here, column, rows, would)
        elif not coordinator.covers_area(area, authority.region, self.places):
            now = Code.DOES_NOT_COVER_AREA(coordinator=holder, area=area, place=authority.region)
            would = Code.WOULD_NOT_COVER_AREA(coordinator=holder, area=area, place=authority.region)
            yield Violation(Rule.R81, now, here, column, rows, would)

    def _is_judged(self, authority: Authority) -> bool:
        """What is deactivated is frozen: reactivation asks who holds its relations (R77)."""
        return authority.status is Status.ACTIVE or authority.id in self.thawed

    def access(self, access: Access) -> Iterator[Violation]:
        here = row("access", access.authority, access.area)
        authority = self.network.authorities[access.authority]
        yield from self._settings(access, here)
        if access.territory is not None:
            if access.role is not Role.DIMIC:
                yield Violation(Rule.R9, Code.TERRITORY_OF_A_CA(), here, "territory")
            if self.network.regions[access.territory].state != authority.state:
                detail = Code.REGION_OF_ANOTHER_STATE(region=access.territory)
                others = (row("regions", access.territory),)
                yield Violation(Rule.R25, detail, here, "territory", others)
        if access.granted_by is not None:
            yield from self._same_state(authority, access.granted_by, here, "granted_by")
        if access.access_coordinator is None:
            yield Violation(Rule.R27, Code.ACCESS_COORDINATOR_NEEDED(), here, "access_coordinator")
        else:
            yield from self._holder(
                authority, access.access_coordinator, here, "access_coordinator", access.area
            )
            kind = self.network.authorities[access.access_coordinator].type
            if access.role is Role.DIMIC and self._is_judged(authority) and kind not in (NIMIC, SDIMIC):
                yield Violation(Rule.R81, Code.ACCESS_COORDINATOR_OF_A_DIMIC(), here, "access_coordinator")
        if not access.request_coordinators:
            yield Violation(Rule.R28, Code.REQUEST_COORDINATOR_NEEDED(), here, "request_coordinators")
        for coordinator in access.request_coordinators:
            yield from self._holder(authority, coordinator, here, "request_coordinators", access.area)
        if strangers := sorted(set(access.referral_opt_outs) - set(access.request_coordinators)):
            detail = Code.OPT_OUTS_OF_OTHERS(authorities=some(strangers))
            yield Violation(Rule.R42, detail, here, "referral_opt_outs")

    def _settings(self, access: Access, here: Place) -> Iterator[Violation]:
        area = self.network.areas[access.area]
        if area.requires_professions and not access.professions:
            detail = Code.PROFESSION_NEEDED(area=area.code)
            yield Violation(Rule.R5, detail, here, "professions", (row("areas", area.code),))
        if unknown := [word for word in access.keywords if word not in self.keywords[area.code]]:
            detail = Code.KEYWORDS_UNKNOWN(area=area.code, keywords=some(unknown))
            yield Violation(Rule.R5, detail, here, "keywords", (row("areas", area.code),))

    def link(self, link: Link) -> Iterator[Violation]:
        here = row("links", link.observer, link.observed)
        observed = self.network.authorities[link.observed]
        yield from self._same_state(observed, link.observer, here, "observer")
        for column, id in (("observer", link.observer), ("observed", link.observed)):
            if not any(access.role is Role.CA for access in self.accesses[id]):
                detail = Code.NO_END_OF_A_LINK(authority=id)
                yield Violation(Rule.R43, detail, here, column, self.holder_rows(id))


def similar_names(names: Iterable[tuple[str, Iterable[str]]]) -> Iterator[tuple[str, str]]:
    """Pairs of (id, id of an earlier one) among (id, keys of its name) who have a key in common."""
    first: dict[str, str] = {}
    for id, found in names:
        keys = sorted(found)
        if earlier := next((first[key] for key in keys if key in first), None):
            yield id, earlier
        for key in keys:
            first.setdefault(key, id)
