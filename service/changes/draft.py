"""One change in the making: what the part of the network that it concerns is, what it would be, and what forbids it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from service.database.graph import Reader, Writer
from service.model.identifiers import AreaCode, AuthorityId, ChangeId, Instant, RegionCode, StateCode, Status
from service.model.network import Access, Area, Authority, Link, Network, Place, Region, State
from service.rules.catalogue import Rule
from service.rules.situation import Situation
from service.rules.soundness import external_id_key, faults
from service.rules.violation import NotFound, Refused, Violation
from service.rules.wording import Code, Detail
from service.statements import catalogue, network
from service.storage.load import PAGE, put_authorities
from service.work.heavy import off_the_loop

Row = Access | Area | Authority | Link | Region | State


class Draft:
    """The network as a change finds it (`before`) and as it would leave it (`after`), as far as it was looked at.

    Changes edit it instead of the graph, so that one comparison of the two serves the rules, the write, the answer, a dry
    run and the acts that are offered, and so that the same functions judge imports.

    `actor` is the authority that acts; nobody where the operator does. What was looked at closely is held against every
    rule; what that refers to is known well enough to be judged as holder of a relation.
    """

    def __init__(
        self, tx: Reader, *, actor: AuthorityId | None, now: Instant, change: ChangeId, before: Network
    ) -> None:
        self.tx = tx
        self.now = now
        self.change = change
        self.before = before
        self.after = before.copy()
        self.revisions: dict[str, int] = {}
        self.may_change_nothing = False
        self.subject: str | None = None
        self.afterwards: list[Callable[[Writer], Awaitable[None]]] = []
        self._actor = actor
        self._closely: set[str] = set()
        self._violations: list[Violation] = []

    # --- gathering

    async def see(self, *ids: str) -> None:
        """Look at authorities closely: all their relations, and who holds them. Raises NotFound."""
        await self.see_from_afar(*ids)
        await self._load(await off_the_loop(len(ids), self._look_closely, ids))

    def _look_closely(self, ids: Collection[str]) -> list[str]:
        """Hold these against every rule; to whom they refer is answered."""
        # Of another state nothing is changed, and its places are not known: such a one is judged as an end alone (R25).
        self._closely |= {id for id in ids if self.before.authorities[id].state in self.before.states}
        return _referred(self.before, ids)

    async def see_from_afar(self, *ids: str) -> None:
        """Look at who may hold a relation: type, region and roles. Raises NotFound."""
        await self._load(ids)
        if unknown := [id for id in ids if id not in self.before.authorities]:
            raise NotFound("Authority", unknown[0])

    async def see_who_depends_on(self, *coordinators: str) -> None:
        """Look closely at all for whom these hold a relation, whom a change of what they cover would concern (R81)."""
        ids = [AuthorityId(id) for id in coordinators]
        found = await network.coordinated_authorities(self.tx, coordinators=ids)
        await self.see(*found["authorities"])

    async def see_validators_of(self, id: str) -> None:
        """Look at who validates whom from an authority up to the root, so that a circle shows (R78)."""
        found = await network.validators_above(self.tx, authority=AuthorityId(id))
        await self.see_from_afar(*found["validators"])

    async def see_rivals(self, authority: Authority) -> None:
        """Look at who else has these external ids (R2), and at the other SDIMICs of the region (R82)."""
        keys = [external_id_key(scheme, value) for scheme, value in authority.external_ids]
        state = StateCode(authority.state)
        owners = (await network.external_id_owners(self.tx, state=state, keys=keys))["owners"] if keys else []
        await self.see_from_afar(*owners)
        if authority.region is not None:
            rivals = await network.sdimics_of_region(self.tx, region=RegionCode(authority.region))
            await self.see_from_afar(*rivals["sdimics"])

    async def require_region(self, code: str | None) -> None:
        """Make sure that a region exists, and forbid one of another state (R25). Raises NotFound."""
        if code is None or code in self.before.regions:
            return
        if not (found := await catalogue.regions_by_code(self.tx, codes=[RegionCode(code)])):
            raise NotFound("Region", code)
        self.forbid([Violation(Rule.R25, Code.REGION_OF_ANOTHER_STATE(region=code))])
        # Whatever else forbids the change is listed too, so what lies within the region must be known.
        for row in await network.network_regions(self.tx, states=[StateCode(found[0]["state"])]):
            for side in (self.before, self.after):
                side.regions[row["code"]] = Region(**row)

    def require_area(self, code: str) -> AreaCode:
        """Make sure that a legislative area exists. Raises NotFound."""
        if code not in self.before.areas:
            raise NotFound("LegislativeArea", code)
        return AreaCode(code)

    def access(self, authority: str, area: str) -> Access:
        """What an authority is in one area. Raises NotFound."""
        self.require_area(area)
        if (access := self.after.access.get((authority, area))) is None:
            raise NotFound("AreaAccess", f"{authority} in {area}")
        return access

    async def _load(self, ids: Iterable[str]) -> None:
        missing = [AuthorityId(id) for id in ids if id not in self.before.authorities]
        for start in range(0, len(missing), PAGE):
            found = await network.network_neighbours(self.tx, ids=missing[start : start + PAGE])
            await off_the_loop(len(found["authorities"]), self._put, found["authorities"])

    def _put(self, rows: list[dict[str, Any]]) -> None:
        """Put authorities as the graph has them into both networks; what an act put into the one that would be stays."""
        new = [row for row in rows if row["id"] not in self.after.authorities]
        put_authorities(self.before, rows)
        put_authorities(self.after, new)
        self.revisions |= {row["id"]: row["revision"] for row in rows}

    # --- deciding

    @property
    def actor(self) -> AuthorityId:
        """The authority that acts."""
        assert self._actor is not None, "the operator is no authority"
        return self._actor

    @cached_property
    def situation(self) -> Situation:
        """What the guards judge by: the network as it is, and who acts."""
        return Situation(self.before, self.actor)

    def forbid(self, violations: Iterable[Violation]) -> None:
        """Keep what forbids the change; more may come."""
        self._violations += violations

    def refuse_now(self) -> None:
        """End here where something forbids the change already. Raises Refused."""
        if self._violations:
            raise Refused(self._violations)

    def put(self, row: Row) -> None:
        """Put a row into the network that would be."""
        match row:
            case Authority():
                self.after.authorities[row.id] = row
                if row.state in self.after.states:
                    self._closely.add(row.id)
            case Access():
                self.after.access[row.authority, row.area] = row
            case Link():
                self.after.links[row.observer, row.observed] = row
            case Area():
                self.after.areas[row.code] = row
            case Region():
                self.after.regions[row.code] = row
            case State():
                self.after.states[row.code] = row

    async def end_spare_request_coordination(self) -> None:
        """End relations of Request Coordinators who are deactivated or cover no more what they hold, beside sound ones.

        Judged as a set: where none is sound all stay, and are in the way (R28, R81).
        """
        await off_the_loop(self.size, self._end_spare_request_coordination)

    def _end_spare_request_coordination(self) -> None:
        s = Situation(self.after, "")
        for access in list(self.after.access.values()):
            authority = self.after.authorities[access.authority]
            if access.authority not in self._closely or authority.status is not Status.ACTIVE:
                continue
            sound = [id for id in access.request_coordinators if s.is_active(id) and s.covers(id, access)]
            if 0 < len(sound) < len(access.request_coordinators):
                kept = tuple(id for id in access.referral_opt_outs if id in sound)
                self.put(replace(access, request_coordinators=tuple(sound), referral_opt_outs=kept))

    def end_links_without_a_ca(self, authority: str) -> None:
        """End the links of an authority that is CA in no area any more (R43)."""
        if any(access.role == "CA" for access in self.after.accesses(authority)):
            return
        for key in [key for key in self.after.links if authority in key]:
            del self.after.links[key]

    async def settle(self) -> None:
        """Hold the outcome against every rule. Raises Refused with all that forbids it."""
        await off_the_loop(self.size, self._settle)

    @property
    def size(self) -> int:
        """How many authorities it looks at."""
        return len(self.after.authorities)

    def _settle(self) -> None:
        # What is frozen may not be touched (R77); whatever else forbids it is listed as for an active one.
        frozen = {id for each in self._violations if each.rule is Rule.R77 for id in each.authorities}
        known = set(faults(self.before, self._closely & set(self.before.authorities), thawed=frozen))
        for fault in faults(self.after, self._closely, thawed=frozen):
            if fault not in known:
                self._violations.append(_placed(fault, self.subject, would=self._differs(fault.others)))
        said = any(violation.rule is Rule.R79 for violation in self._violations)
        if not (said or self.may_change_nothing or self.changed_anything):
            self._violations.append(Violation(Rule.R79, Code.CHANGES_NOTHING()))
        self.refuse_now()

    def _differs(self, places: Iterable[Place]) -> bool:
        """Whether any of these rows would not be as it is."""
        return any(_row_at(self.before, kind, key) != _row_at(self.after, kind, key) for kind, key in places)

    @property
    def changed_anything(self) -> bool:
        """Whether anything would differ."""
        return self.before != self.after

    def changed(self, kind: str) -> list[tuple[object, object]]:
        """Each row of a kind that differs, as it is and as it would be; None where there is none. In the order of keys."""
        was, would_be = getattr(self.before, kind), getattr(self.after, kind)
        keys = sorted({*was, *would_be})
        return [(was.get(key), would_be.get(key)) for key in keys if was.get(key) != would_be.get(key)]


def _referred(network: Network, ids: Iterable[str]) -> list[str]:
    """Everyone to whom these authorities' own rows refer, ordered."""
    linked: dict[str, set[str]] = defaultdict(set)
    for pair in network.links:
        for id in pair:
            linked[id] |= {*pair}
    return sorted({other for id in ids for other in _referred_by(network, linked, id)})


def _referred_by(network: Network, linked: Mapping[str, set[str]], id: str) -> Iterator[str]:
    authority = network.authorities[id]
    for other in (authority.registered_by, authority.validating_coordinator):
        if other is not None:
            yield other
    yield from (coordinator for _, coordinator in authority.appointed_by)
    for access in network.accesses(id):
        yield from (other for other in (access.access_coordinator, access.granted_by) if other is not None)
        yield from access.request_coordinators
    yield from linked.get(id, ())


def _row_at(network: Network, kind: str, key: tuple[str, ...]) -> object:
    rows: dict[object, object] = getattr(network, kind)
    return rows.get(key if len(key) > 1 else key[0])


def _placed(fault: Violation, subject: str | None, *, would: bool) -> Violation:
    """A fault of the outcome as a refusal says it; of another authority than the change is about, it says which."""
    detail = fault.would if would and fault.would else fault.detail
    if place := _place(fault.at, fault.column, subject):
        detail = detail.within(place)
    return Violation(fault.rule, detail, fault.at)


def _place(at: Place, column: str, subject: str | None) -> Detail | None:
    """Where a fault stands, and whose relation a column names; not said of the authority that the change is about."""
    match at:
        case "authorities", (id,):
            if id == subject:
                return Code.AT_ITS_VALIDATING_COORDINATOR() if column == "validating_coordinator" else None
            if column == "validating_coordinator":
                return Code.AT_VALIDATING_COORDINATOR(authority=id)
            return Code.AT_AUTHORITY(authority=id)
        case "access", (authority, area):
            code = {
                "access_coordinator": Code.AT_ACCESS_COORDINATOR,
                "request_coordinators": Code.AT_REQUEST_COORDINATORS,
            }.get(column, Code.AT_ACCESS)
            return code(authority=authority, area=area)
        case "links", (observer, observed):
            return Code.AT_LINK(observer=observer, observed=observed)
        case "regions", (code_of_region,):
            return Code.AT_REGION(region=code_of_region)
        case "areas", (area,):
            return None if area == subject else Code.AT_AREA(area=area)
        case _, (state,):
            return Code.AT_STATE(state=state)
    return None
