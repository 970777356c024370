"""Acts at random, likely ones more often: by the holder of the seat as a rule, by anyone now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from tests.stateful.judgement import OPERATOR, Asked
from tests.stateful.world import Access, Body, World

T = TypeVar("T")
MOST_BODIES = 20
"""Registered ones are drawn from as many ids, so that a long run stays small and meets the same ones again."""


@dataclass(frozen=True)
class Step:
    """One act as a client asks for it."""

    actor: str
    action: str
    input: Asked


Make = Callable[[Random, World], Step]


# --- drawing -----------------------------------------------------------------------------------------------------------


def one_of(rng: Random, *pools: Iterable[T]) -> T:
    """An element of the first pool that has any, as a rule; of a later one now and then."""
    full = [list(pool) for pool in pools]
    full = [pool for pool in full if pool]
    for pool in full[:-1]:
        if rng.randint(0, 4):
            return rng.choice(pool)
    return rng.choice(full[-1])


def rarely(rng: Random, often: int = 7) -> bool:
    """True one time in `often` and one."""
    return rng.randint(0, often) == often


def ids(world: World, *kinds: str, active: bool = True) -> list[str]:
    """Bodies of these kinds (of all, where none is named)."""
    return [
        id
        for id, body in sorted(world.bodies.items())
        if (not kinds or world.kind(id) in kinds) and (body.active or not active)
    ]


def anyone(world: World) -> list[str]:
    """Every body many times, nobody and the operator once."""
    return [*ids(world, active=False) * 4, "nobody", OPERATOR]


def actor(rng: Random, world: World, *right: str | None) -> str:
    """One of those whose act it is, two times in three; else a coordinator, or anyone."""
    entitled = [id for id in right if id]
    coordinators = ids(world, "NIMIC", "SDIMIC", "DIMIC")
    if entitled and rng.random() < 2 / 3:
        return rng.choice(entitled)
    return rng.choice(coordinators if rng.random() < 2 / 3 else anyone(world))


def body_of(rng: Random, world: World, *likely: Iterable[str]) -> Body:
    """A body an act is about."""
    return world.bodies[one_of(rng, *likely, ids(world), ids(world, active=False))]


def body_id(rng: Random, body: Body) -> str:
    """Its id; now and then of nobody."""
    return "nobody" if rarely(rng, 40) else body.id


def coordinator(rng: Random, world: World, body: Body, area: str | None = None) -> str:
    """Someone who might hold a seat: one who covers it as a rule."""
    fitting = [
        id
        for id in ids(world, "NIMIC", "SDIMIC", "DIMIC")
        if id != body.id and world.bodies[id].state == body.state and world.covers(id, body.region, area)
    ]
    return one_of(rng, fitting, fitting, ids(world, "NIMIC", "SDIMIC", "DIMIC"), anyone(world))


def accesses(world: World, role: str | None = None, active: bool = True) -> list[tuple[Body, str, Access]]:
    """Every area access, of one role if it is named."""
    return [
        (body, area, access)
        for _, body in sorted(world.bodies.items())
        for area, access in sorted(body.areas.items())
        if role in (None, access.role) and (body.active or not active)
    ]


def an_access(rng: Random, world: World, role: str | None = None) -> tuple[Body, str, Access]:
    """An access an act is about."""
    return one_of(
        rng,
        accesses(world, role),
        accesses(world, active=False),
        [
            (body, area, Access("CA", "", set(), ""))
            for _, body in sorted(world.bodies.items())
            for area in world.areas
        ],
    )


def region(rng: Random, world: World, state: str, within: str | None = None) -> str | None:
    """A region of the state, as a rule within another; now and then none, of another state, or one that is not."""
    here = [code for code in sorted(world.regions) if world.regions[code][0] == state]
    inside = [code for code in here if within is None or world.within(code, within)]
    return one_of(rng, inside, [*here, None], [*sorted(world.regions), "XX"])


def settings(rng: Random, world: World, area: str) -> Asked:
    """Keywords, professions and flags of an area: sound as a rule."""
    known = world.areas.get(area)
    asked: Asked = {}
    if known and (known.professions or rarely(rng)) and not rarely(rng, 12):
        asked["professions"] = rng.choice([["Arzt"], ["Arzt", "Notar"]])
    if rng.random() < 0.5:
        words = sorted(known.keywords if known else ())
        asked["keywords"] = [*words[: rng.randint(0, 2)], *(["unheard of"] if rarely(rng, 12) else [])]
    if rng.random() < 0.5:
        asked["flags"] = ["APPROVE_REPLIES"]
    return asked


# --- registering ---------------------------------------------------------------------------------------------------------


def _home(world: World, me: str) -> str | None:
    """Where an actor may register: within its region or a territory of it."""
    body = world.bodies.get(me)
    if body is None or world.kind(me) == "NIMIC":
        return None
    territories = [access.territory for _, access in sorted(body.areas.items()) if access.role == "DIMIC"]
    return body.region if body.kind == "SDIMIC" else next(iter(territories), body.region)


def _given(rng: Random, world: World, me: str, body: Body, area: str) -> Asked:
    asked: Asked = {"area": area, **settings(rng, world, area)}
    if rarely(rng, 3):
        asked["accessCoordinator"] = coordinator(rng, world, body, area)
    if rarely(rng, 3):
        asked["requestCoordinators"] = sorted(
            {coordinator(rng, world, body, area) for _ in range(rng.randint(1, 2))}
        )
    return asked


def _registers(kind: str) -> Make:
    def make(rng: Random, world: World) -> Step:
        right = {"SDIMIC": ("NIMIC",), "DIMIC": ("NIMIC", "SDIMIC"), "CA": ("NIMIC", "SDIMIC", "DIMIC")}[kind]
        me = actor(rng, world, *ids(world, *right))
        state = world.bodies[me].state if me in world.bodies else "DE"
        home = _home(world, me)
        place = region(rng, world, state, home)
        new = [f"n{number}" for number in range(MOST_BODIES) if f"n{number}" not in world.bodies]
        id = one_of(rng, new[:1], new, sorted(world.bodies))
        body = Body(id, state, place if place in world.regions else None)
        mine = [
            area for area in sorted(world.areas) if me in world.bodies and world.covers(me, body.region, area)
        ]
        areas = [
            one_of(rng, mine, sorted(world.areas))
            for _ in range(rng.randint(0 if kind == "SDIMIC" else 1, 2))
        ]
        if not rarely(rng, 10):
            areas = sorted(set(areas))
        if rarely(rng, 12):
            areas = []
        given = [_given(rng, world, me, body, area) for area in areas]
        if kind == "DIMIC":
            for each in given:
                each["role"] = rng.choice(["DIMIC", "DIMIC", "CA"])
                if each["role"] == "DIMIC" or rarely(rng):
                    each["territory"] = region(rng, world, state, home)
        asked: Asked = {"id": id, "name": f"Amt {id}", "areas": given, "confirmSimilar": True}
        if rarely(rng, 12):
            asked["name"] = rng.choice(["DIMIC Bayern", "Amt_sdimic", "Epidimicum", "Nimic-Stelle"])
        if place is not None or kind == "SDIMIC":
            asked["region"] = place or "XX"
        if rarely(rng, 3):
            asked["externalIds"] = _external_ids(rng)
        name = {"SDIMIC": "registerSdimic", "DIMIC": "registerDimic", "CA": "registerCompetentAuthority"}[
            kind
        ]
        return Step(me, name, asked)

    return make


def _external_ids(rng: Random) -> list[Asked]:
    """Few of them, some of which are the same in other letters (R2)."""
    known = [
        ("ags", "09-1"),
        ("AGS", "09 1"),
        ("ags", "092"),
        ("ｖat", "DE1"),
        ("vat", "de1"),
        ("vat", "de2"),
    ]
    return [
        {"scheme": scheme, "value": value} for scheme, value in rng.sample(known, rng.choice([1, 1, 1, 2]))
    ]


def grant_access(rng: Random, world: World) -> Step:
    lacking = [id for id in ids(world) if world.areas.keys() - world.bodies[id].areas.keys()]
    body = body_of(rng, world, lacking)
    area = one_of(rng, sorted(world.areas.keys() - body.areas.keys()), sorted(world.areas), ["XX"])
    fitting = [
        id
        for id in ids(world)
        if world.bodies[id].state == body.state and world.covers(id, body.region, area)
    ]
    me = actor(rng, world, *fitting)
    asked = {
        "authority": body_id(rng, body),
        "role": rng.choice(["CA", "DIMIC"]),
        **_given(rng, world, me, body, area),
    }
    if asked["role"] == "DIMIC" or rarely(rng):
        asked["territory"] = region(rng, world, body.state, _home(world, me))
    return Step(me, "grantAccess", asked)


# --- what an authority is in an area -------------------------------------------------------------------------------------


def _appointing(world: World, body: Body) -> list[str]:
    """Who may raise and lower it."""
    return [
        id
        for id in ids(world, "NIMIC", "SDIMIC")
        if world.bodies[id].state == body.state and world.covers(id, body.region)
    ]


def change_area_role(rng: Random, world: World) -> Step:
    body, area, access = an_access(rng, world, rng.choice(["CA", "DIMIC"]))
    me = actor(rng, world, *_appointing(world, body))
    role = "CA" if access.role == "DIMIC" and not rarely(rng, 2) else "DIMIC"
    asked: Asked = {"authority": body_id(rng, body), "area": area, "role": role}
    if role == "DIMIC" or rarely(rng, 12):
        asked["territory"] = region(rng, world, body.state, _home(world, me))
    return Step(me, "changeAreaRole", asked)


def update_area_settings(rng: Random, world: World) -> Step:
    body, area, access = an_access(rng, world, rng.choice(["CA", "DIMIC"]))
    me = actor(rng, world, access.holder, body.id)
    asked: Asked = {"authority": body_id(rng, body), "area": area, **settings(rng, world, area)}
    if access.role == "DIMIC" or rarely(rng, 12) or len(asked) == 2:
        asked["territory"] = region(rng, world, body.state, _home(world, me))
    return Step(me, "updateAreaSettings", asked)


def withdraw_access(rng: Random, world: World) -> Step:
    several = [each for each in accesses(world) if len(each[0].areas) > 1 or each[0].kind]
    body, area, access = one_of(rng, several, accesses(world), accesses(world, active=False))
    me = actor(rng, world, access.holder)
    return Step(me, "withdrawAccess", {"authority": body_id(rng, body), "area": area})


# --- Access and Request Coordinators, links --------------------------------------------------------------------------------


def replace_access_coordinator(rng: Random, world: World) -> Step:
    body, area, access = an_access(rng, world)
    successor = coordinator(rng, world, body, area)
    asked = {"authority": body_id(rng, body), "area": area, "successor": successor}
    return Step(actor(rng, world, access.holder), "replaceAccessCoordinator", asked)


def add_request_coordinators(rng: Random, world: World) -> Step:
    body, area, access = an_access(rng, world)
    me = actor(rng, world, access.holder, body.id)
    others = [
        one.id for one, its, held in accesses(world) if its == area and held.holder == me and one is not body
    ]
    some = rng.sample(others, rng.randint(0, min(2, len(others))))
    named = sorted({coordinator(rng, world, body, area) for _ in range(rng.randint(1, 2))})
    asked = {"authorities": [body_id(rng, body), *some], "area": area, "coordinators": named}
    return Step(me, "addRequestCoordinators", asked)


def remove_request_coordinator(rng: Random, world: World) -> Step:
    spare = [each for each in accesses(world) if len(each[2].requests) > 1]
    body, area, access = one_of(rng, spare, accesses(world), accesses(world, active=False))
    leaver = one_of(rng, sorted(access.requests), ids(world, "NIMIC", "SDIMIC", "DIMIC"), anyone(world))
    asked = {"authority": body_id(rng, body), "area": area, "coordinator": leaver}
    return Step(actor(rng, world, leaver, access.holder), "removeRequestCoordinator", asked)


def set_referral_opt_out(rng: Random, world: World) -> Step:
    body, area, access = an_access(rng, world)
    asked = {"authority": body_id(rng, body), "area": area, "optOut": not rarely(rng, 2)}
    return Step(actor(rng, world, *sorted(access.requests)), "setReferralOptOut", asked)


def _ends(rng: Random, world: World) -> tuple[Body, Body]:
    cas = [id for id in ids(world) if world.is_ca(id)]
    observed = body_of(rng, world, cas)
    return body_of(rng, world, [id for id in cas if world.bodies[id].state == observed.state]), observed


def link_authorities(rng: Random, world: World) -> Step:
    observer, observed = _ends(rng, world)
    me = actor(rng, world, observed.validator, world.nimics.get(observed.state))
    return Step(me, "linkAuthorities", {"observer": body_id(rng, observer), "observed": observed.id})


def unlink_authorities(rng: Random, world: World) -> Step:
    observer, observed = _ends(rng, world)
    if world.links and not rarely(rng):
        ends = rng.choice(sorted(world.links))
        observer, observed = (world.bodies[id] for id in ends)
    me = actor(rng, world, observed.validator, world.nimics.get(observed.state), observer.id)
    return Step(me, "unlinkAuthorities", {"observer": observer.id, "observed": body_id(rng, observed)})


# --- validation, status, data ------------------------------------------------------------------------------------------------


def replace_validating_coordinator(rng: Random, world: World) -> Step:
    body = body_of(rng, world)
    successor = None if rarely(rng, 10) else coordinator(rng, world, body)
    asked = {"authority": body_id(rng, body), "successor": successor}
    return Step(actor(rng, world, body.validator), "replaceValidatingCoordinator", asked)


def take_over_validation(rng: Random, world: World) -> Step:
    orphans = [
        id
        for id, body in sorted(world.bodies.items())
        if body.validator and (not world.bodies[body.validator].active or world.kind(body.validator) == "CA")
    ]
    body = body_of(rng, world, orphans)
    me = actor(rng, world, world.nimics.get(body.state))
    return Step(me, "takeOverValidation", {"authority": body_id(rng, body)})


def _relied_on(world: World) -> set[str]:
    """Who is VC, AC or RC of an active body."""
    found = set()
    for body in world.bodies.values():
        if body.active:
            found |= {body.validator, *(access.holder for access in body.areas.values())}
            found |= {id for access in body.areas.values() for id in access.requests}
    return {id for id in found if id}


def deactivate_authority(rng: Random, world: World) -> Step:
    coordinators = set(ids(world, "SDIMIC", "DIMIC"))
    free = sorted(coordinators - _relied_on(world))
    body = body_of(rng, world, free, [id for id in ids(world) if id not in _relied_on(world)])
    return Step(actor(rng, world, body.validator), "deactivateAuthority", {"authority": body_id(rng, body)})


def reactivate_authority(rng: Random, world: World) -> Step:
    body = body_of(rng, world, [id for id, each in sorted(world.bodies.items()) if not each.active])
    return Step(actor(rng, world, body.validator), "reactivateAuthority", {"authority": body_id(rng, body)})


def update_registration_data(rng: Random, world: World) -> Step:
    body = body_of(rng, world, [], ids(world))
    asked: Asked = {"authority": body_id(rng, body)}
    which = rng.randint(0, 3)
    if which == 0:
        asked["name"] = rng.choice([body.name, "Amt für alles", "Dimic", "DIMICs"])
    elif which == 1:
        asked["email"] = rng.choice(["post@amt.example", "amt@amt.example"])
    elif which == 2:
        asked["externalIds"] = _external_ids(rng)
    else:
        asked["region"] = region(rng, world, body.state)
    operator = OPERATOR if body.kind == "NIMIC" else None
    own = body.id if which == 1 else None
    return Step(actor(rng, world, body.validator, operator, own), "updateRegistrationData", asked)


# --- loss of mandate -----------------------------------------------------------------------------------------------------------


def _everywhere(action: str) -> Make:
    def make(rng: Random, world: World) -> Step:
        relied = sorted(_relied_on(world))
        body = body_of(rng, world, relied, ids(world, "SDIMIC", "DIMIC", active=False))
        appointing = [by for _, by in sorted(body.appointed)]
        me = actor(rng, world, body.id, world.nimics.get(body.state), *appointing)
        broad = [
            id
            for id in ids(world, "NIMIC", "SDIMIC", "DIMIC")
            if world.bodies[id].state == body.state and id != body.id
        ]
        successor = one_of(rng, broad, [*anyone(world), body.id])
        asked: Asked = {
            "coordinator": body_id(rng, body),
            "successor": successor,
            "reason": "loss of mandate",
        }
        if rarely(rng, 3):
            asked["authorities"] = sorted({one_of(rng, ids(world, active=False)) for _ in range(3)})
        if rarely(rng, 2):
            asked["region"] = region(rng, world, body.state)
        if action.startswith("replaceAccess"):
            if rng.random() < 0.5:
                asked["area"] = one_of(rng, sorted(world.areas), ["XX"])
            asked["withRequestCoordination"] = rng.random() < 0.5
        return Step(me, action, asked)

    return make


# --- the operator's ---------------------------------------------------------------------------------------------------------------


def _operator(rng: Random, world: World) -> str:
    return one_of(rng, [OPERATOR], [OPERATOR], ids(world, "NIMIC"))


def replace_nimic(rng: Random, world: World) -> Step:
    state = one_of(rng, sorted(world.nimics), ["XX"])
    asked: Asked = {"state": state}
    if rarely(rng, 3):
        new = [f"n{number}" for number in range(MOST_BODIES) if f"n{number}" not in world.bodies]
        id = one_of(rng, new[:1], sorted(world.bodies))
        asked["nimic"] = {"id": id, "name": f"Stelle {id}", "confirmSimilar": True}
    else:
        here = [id for id, body in sorted(world.bodies.items()) if body.state == state]
        asked["successor"] = one_of(rng, here, here, anyone(world))
    return Step(_operator(rng, world), "replaceNimic", asked)


def create_member_state(rng: Random, world: World) -> Step:
    code = rng.choice(["LI", "MT", *sorted(world.nimics)])
    id = one_of(rng, [f"root of {code}"], sorted(world.bodies))
    nimic = {"id": id, "name": f"Stelle {code}", "confirmSimilar": True}
    return Step(_operator(rng, world), "createMemberState", {"code": code, "name": code, "nimic": nimic})


def create_region(rng: Random, world: World) -> Step:
    state = one_of(rng, sorted(world.nimics), ["XX"])
    code = rng.choice([f"{state}9", f"{state}8", *sorted(world.regions)])
    asked: Asked = {"code": code, "state": state, "name": f"Region {code}"}
    if rng.random() < 0.5:
        asked["parent"] = region(rng, world, state)
    return Step(_operator(rng, world), "createRegion", asked)


def update_region(rng: Random, world: World) -> Step:
    code = one_of(rng, sorted(world.regions), ["XX"])
    state = world.regions.get(code, ("DE", None))[0]
    asked = {"code": code, "parent": region(rng, world, state)}
    return Step(_operator(rng, world), "updateRegion", asked)


def change_legislative_areas(rng: Random, world: World) -> Step:
    code = rng.choice([*sorted(world.areas), "PW"])
    asked: Asked = {"code": code}
    if rng.random() < 0.5:
        asked["keywords"] = rng.choice([["building"], ["building", "crafts"], []])
    else:
        asked["requiresProfessions"] = rng.random() < 0.5
    if code in world.areas or rarely(rng):
        return Step(_operator(rng, world), "updateLegislativeArea", asked)
    return Step(_operator(rng, world), "createLegislativeArea", {**asked, "name": f"Area {code}"})


STEPS: dict[str, Make] = {
    "register_sdimic": _registers("SDIMIC"),
    "register_dimic": _registers("DIMIC"),
    "register_competent_authority": _registers("CA"),
    "grant_access": grant_access,
    "change_area_role": change_area_role,
    "update_area_settings": update_area_settings,
    "withdraw_access": withdraw_access,
    "replace_access_coordinator": replace_access_coordinator,
    "replace_access_coordinator_everywhere": _everywhere("replaceAccessCoordinatorEverywhere"),
    "replace_validating_coordinator": replace_validating_coordinator,
    "replace_validating_coordinator_everywhere": _everywhere("replaceValidatingCoordinatorEverywhere"),
    "take_over_validation": take_over_validation,
    "add_request_coordinators": add_request_coordinators,
    "remove_request_coordinator": remove_request_coordinator,
    "set_referral_opt_out": set_referral_opt_out,
    "link_authorities": link_authorities,
    "unlink_authorities": unlink_authorities,
    "update_registration_data": update_registration_data,
    "deactivate_authority": deactivate_authority,
    "reactivate_authority": reactivate_authority,
    "replace_nimic": replace_nimic,
    "create_member_state": create_member_state,
    "create_region": create_region,
    "update_region": update_region,
    "change_legislative_areas": change_legislative_areas,
}
"""Every mutation, by the name of its change."""
