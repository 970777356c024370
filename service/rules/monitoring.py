"""Why one authority does not monitor another: which fact each of R43–R46 lacks; and since when it does or does not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from service.model.identifiers import AuthorityId, AuthorityType, Instant, RegionCode, StateCode, Status
from service.rules.catalogue import Rule


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


@dataclass(frozen=True)
class Missing:
    """A rule that does not let the monitor see the authority, and the fact it lacks, as a sentence."""

    rule: Rule
    detail: str


def missing(facts: Facts) -> list[Missing]:
    """What each rule lacks for the monitor to see the authority; nothing when it sees it.

    Rules: R43–R46; R77 where the monitor is deactivated, R78 where both are one.
    """
    monitor, authority = facts["monitor"], facts["authority"]
    me, it = monitor["id"], authority["id"]
    if me == it:
        return [Missing(Rule.R78, "an authority does not monitor itself")]
    lacking = {
        Rule.R43: [] if facts["linked"] else [f"no link from {me} to {it}"],
        Rule.R44: list(_lacking_as_coordinator(facts)),
        Rule.R45: list(_lacking_as_nimic(monitor, authority)),
        Rule.R46: list(_lacking_as_sdimic(facts)),
    }
    found = [Missing(rule, detail) for rule, details in lacking.items() for detail in details]
    if monitor["status"] != Status.ACTIVE:
        return [Missing(Rule.R77, f"{me} is deactivated and monitors nothing"), *found]
    return found if all(lacking.values()) else []


def _lacking_as_coordinator(facts: Facts) -> Iterator[str]:
    """R44: a coordinator, and one of the three edges."""
    me = facts["monitor"]["id"]
    if not facts["monitor"]["coordinates"]:
        yield f"{me} is no IMI Coordinator"
    if not facts["held"]:
        yield f"{me} is neither Validating, Access nor Request Coordinator of {facts['authority']['id']}"


def _lacking_as_nimic(monitor: Monitor, authority: Place) -> Iterator[str]:
    """R45: the NIMIC, and of the same state."""
    if monitor["type"] != AuthorityType.NIMIC or monitor["state"] != authority["state"]:
        yield f"{monitor['id']} is not the NIMIC of {authority['state']}"


def _lacking_as_sdimic(facts: Facts) -> Iterator[str]:
    """R46: an SDIMIC, its region, and registered by itself or a DIMIC it created."""
    monitor, authority, registrar = facts["monitor"], facts["authority"], facts["registrar"]
    me, it = monitor["id"], authority["id"]
    if monitor["type"] != AuthorityType.SDIMIC:
        yield f"{me} is no SDIMIC"
        return
    if not monitor["regions"]:
        yield f"{me} has no region"
    elif not authority["regions"]:
        yield f"{it} lies in no region, {me} coordinates {monitor['regions'][0]}"
    elif monitor["regions"][0] not in authority["regions"]:
        yield f"{it} lies in {authority['regions'][0]}, outside {monitor['regions'][0]}"
    if registrar is None:
        yield f"nobody is recorded as the registrar of {it}"
    elif registrar["id"] == me or registrar["appointed_by_monitor"]:
        return
    elif not registrar["registered_by_monitor"]:
        yield f"{it} was registered by {registrar['id']}, which {me} did not create"
    elif not registrar["was_dimic"]:
        yield f"{it} was registered by {registrar['id']}, which {me} registered but which never was a DIMIC"


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
