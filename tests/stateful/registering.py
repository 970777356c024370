"""Registering authorities and giving them areas, as §2.2, §3.1.1 and domain.md §6 tell it."""

from __future__ import annotations

from tests.stateful.judgement import Asked, Judgement
from tests.stateful.world import Access, Body


def register_sdimic(j: Judgement, asked: Asked) -> None:
    """The NIMIC's alone (R14, R52)."""
    body = _registered(j, asked, "SDIMIC")
    if j.my_kind != "NIMIC":
        j.fault("R14")
        j.fault("R52")
    if j.my_kind == "DIMIC":
        j.fault("R63")
    _give_all(j, asked, body)


def register_dimic(j: Judgement, asked: Asked) -> None:
    """The NIMIC's, or an SDIMIC's in its region (R15, R53)."""
    body = _registered(j, asked, "")
    if j.my_kind in ("DIMIC", "CA"):
        j.fault("R15")
        j.fault("R53")
        j.hold(j.my_kind == "CA", "R63")
    elif j.my_kind == "SDIMIC" and not j.in_my_region(body.region):
        j.fault("R15", also=["R10", "R53"])
    if not any(each["role"] == "DIMIC" for each in asked["areas"]):
        j.fault("R9", "R3")
    _give_all(j, asked, body)


def register_ca(j: Judgement, asked: Asked) -> None:
    """The NIMIC's, an SDIMIC's in its region, a DIMIC's in its areas and territories (R16, R54)."""
    body = _registered(j, asked, "")
    if j.my_kind == "CA":
        j.fault("R16")
        j.fault("R54")
    elif j.my_kind == "SDIMIC" and not j.in_my_region(body.region):
        j.fault("R16", also=["R10", "R54"])
    elif j.my_kind == "DIMIC":
        for each in asked["areas"] or [{"area": None}]:  # its territories, then
            if not j.before.covers(j.actor, body.region, each["area"]):
                j.fault("R16", also=["R54"])
    _give_all(j, asked, body)


def _registered(j: Judgement, asked: Asked, kind: str) -> Body:
    """The new body: its registrar validates it (R30)."""
    region = asked.get("region")
    j.acts_on()
    j.region(region, j.me.state)
    id = asked["id"]
    if id in j.before.bodies:
        j.enough.append(("R2",))
        id = f"{id} once more"  # what else forbids it may be told too
    body = Body(
        id,
        j.me.state,
        region,
        kind,
        validator=j.actor,
        registrar=j.actor,
        name=asked["name"],
        email=asked.get("email"),
        external_ids={(each["scheme"], each["value"]) for each in asked.get("externalIds", ())},
    )
    j.after.bodies[body.id] = body
    return body


def _give_all(j: Judgement, asked: Asked, body: Body) -> None:
    named = [each["area"] for each in asked["areas"]]
    if len(named) != len(set(named)):
        j.fault("R3", also=["R9"])  # which of the two roles counts is open
    for each in asked["areas"]:
        _give(j, body, each)


def grant_access(j: Judgement, asked: Asked) -> None:
    """A new area for a body that is there: the giver becomes AC and RC there, the VC stays (R36)."""
    id, area = asked["authority"], asked["area"]
    j.acts_on(id)
    if area in j.body(id).areas:
        j.enough.append(("R3",))
    if j.body(id).kind == "NIMIC":  # the root has no area, whoever would hold which seat
        j.may |= {"R5", "R9", "R10", "R25", "R53", "R63", "R77", "R78", "R81"}
    _give(j, j.after.bodies[id], asked)


def _give(j: Judgement, body: Body, asked: Asked) -> None:
    """One area given to a body: R18, and R53 or R54 by the role; the giver is AC and RC but where another is named."""
    area, role, territory = j.area(asked["area"]), asked.get("role", "CA"), asked.get("territory")
    j.region(territory, body.state)
    holder = asked.get("accessCoordinator") or j.actor
    requests = {holder, *asked.get("requestCoordinators", ())}
    for id in requests:
        j.body(id)
    by_role = "R53" if role == "DIMIC" else "R54"
    j.hold(j.before.covers(j.actor, body.region, area), "R18", also=["R10", by_role])
    if role == "DIMIC":
        j.hold(j.my_kind in ("NIMIC", "SDIMIC"), "R53", also=["R63"])
        if j.my_kind == "SDIMIC":
            inside = j.in_my_region(body.region) and j.in_my_region(territory)
            j.hold(inside, "R10", also=["R15", "R53"])
        body.appointed.add((area, j.actor))
        body.was_dimic.add(area)
    else:
        its_area = j.my_kind in ("NIMIC", "SDIMIC") or _is_dimic_of(j, area)
        j.hold(its_area, "R54")
    body.areas[area] = Access(
        role,
        holder,
        requests,
        j.actor,
        territory,
        keywords=set(asked.get("keywords", ())),
        professions=set(asked.get("professions", ())),
        flags=set(asked.get("flags", ())),
    )


def _is_dimic_of(j: Judgement, area: str) -> bool:
    access = j.me.areas.get(area)
    return access is not None and access.role == "DIMIC"
