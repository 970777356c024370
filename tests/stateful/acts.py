"""Each mutation as domain.md tells it: who may, what it makes, what forbids it. The input is as a client sends it."""

from __future__ import annotations

from typing import Any

from tests.stateful.judgement import Act, Asked, Enough, Judgement, Verdict, judged
from tests.stateful.operator_acts import OPERATORS_ACTS
from tests.stateful.registering import grant_access, register_ca, register_dimic, register_sdimic
from tests.stateful.world import Access, World

# --- what an authority is in an area ---------------------------------------------------------------------------------


def access_of(j: Judgement, asked: Asked) -> Access:
    """The access an act is about, as it would be. Raises Missing."""
    j.body(asked["authority"])
    access = j.after.bodies[asked["authority"]].areas.get(j.area(asked["area"]))
    if access is None:
        j.body("")  # no authority has this id
    assert access is not None
    return access


def appoints(j: Judgement, id: str, *territories: str | None) -> None:
    """An SDIMIC appoints, lowers and sets territories only inside its region, never for the whole state."""
    if j.my_kind == "SDIMIC":
        inside = all(j.in_my_region(place) for place in (j.before.bodies[id].region, *territories))
        j.hold(inside, "R10", also=["R15", "R53"])


def change_area_role(j: Judgement, asked: Asked) -> None:
    """NIMIC and SDIMIC (its region) raise and lower; an access seat that is neither's passes to the actor."""
    id, area, role, territory = asked["authority"], asked["area"], asked["role"], asked.get("territory")
    j.acts_on(id)
    access = access_of(j, asked)
    j.region(territory, j.body(id).state)
    if access.role == role:  # whatever territory is named
        j.fault("R79")
    j.hold(j.my_kind in ("NIMIC", "SDIMIC"), "R53")
    if role == "DIMIC":
        appoints(j, id, territory)
    elif access.role == "DIMIC":
        appoints(j, id, access.territory)
    if access.role != role and j.before.kind(access.holder) not in ("NIMIC", "SDIMIC"):
        j.in_vain |= j.my_kind not in ("NIMIC", "SDIMIC")
        hand_over(access, j.actor)
    if access.role != role == "DIMIC":
        j.after.bodies[id].appointed.add((area, j.actor))
        j.after.bodies[id].was_dimic.add(area)
    access.role, access.territory = role, territory
    j.drop_links()
    j.drop_spare_requests()


def update_area_settings(j: Judgement, asked: Asked) -> None:
    """The AC edits all; the authority itself its keywords and professions; a territory belongs to NIMIC or SDIMIC as AC."""
    id = asked["authority"]
    j.acts_on(id)
    access = access_of(j, asked)
    changed: set[str] = set()
    said = {column for column in ("keywords", "professions", "flags", "territory") if column in asked}
    for column in ("keywords", "professions", "flags"):
        if column in asked and set(asked[column] or ()) != getattr(access, column):
            setattr(access, column, set(asked[column] or ()))
            changed.add(column)
    if "territory" in asked and asked["territory"] != access.territory:
        j.region(asked["territory"], j.body(id).state)
        changed.add("territory")
    # Of an edit that alters nothing, and is refused for it, all that it says is judged.
    judged = changed or said
    if "territory" in judged:
        if j.actor == access.holder:
            # What counts is the new territory: an SDIMIC may narrow a wider one into its region.
            if access.role == "DIMIC":
                appoints(j, id, asked["territory"])
            else:
                j.may |= {"R10"}
        access.territory = asked["territory"]
    own = j.actor == id and judged <= {"keywords", "professions"}
    j.hold(j.actor == access.holder or own, "R19", also=["R80"])
    j.hold(j.actor == access.holder or own, "R32")
    j.drop_spare_requests()


def withdraw_access(j: Judgement, asked: Asked) -> None:
    """By its AC, with edges and links; never the last area but of an SDIMIC."""
    j.acts_on(asked["authority"])
    access = access_of(j, asked)
    j.hold(j.actor == access.holder, "R80")
    del j.after.bodies[asked["authority"]].areas[asked["area"]]
    j.drop_links()
    j.drop_spare_requests()


# --- Access and Request Coordinators ----------------------------------------------------------------------------------


def hand_over(access: Access, successor: str) -> None:
    """R35: the outgoing AC is replaced as RC too; had it left the RCs before, they stay as they are."""
    outgoing, access.holder = access.holder, successor
    move_request(access, outgoing, successor)


def move_request(access: Access, outgoing: str, successor: str) -> None:
    """One RC's relation passes to a successor, who is added once."""
    if outgoing != successor and outgoing in access.requests:
        access.requests = access.requests - {outgoing} | {successor}
        access.opted_out = access.opted_out - {outgoing}


def replace_access_coordinator(j: Judgement, asked: Asked) -> None:
    """The AC is replaced by the AC only (R41)."""
    j.acts_on(asked["authority"])
    access = access_of(j, asked)
    j.body(asked["successor"])
    j.hold(j.actor == access.holder, "R41")
    hand_over(access, asked["successor"])


def add_request_coordinators(j: Judgement, asked: Asked) -> None:
    """By the AC or by the authority itself (R40), to all or to none."""
    for id in asked["authorities"]:
        j.acts_on(id)
    for id in asked["coordinators"]:
        j.body(id)
    for id in asked["authorities"]:
        access = access_of(j, {**asked, "authority": id})
        j.hold(j.actor in (access.holder, id), "R40")
        access.requests |= set(asked["coordinators"])


def remove_request_coordinator(j: Judgement, asked: Asked) -> None:
    """It leaves, or the AC removes it; never the last active one (R38)."""
    j.acts_on(asked["authority"])
    access = access_of(j, asked)
    leaver = asked["coordinator"]
    j.body(leaver)
    j.hold(j.actor in (leaver, access.holder), "R40", also=["R38", "R80"])
    if leaver in access.requests and not any(j.before.bodies[id].active for id in access.requests - {leaver}):
        j.fault("R38")
    access.requests -= {leaver}
    access.opted_out -= {leaver}


def set_referral_opt_out(j: Judgement, asked: Asked) -> None:
    """Each RC on its own edge (R42)."""
    j.acts_on(asked["authority"])
    access = access_of(j, asked)
    if j.actor not in access.requests:
        j.fault("R42")
        j.may_change_nothing = asked["optOut"]
        return
    access.opted_out = access.opted_out - {j.actor} | ({j.actor} if asked["optOut"] else set())


# --- links -------------------------------------------------------------------------------------------------------------


def link_authorities(j: Judgement, asked: Asked) -> None:
    """Two CAs of one state, by the VC of the observed or the NIMIC."""
    _linking(j, asked, ending=False)
    j.after.links.add((asked["observer"], asked["observed"]))


def unlink_authorities(j: Judgement, asked: Asked) -> None:
    """The same end it, and the observer."""
    _linking(j, asked, ending=True)
    j.after.links.discard((asked["observer"], asked["observed"]))


def _linking(j: Judgement, asked: Asked, *, ending: bool) -> None:
    observer, observed = asked["observer"], asked["observed"]
    j.acts_on(observer, observed)
    entitled = {j.body(observed).validator, j.before.nimics.get(j.me.state), *([observer] if ending else [])}
    # A former NIMIC is told that it is deactivated (R77), which says it all.
    former = j.my_kind == "NIMIC" and not j.me.active
    j.may |= {"R80"} if former else set()
    j.hold(j.actor in entitled or former, "R80")


# --- validation and status ---------------------------------------------------------------------------------------------


def replace_validating_coordinator(j: Judgement, asked: Asked) -> None:
    """One leaves only by naming a successor (R34)."""
    id, successor = asked["authority"], asked.get("successor")
    j.acts_on(id)
    j.hold(j.actor == j.body(id).validator, "R34", also=["R80"])
    if successor is None:
        j.enough.append(("R34",))
        j.may |= {"R79"}
        raise Enough
    j.body(successor)
    if j.body(id).kind == "NIMIC":  # the root has none, whoever it would be
        j.may |= {"R25", "R77", "R78", "R81"}
    j.after.bodies[id].validator = successor


def take_over_validation(j: Judgement, asked: Asked) -> None:
    """The NIMIC's, where the VC is deactivated or no coordinator any more."""
    id = asked["authority"]
    j.acts_on(id, frozen=True)
    j.hold(j.my_kind == "NIMIC", "R80")
    j.in_vain |= j.my_kind != "NIMIC" or not j.me.active or j.foreign
    validator = j.body(id).validator
    if j.body(id).kind == "NIMIC":
        j.fault("R82", also=["R34", "R78", "R81"])
    elif validator is not None and j.before.bodies[validator].active and j.before.kind(validator) != "CA":
        j.hold(False, "R34")
    j.after.bodies[id].validator = j.actor


def deactivate_authority(j: Judgement, asked: Asked) -> None:
    """By its VC, where it is VC, AC or sole active RC of no active other; its spare RC edges end."""
    _set_status(j, asked["authority"], active=False)
    j.drop_spare_requests()


def reactivate_authority(j: Judgement, asked: Asked) -> None:
    """By its VC, where VC, AC and RCs are sound; unsound RCs beside sound ones end, as they would have before."""
    _set_status(j, asked["authority"], active=True)
    j.drop_spare_requests(asked["authority"])


def _set_status(j: Judgement, id: str, *, active: bool) -> None:
    j.acts_on(id, frozen=True)
    if j.body(id).kind == "NIMIC":
        j.fault("R8", also=["R77", "R80"])
    else:
        j.hold(j.actor == j.body(id).validator, "R80")
    if not active and not j.body(id).active:
        j.may |= {"R77"}
    j.after.bodies[id].active = active


def update_registration_data(j: Judgement, asked: Asked) -> None:
    """The VC edits all, an authority its own contact data, the operator a NIMIC's data."""
    id = asked["authority"]
    body, after = j.body(id), j.after.bodies[id]
    changed: set[str] = set()
    for column, value in _data(asked).items():
        if getattr(body, column) != value:
            setattr(after, column, value)
            changed.add(column)
    j.region(asked.get("region"), body.state)
    if j.actor == "operator":
        if not body.active:
            j.fault("R77")
        if body.kind != "NIMIC":
            j.fault("R17", "R12", also=["R80"])
    else:
        j.acts_on(id)
        said = _data(asked).keys()
        own = j.actor == id and (changed or said) <= {"email"}
        j.hold(j.actor == body.validator or own, "R17", also=["R12", "R31", "R80"])
        if "name" in ((changed or said) if j.actor == id else said):
            j.hold(j.actor == body.validator, "R31")
    j.drop_spare_requests()


def _data(asked: Asked) -> dict[str, Any]:
    said: dict[str, Any] = {
        column: asked[column] for column in ("name", "region", "email") if column in asked
    }
    if "externalIds" in asked:
        said["external_ids"] = {(each["scheme"], each["value"]) for each in asked["externalIds"] or ()}
    return said


# --- loss of mandate ---------------------------------------------------------------------------------------------------


def replace_validating_coordinator_everywhere(j: Judgement, asked: Asked) -> None:
    """All that a coordinator validates (R70 and its like for VC)."""
    seats = [body.id for body in _taken(j, asked) if body.validator == asked["coordinator"]]
    _mandate(j, asked, [(id, None) for id in seats])
    for id in seats:
        j.after.bodies[id].validator = asked["successor"]
        frozen = j.after.bodies[id]
        if frozen.kind == "SDIMIC" and not frozen.active and j.before.kind(asked["successor"]) != "NIMIC":
            j.fault("R81")


def replace_access_coordinator_everywhere(j: Judgement, asked: Asked) -> None:
    """All access seats of a coordinator with the RC edges that go along; asked to, RC edges beside other ACs too."""
    coordinator, successor = asked["coordinator"], asked["successor"]
    if asked.get("area") is not None:
        j.area(asked["area"])
    seats: list[tuple[str, str | None]] = []
    for body in _taken(j, asked):
        for area, access in j.after.bodies[body.id].areas.items():
            if asked.get("area") not in (None, area):
                continue
            if access.holder == coordinator:
                hand_over(access, successor)
                neither = j.before.kind(successor) not in ("NIMIC", "SDIMIC")
                if access.role == "DIMIC" and not body.active and neither:
                    j.fault("R81")
            elif asked.get("withRequestCoordination") and coordinator in access.requests:
                move_request(access, coordinator, successor)
            else:
                continue
            seats.append((body.id, area))
    _mandate(j, asked, seats)


def _taken(j: Judgement, asked: Asked) -> list[Any]:
    """The bodies a hand-over takes: those named, those of the region, else all of the state."""
    named, region = asked.get("authorities"), asked.get("region")
    state = j.body(asked["coordinator"]).state
    for id in (asked["successor"], *(named or ())):
        j.body(id)
    j.region(region, state)
    return [
        body
        for body in j.before.bodies.values()
        if (named is None or body.id in named) and (region is None or j.before.within(body.region, region))
    ]


def _mandate(j: Judgement, asked: Asked, seats: list[tuple[str, str | None]]) -> None:
    """By the coordinator itself, the NIMIC, or the SDIMIC that appointed it: its region, the areas it appointed it for."""
    coordinator, successor = j.body(asked["coordinator"]), asked["successor"]
    j.acts_on(coordinator.id, frozen=True)
    j.may_change_nothing = not seats
    appointed = {area for area, by in coordinator.appointed if by == j.actor}
    own = j.actor == coordinator.id
    appointing = j.my_kind == "SDIMIC" and bool(appointed)
    j.hold(own or j.my_kind == "NIMIC" or appointing, "R70")
    if appointing and not own:
        for id, area in seats:
            inside = j.in_my_region(j.before.bodies[id].region)
            j.hold(inside and (area is None or area in appointed), "R70")
    # The successor is eligible for every seat moved, those of deactivated authorities too, which `faults` leaves out.
    for id, area in seats:
        body = j.before.bodies[id]
        if body.active or successor == id or j.before.bodies[successor].state != body.state:
            continue
        if not j.before.bodies[successor].active:
            j.fault("R77")
        if not j.before.covers(successor, body.region, area):
            j.fault("R81")


# --- all of them --------------------------------------------------------------------------------------------------------

ACTS: dict[str, tuple[Act, bool | None]] = {
    "registerSdimic": (register_sdimic, False),
    "registerDimic": (register_dimic, False),
    "registerCompetentAuthority": (register_ca, False),
    "grantAccess": (grant_access, False),
    "changeAreaRole": (change_area_role, False),
    "replaceValidatingCoordinator": (replace_validating_coordinator, False),
    "replaceValidatingCoordinatorEverywhere": (replace_validating_coordinator_everywhere, False),
    "replaceAccessCoordinator": (replace_access_coordinator, False),
    "replaceAccessCoordinatorEverywhere": (replace_access_coordinator_everywhere, False),
    "addRequestCoordinators": (add_request_coordinators, False),
    "removeRequestCoordinator": (remove_request_coordinator, False),
    "setReferralOptOut": (set_referral_opt_out, False),
    "linkAuthorities": (link_authorities, False),
    "unlinkAuthorities": (unlink_authorities, False),
    "updateRegistrationData": (update_registration_data, None),
    "updateAreaSettings": (update_area_settings, False),
    "withdrawAccess": (withdraw_access, False),
    "deactivateAuthority": (deactivate_authority, False),
    "reactivateAuthority": (reactivate_authority, False),
    "takeOverValidation": (take_over_validation, False),
    **{name: (act, True) for name, act in OPERATORS_ACTS.items()},
}
"""Each mutation, and whether it is the operator's (None: also the operator's)."""


def verdict(world: World, actor: str, action: str, asked: Asked) -> Verdict:
    """What the domain says of an act."""
    act, operators = ACTS[action]
    return judged(world, actor, act, asked, operators=operators)
