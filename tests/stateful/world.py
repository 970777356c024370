"""The network as the domain tells it: bodies, the seats they hold, and what must be true of them at all times.

Written from domain.md §3 and §6 and knowing nothing of service/rules. A fault is a tuple of rule ids: a fact that these
rules, any of them, forbid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from service.model import network as rows
from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Link, Region
from tests.networks import TestNetwork, access_row, authority_row

Fault = tuple[str, ...]
Edge = tuple[str, ...]


@dataclass
class Area:
    """A legislative area: whether professions are asked for, and its keywords (R5)."""

    professions: bool = False
    keywords: set[str] = field(default_factory=set)


@dataclass
class Access:
    """What an authority is in one area, and who coordinates it there."""

    role: str
    holder: str
    requests: set[str]
    granted_by: str
    territory: str | None = None
    opted_out: set[str] = field(default_factory=set)
    keywords: set[str] = field(default_factory=set)
    professions: set[str] = field(default_factory=set)
    flags: set[str] = field(default_factory=set)


@dataclass
class Body:
    """An authority. `kind` is NIMIC, SDIMIC or empty: whether it is a DIMIC its roles say."""

    id: str
    state: str
    region: str | None = None
    kind: str = ""
    active: bool = True
    validator: str | None = None
    registrar: str | None = None
    name: str = ""
    email: str | None = None
    external_ids: set[tuple[str, str]] = field(default_factory=set)
    areas: dict[str, Access] = field(default_factory=dict)
    appointed: set[tuple[str, str]] = field(default_factory=set)
    """Area, and the NIMIC or SDIMIC that gave it the role DIMIC there: kept for ever (R46)."""
    was_dimic: set[str] = field(default_factory=set)


@dataclass
class World:
    """Member States with their NIMICs, regions with state and parent, legislative areas, bodies, links."""

    nimics: dict[str, str] = field(default_factory=dict)
    regions: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    thawed: Collection[str] = ()

    def copy(self) -> World:
        """A world of its own."""
        return deepcopy(self)

    # --- who covers what (§6)

    def within(self, part: str | None, whole: str | None) -> bool:
        """A region contains its sub-regions. An authority without region lies in none."""
        seen = set()
        while part is not None and part not in seen:
            if part == whole:
                return True
            seen.add(part)
            part = self.regions[part][1]
        return False

    def kind(self, id: str) -> str:
        """NIMIC, SDIMIC, DIMIC or CA."""
        body = self.bodies[id]
        return body.kind or ("DIMIC" if any(a.role == "DIMIC" for a in body.areas.values()) else "CA")

    def covers(self, holder: str, region: str | None, area: str | None = None) -> bool:
        """NIMIC: everything; SDIMIC: all areas of its region; DIMIC: its areas in its territory (validation: any of them)."""
        kind, body = self.kind(holder), self.bodies[holder]
        if kind == "SDIMIC":
            return self.within(region, body.region)
        if kind == "DIMIC":
            reach = [
                a.territory for code, a in body.areas.items() if a.role == "DIMIC" and area in (None, code)
            ]
            return any(territory is None or self.within(region, territory) for territory in reach)
        return kind == "NIMIC"

    def is_ca(self, id: str) -> bool:
        """CA in at least one area."""
        return any(access.role == "CA" for access in self.bodies[id].areas.values())

    # --- what must be true of any network

    def faults(self, thawed: Collection[str] = ()) -> Iterator[Fault]:
        """Everything that a rule forbids in the network as it stands.

        R28, R77 and R81 bind active authorities, and those whose relations are looked at as if they were.
        """
        self.thawed = thawed
        for state, nimic in self.nimics.items():
            reigning = [
                b.id for b in self.bodies.values() if (b.state, b.kind, b.active) == (state, "NIMIC", True)
            ]
            if reigning != [nimic]:
                yield ("R8",)
        seated = [b.region for b in self.bodies.values() if b.kind == "SDIMIC" and b.active and b.region]
        if len(seated) != len(set(seated)):
            yield ("R82",)
        known = [(b.state, key(*each)) for b in self.bodies.values() for each in b.external_ids]
        if len(known) != len(set(known)):
            yield ("R2",)
        for code, (state, parent) in self.regions.items():
            if parent is not None and self.regions[parent][0] != state:
                yield ("R25",)
            if parent is not None and self.within(parent, code):
                yield ("R10",)
        for body in self.bodies.values():
            yield from self._faults_of(body)
        for observer, observed in self.links:
            if observer == observed:
                yield ("R78",)
            if self.bodies[observer].state != self.bodies[observed].state:
                yield ("R25",)
            if not (self.is_ca(observer) and self.is_ca(observed)):
                yield ("R43",)

    def _faults_of(self, body: Body) -> Iterator[Fault]:
        if re.search(r"\b(nimic|sdimic|dimic)\b", words(body.name)):
            yield ("R59",)
        if body.region is not None and self.regions[body.region][0] != body.state:
            yield ("R25",)
        if body.kind == "NIMIC":
            if body.areas or body.validator:
                yield ("R82",)
            return
        if body.kind == "SDIMIC" and body.region is None:
            yield ("R10",)
        if not body.areas and body.kind != "SDIMIC":
            yield ("R83",)
        if body.validator is None:
            yield ("R26",)
        else:
            yield from self._held(body, body.validator)
            if self._is_judged(body) and body.kind == "SDIMIC" and self.kind(body.validator) != "NIMIC":
                yield ("R81",)
        if self._validates_itself(body.id) or any(by == body.id for _, by in body.appointed):
            yield ("R78",)
        for area, access in body.areas.items():
            yield from self._faults_of_access(body, area, access)

    def _faults_of_access(self, body: Body, area: str, access: Access) -> Iterator[Fault]:
        if access.role == "DIMIC" and body.kind == "SDIMIC":
            yield ("R82",)
        if access.territory is not None and access.role == "CA":
            yield ("R9",)
        if access.territory is not None and self.regions[access.territory][0] != body.state:
            yield ("R25",)
        if self.areas[area].professions and not access.professions:
            yield ("R5",)
        if access.keywords - self.areas[area].keywords:
            yield ("R5",)
        if access.opted_out - access.requests:
            yield ("R42",)
        if access.granted_by == body.id:
            yield ("R78",)
        yield from self._held(body, access.holder, area)
        if (
            self._is_judged(body)
            and access.role == "DIMIC"
            and self.kind(access.holder) not in ("NIMIC", "SDIMIC")
        ):
            yield ("R81",)
        if not access.requests:
            yield ("R28",)
        for coordinator in access.requests:
            yield from self._held(body, coordinator, area)

    def _held(self, body: Body, holder: str, area: str | None = None) -> Iterator[Fault]:
        """Whether the holder of a seat at a body is eligible for it, and still is."""
        if holder == body.id:
            yield ("R78",)
        if self.bodies[holder].state != body.state:
            yield ("R25",)
        if self._is_judged(body):
            if not self.bodies[holder].active:
                yield ("R77",)
            if not self.covers(holder, body.region, area):
                yield ("R81",)

    def _is_judged(self, body: Body) -> bool:
        return body.active or body.id in self.thawed

    def is_sound(self, holder: str, id: str, area: str) -> bool:
        """Whether a Request Coordinator counts: active, and covering what it holds."""
        return self.bodies[holder].active and self.covers(holder, self.bodies[id].region, area)

    def _validates_itself(self, id: str) -> bool:
        at, seen = self.bodies[id].validator, set[str]()
        while at is not None and at not in seen and at != id:
            seen.add(at)
            at = self.bodies[at].validator
        return at == id

    # --- as the graph and the other oracle have it

    def edges(self) -> set[Edge]:
        """Everything that stands in the graph now, as tuples of text."""
        found: set[Edge] = {
            ("PART_OF", code, parent or state) for code, (state, parent) in self.regions.items()
        }
        for code, area in self.areas.items():
            found.add(("AREA", code, str(area.professions).lower(), listed(area.keywords)))
        for body in self.bodies.values():
            found |= set(_edges(body))
        found |= {("LINKED_TO", observer, observed) for observer, observed in self.links}
        return found

    def network(self) -> TestNetwork:
        """The same for the oracle of R43–R46 (tests/scope)."""
        network = TestNetwork()
        network.regions = {
            code: Region(code, state, parent, code, None, None)
            for code, (state, parent) in self.regions.items()
        }
        network.areas = {code: rows.Area(code, code, False, ()) for code in self.areas}
        for body in self.bodies.values():
            row = authority_row(
                body.id,
                body.state,
                AuthorityType(body.kind or "CA"),
                region=body.region,
                registered_by=body.registrar,
                validated_by=body.validator,
                status=Status.ACTIVE if body.active else Status.INACTIVE,
            )
            network.authorities[body.id] = replace(row, appointed_by=tuple(sorted(body.appointed)))
            for area, access in body.areas.items():
                network.access[body.id, area] = access_row(
                    body.id, area, Role(access.role), access.holder, requests=access.requests
                )
            network.former |= {(body.id, area) for area in body.was_dimic}
        network.links = {(a, b): Link(a, b) for a, b in self.links}
        return network


def _edges(body: Body) -> Iterator[Edge]:
    status = "ACTIVE" if body.active else "INACTIVE"
    yield ("IN_STATE", body.id, body.state, body.kind, status)
    yield ("DATA", body.id, body.name, body.email or "")
    if body.region:
        yield ("LOCATED_IN", body.id, body.region)
    if body.validator:
        yield ("VALIDATES", body.validator, body.id)
    if body.registrar:
        yield ("REGISTERED", body.registrar, body.id)
    for area, coordinator in body.appointed:
        yield ("APPOINTED", coordinator, body.id, area)
    for scheme, value in body.external_ids:
        yield ("IDENTIFIED_BY", body.id, f"{scheme}:{value}")
    for area, access in body.areas.items():
        settings = (listed(access.keywords), listed(access.professions), listed(access.flags))
        yield ("ACTS_IN", body.id, area, access.role, access.territory or "", access.granted_by, *settings)
        yield ("GRANTS_ACCESS", access.holder, body.id, area)
        for coordinator in access.requests:
            yield ("COORDINATES_REQUESTS", coordinator, body.id, area)
        for coordinator in access.opted_out:
            yield ("OPTS_OUT_OF_REFERRAL", coordinator, body.id, area)


def listed(texts: set[str]) -> str:
    """Texts in order, as one."""
    return ";".join(sorted(texts))


def key(scheme: str, value: str) -> str:
    """External ids are compared after NFKC, without case, spaces and hyphens."""
    folded = unicodedata.normalize("NFKC", f"{scheme}:{value}").casefold()
    return "".join(letter for letter in folded if not letter.isspace() and letter not in "-‐‑–—")


def words(name: str) -> str:
    """A name as R59 looks at it: NFKC, any case, `_` and `-` separating words."""
    return re.sub(r"[_\-]", " ", unicodedata.normalize("NFKC", name)).casefold()


def world_of(network: TestNetwork) -> World:
    """The world that a test network describes."""
    world = World()
    world.nimics = {state.code: state.nimic for state in network.states.values()}
    world.regions = {region.code: (region.state, region.parent) for region in network.regions.values()}
    world.areas = {
        area.code: Area(area.requires_professions, set(area.keywords)) for area in network.areas.values()
    }
    for row in network.authorities.values():
        world.bodies[row.id] = Body(
            row.id,
            row.state,
            row.region,
            row.type if row.type in ("NIMIC", "SDIMIC") else "",
            row.status == "ACTIVE",
            row.validating_coordinator,
            row.registered_by,
            row.name,
            row.email,
            set(row.external_ids),
            appointed=set(row.appointed_by),
            was_dimic={area for id, area in network.former if id == row.id},
        )
    for access in network.access.values():
        assert access.access_coordinator is not None
        assert access.granted_by is not None
        world.bodies[access.authority].areas[access.area] = Access(
            str(access.role),
            access.access_coordinator,
            set(access.request_coordinators),
            access.granted_by,
            access.territory,
            set(access.referral_opt_outs),
            set(access.keywords),
            set(access.professions),
            set(access.flags),
        )
        if access.role == "DIMIC":
            world.bodies[access.authority].was_dimic.add(access.area)
    world.links = set(network.links)
    return world
