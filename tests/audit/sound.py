"""A small network that breaks no rule and holds every kind of node and edge, written by every writing statement."""

from typing import Any

from service.database.graph import Graph, Writer
from service.model.body_names import derived
from service.model.identifiers import AreaCode, AuthorityId, ChangeId, Instant, StateCode
from service.rules.soundness import external_id_key
from service.statements import migrations, writing

FIRST = Instant("2009-01-15T09:00:00.000000Z")
SECOND = Instant("2009-03-01T09:00:00.000000Z")

AUTHORITIES: dict[str, tuple[str, str | None, str | None, str]] = {
    # id: state, region, type, status
    "ministry": ("DE", None, "NIMIC", "ACTIVE"),
    "old-ministry": ("DE", None, "NIMIC", "INACTIVE"),
    "bavaria": ("DE", "DE-BY", "SDIMIC", "ACTIVE"),
    "education": ("DE", "DE-BE", None, "ACTIVE"),
    "crafts": ("DE", "DE-BY-M", None, "ACTIVE"),
    "architects": ("DE", "DE-BY-M", None, "ACTIVE"),
    "chamber": ("DE", "DE-BY", None, "ACTIVE"),
    "closed": ("DE", "DE-BY", None, "INACTIVE"),
    "malta": ("MT", None, "NIMIC", "ACTIVE"),
    "valletta": ("MT", None, None, "ACTIVE"),
}
VALIDATES = {
    "bavaria": "ministry",
    "education": "ministry",
    "crafts": "bavaria",
    "architects": "crafts",
    "chamber": "education",
    "closed": "old-ministry",
    "valletta": "malta",
}
"""Who validates whom: authority, its Validating Coordinator."""

ACCESS: dict[tuple[str, str], tuple[str, str | None, str, list[str]]] = {
    # authority and area: role, territory, Access Coordinator, Request Coordinators
    ("bavaria", "SERVICES"): ("CA", None, "ministry", ["ministry"]),
    ("education", "PQ"): ("DIMIC", None, "ministry", ["ministry"]),
    ("education", "SERVICES"): ("CA", None, "ministry", ["ministry"]),
    ("crafts", "SERVICES"): ("DIMIC", "DE-BY", "bavaria", ["bavaria"]),
    ("architects", "PQ"): ("CA", None, "education", ["education", "bavaria"]),
    ("architects", "SERVICES"): ("CA", None, "crafts", ["crafts", "ministry"]),
    ("chamber", "PQ"): ("CA", None, "education", ["education"]),
    ("closed", "PQ"): ("CA", None, "education", ["education"]),
    ("valletta", "SERVICES"): ("CA", None, "malta", ["malta"]),
}
Rows = list[dict[str, Any]]
SPELLED = (
    migrations.respell_authority,
    migrations.respell_state,
    migrations.respell_region,
    migrations.respell_area,
)
"""What gives ids and codes their one spelling."""


def _node(id: str) -> dict[str, Any]:
    name, other = f"Amt für {id.title()}", f"Office of {id.title()}"
    return {
        "id": id,
        "name": name,
        "name_language": "de",
        "names": [f"en={other}"],
        **derived(id, "MT" if id in {"malta", "valletta"} else "DE", name, "de", [("en", other)]),
        "email": f"office@{id}.example",
        "phone": "+49 1",
        "web": "https://www.example",
        "address": "Platz 1",
        "languages": ["de"],
        "registered_at": FIRST,
    }


def _external(id: str, value: str) -> dict[str, Any]:
    key = external_id_key("register", value)
    return {"authority": id, "state": "DE", "key": key, "scheme": "register", "value": value}


async def write_sound_network(graph: Graph) -> None:
    """Write the network by two changes, of which the second moves every kind of relation once, so that it has a past."""
    await graph.write(_first)
    await graph.write(_second)


async def _begin(tx: Writer, id: str, now: Instant) -> ChangeId:
    codes = [StateCode("DE"), StateCode("MT")]
    await writing.lock_catalogue(tx)
    await writing.lock_states(tx, codes=codes)
    await writing.lock_states_of(tx, authorities=[AuthorityId("ministry")])
    await writing.record_change(
        tx,
        id=ChangeId(id),
        states=codes,
        now=now,
        actor="operator",
        action="import",
        input="{}",
        reason="a test",
        key=f"key of {id}",
        before="{}",
        after="{}",
    )
    return ChangeId(id)


async def _first(tx: Writer) -> None:
    await writing.put_member_states(
        tx, rows=[{"code": "DE", "name": "Germany"}, {"code": "MT", "name": "Malta"}]
    )
    change = await _begin(tx, "first", FIRST)
    await writing.mark_importing(tx, states=[StateCode("DE")], mark="first/run")
    regions: Rows = [
        {"code": "DE-BY", "parent": None, "name": "Bayern"},
        {"code": "DE-BY-M", "parent": "DE-BY", "name": "München"},
        {"code": "DE-BE", "parent": None, "name": "Berlin"},
    ]
    for region in regions:
        region |= {"state": "DE", "latitude": "48.1", "longitude": "11.6"}
    await writing.create_regions(tx, rows=regions)
    await writing.put_regions(tx, rows=regions)
    await writing.place_regions(tx, rows=regions)
    areas: Rows = [
        {
            "code": "PQ",
            "name": "Professional Qualifications",
            "requires_professions": True,
            "keywords": ["health"],
            "other_names": ["de=Berufsqualifikationen"],
            "keyword_names": ["health=de=Gesundheit"],
        },
        {"code": "SERVICES", "name": "Services", "requires_professions": False, "keywords": ["building"]},
    ]
    await writing.create_legislative_areas(tx, rows=areas)
    await writing.put_legislative_areas(tx, rows=areas)
    await writing.create_authorities(tx, rows=[_node(id) for id in AUTHORITIES])
    await writing.put_authorities(tx, rows=[_node(id) for id in AUTHORITIES])
    await migrations.respell_authorities(tx, rows=[_node(id) for id in AUTHORITIES])
    await migrations.part_referral_opt_outs(tx, authorities=[AuthorityId(id) for id in AUTHORITIES])
    await writing.identify_authorities(tx, rows=[_external("architects", "A-1"), _external("chamber", "C 2")])
    await writing.begin_state_memberships(
        tx,
        rows=[
            {"authority": id, "state": state, "type": type, "status": status}
            for id, (state, _, type, status) in AUTHORITIES.items()
        ],
        now=FIRST,
        change=change,
    )
    await writing.begin_locations(
        tx,
        rows=[{"authority": id, "region": region} for id, (_, region, _, _) in AUTHORITIES.items() if region],
        now=FIRST,
        change=change,
    )
    await writing.begin_validations(
        tx,
        rows=[{"authority": id, "coordinator": c} for id, c in VALIDATES.items()],
        now=FIRST,
        change=change,
    )
    await writing.put_first_user(
        tx,
        authority=AuthorityId("bavaria"),
        username="maria",
        name="Maria Muster",
        email="maria@office.example",
        now=FIRST,
        change=change,
    )
    await writing.begin_area_access(tx, rows=[_settings(*key) for key in ACCESS], now=FIRST, change=change)
    await writing.begin_access_grants(
        tx,
        rows=[{"authority": id, "area": area, "coordinator": row[2]} for (id, area), row in ACCESS.items()],
        now=FIRST,
        change=change,
    )
    await writing.begin_request_coordination(tx, rows=_requests(), now=FIRST, change=change)
    await writing.begin_referral_opt_outs(tx, rows=_opt_outs(), now=FIRST, change=change)
    await writing.begin_links(
        tx, rows=[{"observer": "chamber", "observed": "architects"}], now=FIRST, change=change
    )
    await writing.record_registrations(
        tx, rows=[{"coordinator": c, "authority": id, "at": FIRST} for id, c in VALIDATES.items()]
    )
    await writing.record_appointments(
        tx,
        rows=[
            {"coordinator": row[2], "authority": key[0], "area": key[1], "at": FIRST}
            for key, row in ACCESS.items()
            if row[0] == "DIMIC"
        ],
    )
    await writing.touch_authorities(tx, ids=[AuthorityId(id) for id in AUTHORITIES], change=change)
    for respell in SPELLED:
        await respell(tx, old="of nobody", new="Nobody's")
    await migrations.tie_changes(tx, authorities=[AuthorityId(id) for id in AUTHORITIES])


def _settings(authority: str, area: str) -> dict[str, Any]:
    role, territory, grantor, _ = ACCESS[authority, area]
    return {
        "authority": authority,
        "area": AreaCode(area),
        "role": role,
        "territory": territory,
        "keywords": ["health"] if area == "PQ" else ["building"],
        "professions": ["architect"] if area == "PQ" else [],
        "flags": ["APPROVE_REPLIES", "APPROVE_REQUESTS"],
        "granted_by": grantor,
        "granted_at": FIRST,
    }


def _requests() -> Rows:
    return [
        {"coordinator": c, "authority": id, "area": area}
        for (id, area), row in ACCESS.items()
        for c in row[3]
    ]


def _opt_outs() -> Rows:
    return [row for row in _requests() if row["coordinator"] == "ministry"]


async def _second(tx: Writer) -> None:
    """End one authority's relations of every kind, and begin them again."""
    change = await _begin(tx, "second", SECOND)
    await writing.mark_importing(tx, states=[StateCode("DE")], mark=None)
    id = "architects"
    seats = [{"authority": id, "area": area} for owner, area in ACCESS if owner == id]
    requests = [row for row in _requests() if row["authority"] == id]
    opt_outs = [row for row in _opt_outs() if row["authority"] == id]
    link = [{"observer": "chamber", "observed": id}]
    one = [{"authority": id}]
    state, region, type, status = AUTHORITIES[id]
    moved: list[tuple[Any, Rows, Any, Rows]] = [
        (
            writing.end_state_memberships,
            one,
            writing.begin_state_memberships,
            [{"authority": id, "state": state, "type": type, "status": status}],
        ),
        (writing.end_locations, one, writing.begin_locations, [{"authority": id, "region": region}]),
        (
            writing.end_validations,
            one,
            writing.begin_validations,
            [{"authority": id, "coordinator": VALIDATES[id]}],
        ),
        # a DIMIC's access too: a territory is part of the past
        (
            writing.end_area_access,
            [*seats, {"authority": "crafts", "area": "SERVICES"}],
            writing.begin_area_access,
            [_settings(id, seat["area"]) for seat in seats] + [_settings("crafts", "SERVICES")],
        ),
        (
            writing.end_access_grants,
            seats,
            writing.begin_access_grants,
            [{**seat, "coordinator": ACCESS[id, seat["area"]][2]} for seat in seats],
        ),
        (writing.end_referral_opt_outs, opt_outs, writing.begin_referral_opt_outs, opt_outs),
        (writing.end_request_coordination, requests, writing.begin_request_coordination, requests),
        (writing.end_links, link, writing.begin_links, link),
    ]
    for end, ended, begin, begun in moved:
        await end(tx, rows=ended, now=SECOND, change=change)
        await begin(tx, rows=begun, now=SECOND, change=change)
    # a NIMIC's type is part of the past too
    ministry = [{"authority": "old-ministry"}]
    await writing.end_state_memberships(tx, rows=ministry, now=SECOND, change=change)
    row = {"authority": "old-ministry", "state": "DE", "type": "NIMIC", "status": "INACTIVE"}
    await writing.begin_state_memberships(tx, rows=[row], now=SECOND, change=change)
    await writing.forget_external_ids(tx, rows=[{"state": "DE", "key": external_id_key("register", "C 2")}])
    await writing.touch_authorities(tx, ids=[AuthorityId(id), AuthorityId("old-ministry")], change=change)
    kept = {"authority": id, "before": '{"rows": []}', "after": '{"rows": []}'}
    await writing.keep_data(tx, rows=[kept], change=change)
