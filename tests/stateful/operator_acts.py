"""What the operator does: NIMICs, regions, legislative areas (R8, R12, R82)."""

from __future__ import annotations

from tests.stateful.judgement import Act, Asked, Enough, Judgement
from tests.stateful.world import Area, Body


def create_member_state(j: Judgement, asked: Asked) -> None:
    """A Member State with its NIMIC."""
    nimic = asked["nimic"]
    if asked["code"] in j.before.nimics:
        j.enough.append(("R8",))
        raise Enough
    if nimic["id"] in j.before.bodies:
        j.enough.append(("R2",))
        raise Enough
    j.after.nimics[asked["code"]] = nimic["id"]
    j.after.bodies[nimic["id"]] = Body(nimic["id"], asked["code"], kind="NIMIC", name=nimic["name"])


def replace_nimic(j: Judgement, asked: Asked) -> None:
    """All relations of the old one pass to the new one, which becomes the root; the old stays, deactivated."""
    state = asked["state"]
    old = j.before.nimics.get(state) or j.body("").id
    if "nimic" in asked:
        heir = asked["nimic"]["id"]
        if heir in j.before.bodies:
            j.enough.append(("R2",))
            raise Enough
        j.after.bodies[heir] = Body(heir, state, kind="NIMIC", name=asked["nimic"]["name"])
    else:
        heir = asked["successor"]
        body = j.body(heir)
        if body.state != state:
            j.fault("R25")
        if not body.active and body.kind != "NIMIC":
            j.fault("R77")
        if heir == old:
            j.fault("R79")
        if j.must:
            raise Enough
    root = j.after.bodies[heir]
    for body in j.after.bodies.values():
        if body.validator == old:
            body.validator = heir
        for access in body.areas.values():
            if access.holder == old:
                access.holder = heir
            if old in access.requests:
                access.requests = access.requests - {old} | {heir}
                access.opted_out -= {old}
    root.kind, root.active, root.validator = "NIMIC", True, None
    root.areas.clear()
    j.after.links = {link for link in j.after.links if heir not in link}
    j.after.bodies[old].active = False
    j.after.nimics[state] = heir


def create_region(j: Judgement, asked: Asked) -> None:
    """A region of a state, in another one or in the state itself; its code is unique over all states."""
    if asked["state"] not in j.before.nimics:
        j.body("")
    if asked["code"] in j.before.regions:
        j.enough.append(("R10",))
        raise Enough
    j.region(asked.get("parent"), asked["state"])
    j.after.regions[asked["code"]] = (asked["state"], asked.get("parent"))
    if j.enough:
        raise Enough


def update_region(j: Judgement, asked: Asked) -> None:
    """A region moves where all who hold seats there still cover them; spare RCs that do not end."""
    if asked["code"] not in j.before.regions:
        j.body("")
    state, _ = j.before.regions[asked["code"]]
    j.region(asked["parent"], state)
    j.after.regions[asked["code"]] = (state, asked["parent"])
    if j.enough:
        raise Enough
    j.drop_spare_requests()


def create_legislative_area(j: Judgement, asked: Asked) -> None:
    """A legislative area, of all states."""
    if asked["code"] in j.before.areas:
        j.fault("R79")
        raise Enough
    j.after.areas[asked["code"]] = Area(
        asked.get("requiresProfessions", False), set(asked.get("keywords", ()))
    )


def update_legislative_area(j: Judgement, asked: Asked) -> None:
    """Its keywords and whether it asks for professions, where nobody's settings would be at fault (R5)."""
    area = j.after.areas[j.area(asked["code"])]
    if "keywords" in asked:
        area.keywords = set(asked["keywords"])
    if "requiresProfessions" in asked:
        area.professions = asked["requiresProfessions"]


OPERATORS_ACTS: dict[str, Act] = {
    "createMemberState": create_member_state,
    "replaceNimic": replace_nimic,
    "createRegion": create_region,
    "updateRegion": update_region,
    "createLegislativeArea": create_legislative_area,
    "updateLegislativeArea": update_legislative_area,
}
