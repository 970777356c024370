"""Small networks for tests: YAML to rows, rows to the graph (no rule is checked) or to network files.

```yaml
about: what of the guidance it shows
areas: [SD, PQ]                        # or of each what it asks for: {SD: {keywords: [building]}, PQ: {professions: true}}
regions: {DE2: null, DE21: DE2}        # region: the region it lies in; of the state of their first two letters, if that is one of the network, else DE
authorities:                           # of the state DE unless they say `state`
  bund: {type: NIMIC}
  land: {type: SDIMIC, region: DE2, registered_by: bund}
  amt: {region: DE21, registered_by: land, areas: {SD: DIMIC}}
  stadt: {region: DE21, registered_by: amt, areas: {SD: {access: amt, requests: [amt, land]}}}
  alt: {registered_by: bund, former: [PQ], status: INACTIVE, areas: {SD: CA}}
links: [[stadt, alt]]                  # observer, observed
monitoring:                            # every monitor that sees anyone, with every reason
  land:
    stadt: [R44 land COORDINATES_REQUESTS(SD) stadt, R46 land APPOINTED(SD) amt REGISTERED stadt]
missing:                               # some of what others lack, all of it
  stadt: {land: [R43 no link from stadt to land, …]}
coordinated: {land: [amt, stadt]}      # default lists (R61)
seats:                                 # type, Validating Coordinator; role, Access and Request Coordinators of an area
  stadt: {type: CA, validating: amt, SD: [CA, amt, [amt, land]]}
```

What is not said takes the defaults of registration (R30, R37): `validated_by` ← registered_by, `access` ← registered_by,
`requests` ← access, `appointed_by` ← access where that is a NIMIC or SDIMIC. `former`: areas where it once was DIMIC.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import yaml

from service.database.graph import Graph, Writer
from service.model.body_names import derived
from service.model.identifiers import AuthorityId, AuthorityType, ChangeId, Instant, Role, StateCode, Status
from service.model.network import Access, Area, Authority, Link, Network, Region, State
from service.network_files.columns import FILES
from service.statements import writing

AT = Instant("2009-01-15T09:00:00.000000Z")
"""When everything of these networks was registered and began."""
CHANGE = ChangeId("change-of-test")

Reasons = dict[str, dict[str, list[str]]]
"""Monitor, authority, reasons as text."""


@dataclass
class TestNetwork(Network):
    """A network, areas in which authorities once were DIMIC, and what is expected of it all."""

    __test__ = False

    former: set[tuple[str, str]] = field(default_factory=set)
    about: str = ""
    monitoring: Reasons = field(default_factory=dict)
    missing: Reasons = field(default_factory=dict)
    coordinated: dict[str, list[str]] = field(default_factory=dict)
    seats: dict[str, dict[str, Any]] = field(default_factory=dict)


def read_network(path: Path) -> TestNetwork:
    """The network of a YAML file."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    network = TestNetwork(
        about=document.pop("about"),
        monitoring=document.pop("monitoring", {}),
        missing=document.pop("missing", {}),
        coordinated=document.pop("coordinated", {}),
        seats=document.pop("seats", {}),
    )
    areas = document.pop("areas")
    for code in areas:
        asks = areas[code] if isinstance(areas, dict) else {}
        keywords = tuple(sorted(asks.get("keywords", ())))
        network.areas[code] = Area(code, f"Area {code}", asks.get("professions", False), keywords)
    for code, parent in document.pop("regions", {}).items():
        network.regions[code] = Region(code, code[:2], parent, f"Region {code}", None, None)
    authorities = document.pop("authorities")
    states = {said.get("state", "DE") for said in authorities.values()}
    for code, region in network.regions.items():
        if region.state not in states:
            network.regions[code] = replace(region, state="DE")
    for id, given in authorities.items():
        _put_authority(network, id, dict(given), authorities)
    for observer, observed in document.pop("links", []):
        network.links[observer, observed] = Link(observer, observed)
    assert not document, f"{path.name}: {sorted(document)} means nothing"
    return network


def _put_authority(
    network: TestNetwork, id: str, given: dict[str, Any], authorities: dict[str, dict[str, Any]]
) -> None:
    registrar, state = given.pop("registered_by", None), given.pop("state", "DE")
    appointed = given.pop("appointed_by", {})
    areas = {
        area: {"role": said} if isinstance(said, str) else said
        for area, said in given.pop("areas", {}).items()
    }
    for area, settings in areas.items():
        access, role = settings.get("access", registrar), Role(settings.get("role", "CA"))
        if role is Role.DIMIC and authorities.get(access, {}).get("type"):
            appointed.setdefault(area, access)
        network.access[id, area] = access_row(
            id,
            area,
            role,
            access,
            requests=settings.get("requests", [access]),
            territory=settings.get("territory"),
            keywords=settings.get("keywords", ()),
            professions=settings.get("professions", ()),
        )
    kind = given.pop("type", None) or (
        "DIMIC" if any(said.get("role") == "DIMIC" for said in areas.values()) else "CA"
    )
    if kind == "NIMIC":
        network.states[state] = State(state, f"State {state}", id)
    network.authorities[id] = authority_row(
        id,
        state,
        AuthorityType(kind),
        region=given.pop("region", None),
        registered_by=registrar,
        validated_by=given.pop("validated_by", registrar),
        appointed_by=appointed,
        status=Status(given.pop("status", "ACTIVE")),
    )
    network.former |= {(id, area) for area in given.pop("former", [])}
    assert not given, f"{id}: {sorted(given)} means nothing"


def authority_row(
    id: str,
    state: str,
    type: AuthorityType,
    *,
    name: str = "",
    region: str | None = None,
    registered_by: str | None = None,
    validated_by: str | None = None,
    appointed_by: dict[str, str] | None = None,
    status: Status = Status.ACTIVE,
) -> Authority:
    """An authority; what no test of scopes asks for stays empty."""
    return Authority(
        id=id,
        state=state,
        region=region,
        type=type,
        name=name or f"Authority {id}",
        name_language=None,
        other_names=(),
        external_ids=(),
        email=None,
        phone=None,
        address=None,
        languages=(),
        registered_by=registered_by,
        registered_at=AT,
        appointed_by=tuple(sorted((appointed_by or {}).items())),
        validating_coordinator=validated_by,
        status=status,
    )


def access_row(
    authority: str,
    area: str,
    role: Role,
    access_coordinator: str | None,
    *,
    requests: Iterable[str | None] = (),
    territory: str | None = None,
    keywords: Iterable[str] = (),
    professions: Iterable[str] = (),
) -> Access:
    """What an authority is in one area."""
    return Access(
        authority=authority,
        area=area,
        role=role,
        territory=territory,
        access_coordinator=access_coordinator,
        request_coordinators=tuple(sorted({id for id in requests if id})),
        referral_opt_outs=(),
        keywords=tuple(sorted(keywords)),
        professions=tuple(sorted(professions)),
        flags=(),
        granted_by=access_coordinator,
        granted_at=AT,
    )


def add_towns(network: TestNetwork, count: int) -> None:
    """Add so many Competent Authorities, which a DIMIC `regierung` of BY1 coordinates in SD."""
    for number in range(count):
        id = f"town-{number:02}"
        network.authorities[id] = authority_row(
            id, "DE", AuthorityType.CA, region="BY1", registered_by="regierung", validated_by="regierung"
        )
        network.access[id, "SD"] = access_row(id, "SD", Role.CA, "regierung", requests=["regierung"])


def to_files(network: Network, directory: Path) -> Path:
    """Write the network files of interface.md, as an export would; the past is not in them."""
    directory.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        with (directory / file.name).open("w", encoding="utf-8", newline="") as output:
            writer = csv.writer(output, lineterminator="\n")
            writer.writerow(column.name for column in file.written)
            for row in getattr(network, file.kind).values():
                values = ((column, getattr(row, column.name)) for column in file.written)
                writer.writerow("" if value is None else column.write(value) for column, value in values)
    return directory


async def write_network(graph: Graph, network: TestNetwork) -> None:
    """Write the network into the graph as it is, whatever the rules say of it."""
    await graph.write(_write, network=network, was=TestNetwork(), at=AT, change=CHANGE)


async def rewrite_network(
    graph: Graph, was: TestNetwork, network: TestNetwork, *, at: Instant, change: ChangeId
) -> None:
    """Let one change make a network of what it was: everything ends and begins anew, and what is there is kept."""
    await graph.write(_write, network=network, was=was, at=at, change=change)


async def _write(
    tx: Writer, *, network: TestNetwork, was: TestNetwork, at: Instant, change: ChangeId
) -> None:
    authorities = list(network.authorities.values())
    new = [authority for authority in authorities if authority.id not in was.authorities]
    regions = [_row(region) for region in network.regions.values()]
    await writing.put_member_states(tx, rows=[_row(state) for state in network.states.values()])
    await writing.put_regions(tx, rows=regions)
    await writing.place_regions(tx, rows=regions)
    await writing.put_legislative_areas(tx, rows=[_row(area) for area in network.areas.values()])
    await writing.record_change(
        tx,
        id=change,
        states=[StateCode(code) for code in sorted(network.states)],
        now=at,
        actor="operator",
        action="test",
        input="{}",
        reason=None,
        key=None,
        before=None,
        after=None,
    )
    await writing.create_authorities(tx, rows=[_node(authority) for authority in new])
    for step, rows in _relations(was):
        await ENDING[step](tx, rows=rows, now=at, change=change)
    former = [
        _settings(access_row(id, area, Role.DIMIC, None)) for id, area in sorted(network.former - was.former)
    ]
    await writing.begin_area_access(tx, rows=former, now=at, change=change)
    await writing.end_area_access(tx, rows=former, now=at, change=change)
    for step, rows in _relations(network):
        await step(tx, rows=rows, now=at, change=change)
    registrations = [
        {"authority": a.id, "coordinator": a.registered_by, "at": at} for a in new if a.registered_by
    ]
    await writing.record_registrations(tx, rows=registrations)
    appointments = [
        {"authority": a.id, "coordinator": coordinator, "area": area, "at": at}
        for a in authorities
        for area, coordinator in a.appointed_by
        if a in new or (area, coordinator) not in was.authorities[a.id].appointed_by
    ]
    await writing.record_appointments(tx, rows=appointments)
    await writing.touch_authorities(tx, ids=[AuthorityId(a.id) for a in authorities], change=change)


ENDING: dict[Any, Any] = {
    writing.begin_state_memberships: writing.end_state_memberships,
    writing.begin_locations: writing.end_locations,
    writing.begin_validations: writing.end_validations,
    writing.begin_area_access: writing.end_area_access,
    writing.begin_access_grants: writing.end_access_grants,
    writing.begin_request_coordination: writing.end_request_coordination,
    writing.begin_links: writing.end_links,
}
"""What ends the relations that a statement begins."""


def _relations(network: Network) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Each statement that begins relations, with its rows."""
    authorities, accesses = network.authorities.values(), network.access.values()
    types = (AuthorityType.NIMIC, AuthorityType.SDIMIC)
    return [
        (
            writing.begin_state_memberships,
            [
                {
                    "authority": a.id,
                    "state": a.state,
                    "type": a.type if a.type in types else None,
                    "status": a.status,
                }
                for a in authorities
            ],
        ),
        (writing.begin_locations, [{"authority": a.id, "region": a.region} for a in authorities if a.region]),
        (
            writing.begin_validations,
            [
                {"authority": a.id, "coordinator": a.validating_coordinator}
                for a in authorities
                if a.validating_coordinator
            ],
        ),
        (writing.begin_area_access, [_settings(access) for access in accesses]),
        (
            writing.begin_access_grants,
            [
                {"authority": x.authority, "area": x.area, "coordinator": x.access_coordinator}
                for x in accesses
                if x.access_coordinator
            ],
        ),
        (
            writing.begin_request_coordination,
            [
                {"authority": x.authority, "area": x.area, "coordinator": id}
                for x in accesses
                for id in x.request_coordinators
            ],
        ),
        (writing.begin_links, [_row(link) for link in network.links.values()]),
    ]


def _row(thing: Any) -> dict[str, Any]:
    return {name: _plain(getattr(thing, name)) for name in (each.name for each in fields(thing))}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _node(authority: Authority) -> dict[str, Any]:
    row = {
        name: _plain(getattr(authority, name))
        for name in ("id", "name", "name_language", "email", "phone", "address", "languages", "registered_at")
    }
    return {
        **row,
        "names": [],
        **derived(authority.id, authority.state, authority.name, authority.name_language, ()),
    }


def _settings(access: Access) -> dict[str, Any]:
    names = (
        "authority",
        "area",
        "role",
        "territory",
        "keywords",
        "professions",
        "flags",
        "granted_by",
        "granted_at",
    )
    return {name: _plain(getattr(access, name)) for name in names}
