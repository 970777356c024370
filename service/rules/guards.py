"""Who may do what to an authority: one guard for each act, yielding every violation it can tell.

A guard asks who acts, and what the act itself demands. What must be true of any network, whatever made it, is asked of
the outcome (soundness.py): a guard does not ask it again. All are pure.
"""

from collections.abc import Collection, Iterator

from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Access, Authority, row
from service.rules.arguments import some
from service.rules.catalogue import Rule
from service.rules.powers import Power, lacking
from service.rules.situation import Situation
from service.rules.violation import Violation
from service.rules.wording import Code

NIMIC, SDIMIC, DIMIC, CA = AuthorityType

CONTACT_DATA = frozenset({"email", "phone", "web", "address", "languages"})
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
        yield Violation(Rule.R77, Code.ACTOR_INACTIVE(actor=me.id))
    for id in others:
        if s.network.authorities[id].state != me.state:
            detail = Code.OF_ANOTHER_STATE_THAN_ACTOR(authority=id, actor=me.id)
            yield Violation(Rule.R25, detail, others=(row("authorities", id),))
        if not frozen and not s.is_active(id):
            yield Violation(Rule.R77, Code.FROZEN(authority=id), others=(row("authorities", id),))


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
        yield Violation(Rule.R63, Code.DIMIC_REGISTERS_CAS_ONLY(type=kind))
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
            detail = Code.DIMIC_GIVES_THE_ROLE_CA_ONLY(area=access.area)
            yield from (Violation(rule, detail) for rule in (Rule.R53, Rule.R63))
        yield from appointing(s, access.territory, region, access.area)


def appointing(s: Situation, territory: str | None, region: str | None, area: str) -> Violations:
    """An SDIMIC appoints, lowers and sets territories inside its region only, never for the whole state. Rule: R10."""
    if s.me.type is not SDIMIC:
        return
    if not s.in_my_region(region):
        yield Violation(
            Rule.R10,
            Code.APPOINTED_OUTSIDE_REGION(actor=s.actor, own_region=s.me.region, region=region),
        )
    if not s.in_my_region(territory):
        yield Violation(
            Rule.R10,
            Code.TERRITORY_OUTSIDE_REGION(
                area=area, own_region=s.me.region, actor=s.actor, territory=territory
            ),
        )


def changing_role(s: Situation, before: Access, after: Access) -> Violations:
    """Raise a CA to DIMIC in an area, or lower it. Rules: R10, R25, R53, R77, R79.

    The role held already is no change of role, whatever territory is named: that is one of the settings.
    """
    yield from acting(s, before.authority)
    if before.role is after.role:
        yield Violation(
            Rule.R79,
            Code.ROLE_HELD_ALREADY(authority=before.authority, role=before.role, area=before.area),
        )
    if s.me.type not in (NIMIC, SDIMIC):
        yield Violation(Rule.R53, Code.ROLE_DIMIC_OF_NIMIC_OR_SDIMIC(actor=s.actor))
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
            Code.ACCESS_WITHDRAWN_BY_HOLDER(holder=access.access_coordinator, actor=s.actor),
        )
    if not left and s.network.authorities[access.authority].type is not SDIMIC:
        yield Violation(Rule.R83, Code.LAST_AREA(area=access.area, authority=access.authority))


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
        detail = Code.SETTINGS_EDITED_BY_HOLDER(holder=before.access_coordinator, actor=s.actor)
    elif more := sorted(changed - OWN_SETTINGS):
        detail = Code.OWN_SETTINGS_ONLY(actor=s.actor, settings=some(more))
    else:
        return
    yield Violation(Rule.R19, detail)
    yield Violation(Rule.R32, detail)


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
        holder = authority.validating_coordinator
        yield Violation(Rule.R17, Code.DATA_MANAGED_BY_HOLDER(holder=holder, actor=s.actor))
        if "name" in said:
            yield Violation(Rule.R31, Code.NAME_OF_HOLDER(holder=holder))
    elif more := sorted(_edited(authority, after, said) - CONTACT_DATA):
        detail = Code.OWN_CONTACT_DATA_ONLY(actor=s.actor, columns=some(more))
        yield Violation(Rule.R17, detail)
        yield Violation(Rule.R31, detail)


def handing_over_validation(s: Situation, authority: Authority, successor: str | None) -> Violations:
    """Leave as Validating Coordinator, naming a successor. Rules: R25, R34, R77."""
    yield from acting(s, authority.id)
    if s.actor != authority.validating_coordinator:
        holder = authority.validating_coordinator
        detail = Code.VALIDATION_OF_HOLDER(holder=holder) if holder else Code.VALIDATION_OF_NIMIC()
        yield Violation(Rule.R34, detail)
    if successor is None:
        yield Violation(Rule.R34, Code.SUCCESSOR_NEEDED())


def taking_over_validation(s: Situation, authority: Authority) -> Violations:
    """The NIMIC takes over as Validating Coordinator where that one is deactivated or coordinates no more.

    Rules: R25, R34, R77, R80. What is frozen may be taken over.
    """
    yield from acting(s, authority.id, frozen=True)
    if s.me.type is not NIMIC:
        yield Violation(Rule.R80, Code.TAKEN_OVER_BY_NIMIC(actor=s.actor, type=s.me.type))
    holder = authority.validating_coordinator
    if holder is not None and s.is_active(holder) and s.coordinator(holder).coordinates:
        detail = Code.VALIDATOR_ACTIVE(holder=holder)
        yield Violation(Rule.R34, detail, others=(row("authorities", holder),))


def replacing_access_coordinator(s: Situation, access: Access) -> Violations:
    """Put another in the Access Coordinator's place. Rules: R25, R41, R77."""
    yield from acting(s, access.authority)
    if s.actor != access.access_coordinator:
        yield Violation(
            Rule.R41,
            Code.ACCESS_COORDINATOR_REPLACES_ITSELF(holder=access.access_coordinator),
        )


def adding_request_coordinators(s: Situation, access: Access) -> Violations:
    """Add Request Coordinators: the Access Coordinator or the authority itself. Rules: R25, R40, R77."""
    yield from acting(s, access.authority)
    if s.actor not in (access.access_coordinator, access.authority):
        yield Violation(
            Rule.R40,
            Code.REQUEST_COORDINATORS_ADDED_BY(
                authority=access.authority, area=access.area, holder=access.access_coordinator
            ),
            others=(row("authorities", access.authority),),
        )


def removing_request_coordinator(s: Situation, access: Access, coordinator: str) -> Violations:
    """Leave as Request Coordinator, or be removed by the Access Coordinator; never the last. Rules: R25, R38, R40, R77."""
    yield from acting(s, access.authority)
    if s.actor not in (coordinator, access.access_coordinator):
        yield Violation(
            Rule.R40,
            Code.REQUEST_COORDINATOR_REMOVED_BY(coordinator=coordinator, holder=access.access_coordinator),
        )
    if list(access.request_coordinators) == [coordinator]:
        yield Violation(Rule.R38, Code.LAST_REQUEST_COORDINATOR(coordinator=coordinator))


def opting_out(s: Situation, access: Access) -> Violations:
    """Opt out of referral, or in again: each Request Coordinator for itself. Rules: R25, R42, R77."""
    yield from acting(s, access.authority)
    if s.actor not in access.request_coordinators:
        yield Violation(
            Rule.R42,
            Code.OPT_OUT_OF_ANOTHER(actor=s.actor, authority=access.authority, area=access.area),
        )


def linking(s: Situation, observer: str, observed: str, *, ending: bool) -> Violations:
    """Begin or end a link: the Validating Coordinator of the observed or the NIMIC; the observer may end it.

    Rules: R25, R77, R80.
    """
    yield from acting(s, observer, observed)
    holder = s.network.authorities[observed].validating_coordinator
    if not (s.actor == holder or s.me.type is NIMIC or (ending and s.actor == observer)):
        code = Code.LINK_ENDED_BY if ending else Code.LINK_BEGUN_BY
        detail = code(holder=holder, observed=observed) if holder else Code.LINK_OF_NIMIC(observed=observed)
        yield Violation(Rule.R80, detail)


def deactivating(s: Situation, authority: Authority) -> Violations:
    """Deactivate an authority. Rules: R8 (never the NIMIC), R25, R77, R80 (its Validating Coordinator)."""
    yield from acting(s, authority.id, frozen=True)
    if authority.type is NIMIC:
        yield Violation(Rule.R8, Code.NIMIC_REPLACED_BY_OPERATOR(authority=authority.id))
    elif s.actor != authority.validating_coordinator:
        yield Violation(
            Rule.R80,
            Code.DEACTIVATED_BY_HOLDER(authority=authority.id, holder=authority.validating_coordinator),
        )


def reactivating(s: Situation, authority: Authority) -> Violations:
    """Reactivate an authority. Rules: R8 (no former NIMIC), R25, R77, R80 (its Validating Coordinator)."""
    yield from acting(s, authority.id, frozen=True)
    if authority.type is NIMIC:
        yield Violation(Rule.R8, Code.FORMER_NIMIC(authority=authority.id))
    elif s.actor != authority.validating_coordinator:
        yield Violation(
            Rule.R80,
            Code.REACTIVATED_BY_HOLDER(authority=authority.id, holder=authority.validating_coordinator),
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
        yield Violation(Rule.R70, Code.SEATS_HANDED_OVER_BY(coordinator=coordinator))
        return
    for authority, area in seats:
        region = s.network.authorities[authority].region
        seat = (row("authorities", authority),)
        if not s.in_my_region(region):
            detail = Code.AUTHORITY_OUTSIDE_REGION(authority=authority, region=region, own_region=s.me.region)
            yield Violation(Rule.R70, detail, others=seat)
        if area is not None and area not in appointed:
            detail = Code.NOT_APPOINTED_FOR_SEAT(
                actor=s.actor, coordinator=coordinator, area=area, authority=authority
            )
            yield Violation(Rule.R70, detail, others=seat)


def succeeding(s: Situation, successor: str, seats: Collection[tuple[str, str | None]]) -> Violations:
    """The successor may hold every seat, those of deactivated authorities too; of active ones the outcome is asked as well.

    Rules: R25, R77, R81.
    """
    if not seats:
        return  # there is nothing to hold (R79)
    heir, itself = s.coordinator(successor), (row("authorities", successor),)
    if s.network.authorities[successor].state != s.acting.state:
        yield Violation(Rule.R25, Code.OF_ANOTHER_STATE(authority=successor), others=itself)
    if not s.is_active(successor):
        yield Violation(Rule.R77, Code.COORDINATOR_INACTIVE(coordinator=successor), others=itself)
    if not heir.coordinates:
        yield Violation(Rule.R81, Code.NO_IMI_COORDINATOR(coordinator=successor), others=itself)
        return
    for authority, area in seats:
        frozen = s.network.authorities[authority]
        if frozen.status is Status.ACTIVE:
            continue
        names = {"coordinator": successor, "place": frozen.region, "authority": authority}
        if area is None:
            covered = heir.covers_region(frozen.region, s.places)
            detail = Code.DOES_NOT_COVER_SEAT(**names)
        else:
            appointed = s.network.access[authority, area].role is Role.DIMIC
            covered = heir.covers_area(area, frozen.region, s.places)
            covered = covered and (heir.type in (NIMIC, SDIMIC) or not appointed)
            detail = Code.DOES_NOT_COVER_SEAT_IN_AREA(**names, area=area)
        if not covered:
            yield Violation(Rule.R81, detail, others=(row("authorities", authority),))
