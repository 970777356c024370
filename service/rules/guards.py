"""Who may do what to an authority: one guard for each act, yielding every violation it can tell.

A guard asks who acts, and what the act itself demands. What must be true of any network, whatever made it, is asked of
the outcome (soundness.py): a guard does not ask it again. All are pure.
"""

from collections.abc import Collection, Iterator

from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Access, Authority
from service.rules.catalogue import Rule
from service.rules.powers import Power, lacking
from service.rules.situation import Situation
from service.rules.violation import Violation

NIMIC, SDIMIC, DIMIC, CA = AuthorityType

CONTACT_DATA = frozenset({"email", "phone", "address", "languages"})
"""What an authority edits of itself (§6, Who may)."""
OWN_SETTINGS = frozenset({"keywords", "professions"})
"""What an authority edits of itself in an area."""

Violations = Iterator[Violation]


def acting(s: Situation, *others: str, frozen: bool = False) -> Violations:
    """The actor is active and of the state of those it acts on; they are active but where the act may touch what is frozen.

    Rules: R25, R77.
    """
    me = s.acting
    if me.status is not Status.ACTIVE:
        yield Violation(Rule.R77, f"{me.id} is deactivated and changes nothing")
    for id in others:
        if s.network.authorities[id].state != me.state:
            yield Violation(Rule.R25, f"{id} is an authority of another state than {me.id}", (id,))
        if not frozen and not s.is_active(id):
            yield Violation(Rule.R77, f"{id} is deactivated, hence frozen", (id,))


# --- registration and access --------------------------------------------------------------------------------------

_REGISTERS = {
    SDIMIC: (Power.REGISTER_SDIMIC, Rule.R52),
    DIMIC: (Power.REGISTER_DIMIC, Rule.R53),
    CA: (Power.REGISTER_CA, Rule.R54),
}


def registering(
    s: Situation, kind: AuthorityType, region: str | None, areas: Collection[Access]
) -> Violations:
    """Register an SDIMIC, a DIMIC or a Competent Authority with its areas.

    Rules: R14–R16, R18, R52–R54, R63, R77; R10 for where an SDIMIC may put a DIMIC.
    """
    yield from acting(s)
    power, also = _REGISTERS[kind]
    named: list[str | None] = [access.area for access in areas]
    for area in named or [None]:
        for violation in lacking(s.me, power, region=region, area=area, places=s.places):
            yield violation
            yield Violation(also, violation.detail)
    if s.me.type is DIMIC and kind is not CA:
        yield Violation(Rule.R63, f"a DIMIC registers Competent Authorities, never a {kind}")
    for access in areas:
        yield from giving_access(s, access, region)


def giving_access(s: Situation, access: Access, region: str | None) -> Violations:
    """Give an authority of this region access to an area, as CA or as DIMIC.

    Rules: R18, R53, R54, R63; R10 for what an SDIMIC may appoint.
    """
    also = Rule.R53 if access.role is Role.DIMIC else Rule.R54
    for violation in lacking(s.me, Power.GRANT_ACCESS, region=region, area=access.area, places=s.places):
        yield violation
        yield Violation(also, violation.detail)
    if access.role is Role.DIMIC:
        if s.me.type is DIMIC:
            detail = f"a DIMIC gives the role CA, not DIMIC in {access.area}"
            yield from (Violation(rule, detail) for rule in (Rule.R53, Rule.R63))
        yield from appointing(s, access.territory, region, access.area)


def appointing(s: Situation, territory: str | None, region: str | None, area: str) -> Violations:
    """An SDIMIC appoints, lowers and sets territories inside its region only, never for the whole state. Rule: R10."""
    if s.me.type is not SDIMIC:
        return
    if not s.in_my_region(region):
        yield Violation(
            Rule.R10,
            f"{s.actor} appoints DIMICs of its region {s.me.region} only, not of {region or 'no region'}",
        )
    if not s.in_my_region(territory):
        yield Violation(
            Rule.R10,
            f"the territory in {area} lies in the region {s.me.region} of {s.actor}, and is not "
            f"{territory or 'the whole state'}",
        )


def changing_role(s: Situation, before: Access, after: Access) -> Violations:
    """Raise a CA to DIMIC in an area, or lower it. Rules: R10, R25, R53, R77, R79.

    The role held already is no change of role, whatever territory is named: that is one of the settings.
    """
    yield from acting(s, before.authority)
    if before.role is after.role:
        yield Violation(
            Rule.R79,
            f"{before.authority} is {before.role} in {before.area} already; a territory is edited with the settings",
        )
    if s.me.type not in (NIMIC, SDIMIC):
        yield Violation(
            Rule.R53, f"only a NIMIC or an SDIMIC gives or takes the role DIMIC, {s.actor} is neither"
        )
    region = s.network.authorities[before.authority].region
    if after.role is Role.DIMIC:
        yield from appointing(s, after.territory, region, after.area)
    elif before.role is Role.DIMIC:
        yield from appointing(s, before.territory, region, before.area)


def withdrawing(s: Situation, access: Access, left: Collection[Access]) -> Violations:
    """Withdraw an authority's access to an area. Rules: R25, R77, R80 (its Access Coordinator), R83."""
    yield from acting(s, access.authority)
    if s.actor != access.access_coordinator:
        yield Violation(
            Rule.R80,
            f"access is withdrawn by its Access Coordinator {access.access_coordinator}, not by {s.actor}",
        )
    if not left and s.network.authorities[access.authority].type is not SDIMIC:
        yield Violation(Rule.R83, f"{access.area} is the last area of {access.authority}")


def editing_settings(s: Situation, before: Access, after: Access, said: Collection[str]) -> Violations:
    """Edit what is said of the keywords, flags, professions and territory of an authority in an area.

    A territory is judged as it would be, so an SDIMIC may narrow a wider one into its region. Rules: R10, R19 and R32
    (the Access Coordinator; the authority itself only its keywords and professions), R25, R77.
    """
    yield from acting(s, before.authority)
    changed = _edited(before, after, said)
    if s.actor == before.access_coordinator:
        if "territory" in changed and before.role is Role.DIMIC:
            region = s.network.authorities[before.authority].region
            yield from appointing(s, after.territory, region, after.area)
        return
    if s.actor != before.authority:
        said = f"settings are edited by the Access Coordinator {before.access_coordinator}, not by {s.actor}"
    elif more := sorted(changed - OWN_SETTINGS):
        said = f"of itself {s.actor} edits keywords and professions, not {' and '.join(more)}"
    else:
        return
    yield Violation(Rule.R19, said)
    yield Violation(Rule.R32, said)


def _edited(before: object, after: object, said: Collection[str]) -> set[str]:
    """The columns that an edit alters; all that it says where it alters none, which is refused, so that R79 hides nothing."""
    return {name for name in said if getattr(before, name) != getattr(after, name)} or set(said)


# --- holders ------------------------------------------------------------------------------------------------------


def editing_data(s: Situation, authority: Authority, after: Authority, said: Collection[str]) -> Violations:
    """Edit what is said of registration data: the Validating Coordinator; the authority itself its contact data.

    Rules: R17, R25, R31, R77.
    """
    yield from acting(s, authority.id)
    if s.actor == authority.validating_coordinator:
        return
    if s.actor != authority.id:
        holder = authority.validating_coordinator or "the operator"
        yield Violation(Rule.R17, f"registration data are managed by {holder}, not by {s.actor}")
        if "name" in said:
            yield Violation(Rule.R31, f"the official name is the Validating Coordinator's, {holder}")
    elif more := sorted(_edited(authority, after, said) - CONTACT_DATA):
        said = f"of itself {s.actor} edits its contact data, not {', '.join(more)}"
        yield Violation(Rule.R17, said)
        yield Violation(Rule.R31, said)


def handing_over_validation(s: Situation, authority: Authority, successor: str | None) -> Violations:
    """Leave as Validating Coordinator, naming a successor. Rules: R25, R34, R77."""
    yield from acting(s, authority.id)
    if s.actor != authority.validating_coordinator:
        holder = authority.validating_coordinator
        said = f"only the Validating Coordinator {holder} hands it over" if holder else "a NIMIC has none"
        yield Violation(Rule.R34, said)
    if successor is None:
        yield Violation(Rule.R34, "a Validating Coordinator leaves only by naming a successor")


def taking_over_validation(s: Situation, authority: Authority) -> Violations:
    """The NIMIC takes over as Validating Coordinator where that one is deactivated or coordinates no more.

    Rules: R25, R34, R77, R80. What is frozen may be taken over.
    """
    yield from acting(s, authority.id, frozen=True)
    if s.me.type is not NIMIC:
        yield Violation(Rule.R80, f"only the NIMIC takes over validation, {s.actor} is a {s.me.type}")
    holder = authority.validating_coordinator
    if holder is not None and s.is_active(holder) and s.coordinator(holder).coordinates:
        yield Violation(
            Rule.R34, f"{holder} is an active coordinator and leaves only by naming a successor", (holder,)
        )


def replacing_access_coordinator(s: Situation, access: Access) -> Violations:
    """Put another in the Access Coordinator's place. Rules: R25, R41, R77."""
    yield from acting(s, access.authority)
    if s.actor != access.access_coordinator:
        yield Violation(
            Rule.R41,
            f"the Access Coordinator is replaced by itself only, which is {access.access_coordinator}",
        )


def adding_request_coordinators(s: Situation, access: Access) -> Violations:
    """Add Request Coordinators: the Access Coordinator or the authority itself. Rules: R25, R40, R77."""
    yield from acting(s, access.authority)
    if s.actor not in (access.access_coordinator, access.authority):
        yield Violation(
            Rule.R40,
            f"Request Coordinators of {access.authority} in {access.area} are added by its Access Coordinator "
            f"{access.access_coordinator} or by itself: ask one of them",
            (access.authority,),
        )


def removing_request_coordinator(s: Situation, access: Access, coordinator: str) -> Violations:
    """Leave as Request Coordinator, or be removed by the Access Coordinator; never the last. Rules: R25, R38, R40, R77."""
    yield from acting(s, access.authority)
    if s.actor not in (coordinator, access.access_coordinator):
        yield Violation(
            Rule.R40,
            f"{coordinator} leaves by itself or is removed by the Access Coordinator {access.access_coordinator}",
        )
    if list(access.request_coordinators) == [coordinator]:
        yield Violation(Rule.R38, f"{coordinator} is the last Request Coordinator: add another before")


def opting_out(s: Situation, access: Access) -> Violations:
    """Opt out of referral, or in again: each Request Coordinator for itself. Rules: R25, R42, R77."""
    yield from acting(s, access.authority)
    if s.actor not in access.request_coordinators:
        yield Violation(
            Rule.R42,
            f"{s.actor} is no Request Coordinator of {access.authority} in {access.area}: each opts out for itself",
        )


def linking(s: Situation, observer: str, observed: str, *, ending: bool) -> Violations:
    """Begin or end a link: the Validating Coordinator of the observed or the NIMIC; the observer may end it.

    Rules: R25, R77, R80.
    """
    yield from acting(s, observer, observed)
    holder = s.network.authorities[observed].validating_coordinator
    if not (s.actor == holder or s.me.type is NIMIC or (ending and s.actor == observer)):
        others = " or the observer" if ending else ""
        yield Violation(
            Rule.R80,
            f"a link is the matter of the Validating Coordinator {holder} of {observed}, the NIMIC{others}",
        )


def deactivating(s: Situation, authority: Authority) -> Violations:
    """Deactivate an authority. Rules: R8 (never the NIMIC), R25, R77, R80 (its Validating Coordinator)."""
    yield from acting(s, authority.id, frozen=True)
    if authority.type is NIMIC:
        yield Violation(Rule.R8, f"{authority.id} is the NIMIC: the operator replaces it")
    elif s.actor != authority.validating_coordinator:
        yield Violation(
            Rule.R80,
            f"{authority.id} is deactivated by its Validating Coordinator {authority.validating_coordinator}",
        )


def reactivating(s: Situation, authority: Authority) -> Violations:
    """Reactivate an authority. Rules: R8 (no former NIMIC), R25, R77, R80 (its Validating Coordinator)."""
    yield from acting(s, authority.id, frozen=True)
    if authority.type is NIMIC:
        yield Violation(Rule.R8, f"{authority.id} is a former NIMIC: the operator makes one NIMIC again")
    elif s.actor != authority.validating_coordinator:
        yield Violation(
            Rule.R80,
            f"{authority.id} is reactivated by its Validating Coordinator {authority.validating_coordinator}",
        )


# --- bulk ---------------------------------------------------------------------------------------------------------


def losing_mandate(s: Situation, coordinator: str, seats: Collection[tuple[str, str | None]]) -> Violations:
    """Hand over all seats of a coordinator that loses its mandate: `seats` are authority and area (of validation: none).

    It does so itself, or the NIMIC, or the SDIMIC that appointed it, for seats in its region and in areas it appointed
    it for. Rules: R25, R70, R77.
    """
    yield from acting(s, coordinator, frozen=True)
    appointed = {area for area, by in s.network.authorities[coordinator].appointed_by if by == s.actor}
    if s.actor == coordinator or s.me.type is NIMIC:
        return
    if not (s.me.type is SDIMIC and appointed):
        yield Violation(
            Rule.R70,
            f"the seats of {coordinator} are handed over by itself, the NIMIC or the SDIMIC that appointed it",
        )
        return
    for authority, area in seats:
        region = s.network.authorities[authority].region
        if not s.in_my_region(region):
            yield Violation(
                Rule.R70, f"{authority} lies in {region or 'no region'}, outside {s.me.region}", (authority,)
            )
        if area is not None and area not in appointed:
            yield Violation(
                Rule.R70,
                f"{s.actor} did not appoint {coordinator} for {area}, its seat at {authority}",
                (authority,),
            )


def succeeding(s: Situation, successor: str, seats: Collection[tuple[str, str | None]]) -> Violations:
    """The successor may hold every seat, those of deactivated authorities too; of active ones the outcome is asked as well.

    Rules: R25, R77, R81.
    """
    if not seats:
        return  # there is nothing to hold (R79)
    heir = s.coordinator(successor)
    if s.network.authorities[successor].state != s.acting.state:
        yield Violation(Rule.R25, f"{successor} is an authority of another state", (successor,))
    if not s.is_active(successor):
        yield Violation(Rule.R77, f"{successor} is deactivated", (successor,))
    if not heir.coordinates:
        yield Violation(Rule.R81, f"{successor} is no IMI Coordinator", (successor,))
        return
    for authority, area in seats:
        frozen = s.network.authorities[authority]
        if frozen.status is Status.ACTIVE:
            continue
        if area is None:
            covered = heir.covers_region(frozen.region, s.places)
        else:
            appointed = s.network.access[authority, area].role is Role.DIMIC
            covered = heir.covers_area(area, frozen.region, s.places)
            covered = covered and (heir.type in (NIMIC, SDIMIC) or not appointed)
        if not covered:
            yield Violation(
                Rule.R81,
                f"{successor} does not cover {area + ' in ' if area else ''}{frozen.region or 'the whole state'}, "
                f"the seat at {authority}",
                (authority,),
            )
