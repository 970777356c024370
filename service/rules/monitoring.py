"""Why one authority monitors another, or which fact each of R43–R46 lacks; and since when it does or does not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypedDict

from service.model.identifiers import (
    AuthorityId,
    AuthorityType,
    Instant,
    RegionCode,
    Relation,
    StateCode,
    Status,
)
from service.rules.catalogue import Rule
from service.rules.violation import Violation
from service.rules.wording import Code, Detail


class Place(TypedDict):
    """Where an authority is: `regions` is its region and what that is part of, from the inside out."""

    id: AuthorityId
    state: StateCode
    regions: list[RegionCode]


class Monitor(Place):
    """The authority that would monitor. `type`: NIMIC, SDIMIC or null; `coordinates`: it is an IMI Coordinator now."""

    type: str | None
    status: str
    coordinates: bool


class Registrar(TypedDict):
    """Who registered the authority, and what it owes to the monitor. `was_dimic`: it is or was DIMIC in some area."""

    id: AuthorityId
    registered_by_monitor: bool
    appointed_by_monitor: bool
    was_dimic: bool


class Facts(TypedDict):
    """What R43–R46 turn on. `linked`: the monitor is linked to the authority; `held`: it is its VC, AC or RC."""

    monitor: Monitor
    authority: Place
    registrar: Registrar | None
    linked: bool
    held: bool


_HELD = {
    Relation.VALIDATES: Code.MONITOR_VALIDATES,
    Relation.GRANTS_ACCESS: Code.MONITOR_GRANTS_ACCESS,
    Relation.COORDINATES_REQUESTS: Code.MONITOR_COORDINATES_REQUESTS,
}


def reason(rule: Rule, path: Sequence[Mapping[str, Any]]) -> Detail:
    """Why a rule holds, by the path that meets it: its steps have relation, from, to and area. Rules: R43–R46."""
    if rule is Rule.R45:
        return Code.MONITOR_IS_THE_NIMIC()
    first, last = path[0], path[-1]
    ends = {"monitor": first["from"], "authority": last["to"]}
    relation = Relation(first["relation"])
    if rule is Rule.R43:
        return Code.MONITOR_LINKED(**ends)
    if rule is Rule.R44:
        return _HELD[relation](**ends, **({} if first["area"] is None else {"area": first["area"]}))
    if len(path) == 1:
        return Code.MONITOR_REGISTERED(**ends)
    if relation is Relation.APPOINTED:
        return Code.MONITOR_APPOINTED_REGISTRAR(**ends, registrar=last["from"], area=first["area"])
    return Code.MONITOR_REGISTERED_REGISTRAR(**ends, registrar=last["from"])


def missing(facts: Facts) -> list[Violation]:
    """What each rule lacks for the monitor to see the authority; nothing when it sees it.

    Rules: R43–R46; R77 where the monitor is deactivated, R78 where both are one.
    """
    monitor, authority = facts["monitor"], facts["authority"]
    me, it = monitor["id"], authority["id"]
    if me == it:
        return [Violation(Rule.R78, Code.MONITOR_IS_THE_AUTHORITY())]
    lacking = {
        Rule.R43: [] if facts["linked"] else [Code.MONITOR_NOT_LINKED(monitor=me, authority=it)],
        Rule.R44: list(_lacking_as_coordinator(facts)),
        Rule.R45: list(_lacking_as_nimic(monitor, authority)),
        Rule.R46: list(_lacking_as_sdimic(facts)),
    }
    found = [Violation(rule, detail) for rule, details in lacking.items() for detail in details]
    if monitor["status"] != Status.ACTIVE:
        return [Violation(Rule.R77, Code.MONITOR_INACTIVE(monitor=me)), *found]
    return found if all(lacking.values()) else []


def _lacking_as_coordinator(facts: Facts) -> Iterator[Detail]:
    """R44: a coordinator, and one of the three edges."""
    me = facts["monitor"]["id"]
    if not facts["monitor"]["coordinates"]:
        yield Code.NO_IMI_COORDINATOR(coordinator=me)
    if not facts["held"]:
        yield Code.MONITOR_HOLDS_NOTHING(monitor=me, authority=facts["authority"]["id"])


def _lacking_as_nimic(monitor: Monitor, authority: Place) -> Iterator[Detail]:
    """R45: the NIMIC, and of the same state."""
    if monitor["type"] != AuthorityType.NIMIC or monitor["state"] != authority["state"]:
        yield Code.MONITOR_NOT_THE_NIMIC(monitor=monitor["id"], state=authority["state"])


def _lacking_as_sdimic(facts: Facts) -> Iterator[Detail]:
    """R46: an SDIMIC, its region, and registered by itself or a DIMIC it created."""
    monitor, authority, registrar = facts["monitor"], facts["authority"], facts["registrar"]
    me, it = monitor["id"], authority["id"]
    if monitor["type"] != AuthorityType.SDIMIC:
        yield Code.MONITOR_NO_SDIMIC(monitor=me)
        return
    if not monitor["regions"]:
        yield Code.MONITOR_WITHOUT_REGION(monitor=me)
    elif not authority["regions"]:
        yield Code.AUTHORITY_WITHOUT_REGION(authority=it, monitor=me, own_region=monitor["regions"][0])
    elif monitor["regions"][0] not in authority["regions"]:
        yield Code.AUTHORITY_OUTSIDE_REGION(
            authority=it, region=authority["regions"][0], own_region=monitor["regions"][0]
        )
    if registrar is None:
        yield Code.AUTHORITY_WITHOUT_REGISTRAR(authority=it)
        return
    names = {"authority": it, "registrar": registrar["id"], "monitor": me}
    if registrar["id"] == me or registrar["appointed_by_monitor"]:
        return
    if not registrar["registered_by_monitor"]:
        yield Code.REGISTRAR_NOT_CREATED(**names)
    elif not registrar["was_dimic"]:
        yield Code.REGISTRAR_NEVER_DIMIC(**names)


def turned(periods: Sequence[Sequence[Instant]], end: Instant) -> Instant:
    """Since when an authority is in the scope in which it is at the end; else when it left it last.

    The periods in which some reason held may overlap and meet; one begins before the end at least.
    """
    inside = [since for since, until in periods if since <= end < until]
    if not inside:
        return max(until for _, until in periods if until <= end)
    began = min(inside)
    for since, until in sorted(periods, key=tuple, reverse=True):
        if since < began <= until:
            began = since
    return began
