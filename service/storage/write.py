"""What differs between two networks, as rows for the statements that write it.

An import and a change of the API write alike: what is and what shall be are networks, and whatever differs of an
authority becomes relations that end and relations that begin.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, overload

from service.database.graph import Writer
from service.model.body_names import derived
from service.model.edges import OPTS_OUT_OF_REFERRAL, Slot, Turn, turns
from service.model.identifiers import AuthorityId, AuthorityType, ChangeId, Instant, Relation
from service.model.network import Access, Authority, Network
from service.rules.soundness import external_id_key
from service.statements import writing
from service.work.heavy import off_the_loop

Row = dict[str, Any]
Step = Callable[..., Awaitable[None]]
Steps = dict[Step, list[Row]]

UNDATED: tuple[Step, ...] = (
    writing.forget_external_ids,
    writing.identify_authorities,
    writing.record_registrations,
    writing.record_appointments,
)
ENDS_THEN_BEGINS: tuple[Step, ...] = (
    writing.forget_external_ids,
    writing.end_state_memberships,
    writing.end_locations,
    writing.end_links,
    writing.end_validations,
    writing.end_access_grants,
    writing.end_referral_opt_outs,
    writing.end_request_coordination,
    writing.end_area_access,
    writing.begin_state_memberships,
    writing.begin_locations,
    writing.identify_authorities,
    writing.begin_area_access,
    writing.begin_validations,
    writing.begin_access_grants,
    writing.begin_request_coordination,
    writing.begin_referral_opt_outs,
    writing.begin_links,
    writing.record_registrations,
    writing.record_appointments,
)
"""In this order: an edge that changes ends before it begins anew."""
ENDS: dict[str, Step] = {
    Relation.VALIDATES: writing.end_validations,
    Relation.GRANTS_ACCESS: writing.end_access_grants,
    Relation.COORDINATES_REQUESTS: writing.end_request_coordination,
    OPTS_OUT_OF_REFERRAL: writing.end_referral_opt_outs,
    Relation.LINKED_TO: writing.end_links,
}
BEGINS: dict[str, Step] = {
    Relation.VALIDATES: writing.begin_validations,
    Relation.GRANTS_ACCESS: writing.begin_access_grants,
    Relation.COORDINATES_REQUESTS: writing.begin_request_coordination,
    OPTS_OUT_OF_REFERRAL: writing.begin_referral_opt_outs,
    Relation.LINKED_TO: writing.begin_links,
    Relation.REGISTERED: writing.record_registrations,
    Relation.APPOINTED: writing.record_appointments,
}
RECORDED = {Relation.REGISTERED, Relation.APPOINTED}
"""What never ends: its date is its own."""


async def apply_relations(
    tx: Writer,
    before: Network,
    after: Network,
    *,
    authorities: Iterable[str],
    links: Iterable[tuple[str, str]] = (),
    now: Instant,
    change: ChangeId,
    appointed_at: Instant | None = None,
) -> None:
    """Write whatever differs of the relations of some authorities and of some links, and touch all whom it concerns.

    The authorities exist already. An appointment is of the time its access was given, where `appointed_at` says no
    other.
    """
    concerned = sorted(set(authorities))
    of_links = sorted(links)
    steps, touched = await off_the_loop(
        len(concerned) + len(of_links), _all_steps, before, after, concerned, of_links, appointed_at
    )
    for step, rows in steps:
        dated: Row = {} if step in UNDATED else {"now": now, "change": change}
        await step(tx, rows=rows, **dated)
    await writing.touch_authorities(tx, ids=touched, change=change)


def steps_between(
    before: Network,
    after: Network,
    authorities: Sequence[str],
    links: Iterable[tuple[str, str]],
    areas: Mapping[str, Sequence[str]],
    *,
    appointed_at: Instant | None = None,
) -> tuple[list[tuple[Step, list[Row]]], list[AuthorityId]]:
    """What ends and what begins, in the order of ENDS_THEN_BEGINS, and whom it concerns; `areas` as `areas_of` has them."""
    steps: Steps = defaultdict(list)
    touched = set(authorities)
    found: list[Turn] = []
    for id in authorities:
        was, is_ = before.authorities.get(id), after.authorities[id]
        _own_data(was, is_, steps)
        found += turns("authorities", [id], plain(was), plain(is_))
        for area in areas.get(id, ()):
            had, has = before.access.get((id, area)), after.access.get((id, area))
            _area_settings(had, has, steps)
            found += turns("access", [id, area], plain(had), plain(has))
    for pair in links:
        found += turns("links", pair, plain(before.links.get(pair)), plain(after.links.get(pair)))
    for slot, ended, began in found:
        dated = _recorded(slot, after, appointed_at) if slot.kind in RECORDED else {}
        for holder in ended:
            steps[ENDS[slot.kind]].append(_edge(slot, holder))
        for holder in began:
            steps[BEGINS[slot.kind]].append({**_edge(slot, holder), **dated})
        touched |= {slot.authority, *ended, *began}
    in_order = [(step, rows) for step in ENDS_THEN_BEGINS if (rows := steps.get(step))]
    return in_order, [AuthorityId(id) for id in sorted(touched)]


def _edge(slot: Slot, holder: str) -> Row:
    """The two ends of an edge, and its area, as the statements take them."""
    if slot.kind == Relation.LINKED_TO:
        return {"observer": holder, "observed": slot.authority}
    area = {} if slot.area is None else {"area": slot.area}
    return {"coordinator": holder, "authority": slot.authority, **area}


def _recorded(slot: Slot, after: Network, appointed_at: Instant | None) -> Row:
    """When a registration was, or an appointment."""
    registered_at = after.authorities[slot.authority].registered_at
    if slot.area is None:
        return {"at": registered_at}
    given = after.access.get((slot.authority, slot.area))
    return {"at": appointed_at or (given.granted_at if given else registered_at)}


def _all_steps(
    before: Network,
    after: Network,
    authorities: Sequence[str],
    links: Sequence[tuple[str, str]],
    appointed_at: Instant | None,
) -> tuple[list[tuple[Step, list[Row]]], list[AuthorityId]]:
    areas = areas_of(before, after)
    return steps_between(before, after, authorities, links, areas, appointed_at=appointed_at)


def areas_of(*networks: Network) -> dict[str, list[str]]:
    """Of each authority the areas in which it has access in any of some networks, ordered."""
    found: dict[str, list[str]] = defaultdict(list)
    for id, area in sorted({key for network in networks for key in network.access}):
        found[id].append(area)
    return dict(found)


def _own_data(before: Authority | None, after: Authority, steps: Steps) -> None:
    """What ends and what begins of what an authority is in its state, where it lies, and its external ids."""
    me = {"authority": after.id}
    if before is not None and membership(before) != membership(after):
        steps[writing.end_state_memberships].append(me)
        steps[writing.begin_state_memberships].append(membership(after))
    if before is None or before.region != after.region:
        if before is not None and before.region is not None:
            steps[writing.end_locations].append(me)
        if after.region is not None:
            steps[writing.begin_locations].append({**me, "region": after.region})
    _external_ids(after, before, steps)


def _external_ids(after: Authority, before: Authority | None, steps: Steps) -> None:
    had = set(before.external_ids if before else ())
    for scheme, value in sorted(had - set(after.external_ids)):
        steps[writing.forget_external_ids].append(
            {
                "authority": after.id,
                "state": after.state,
                "key": external_id_key(scheme, value),
                "scheme": scheme,
                "value": value,
            }
        )
    for scheme, value in sorted(set(after.external_ids) - had):
        key = external_id_key(scheme, value)
        steps[writing.identify_authorities].append(
            {"authority": after.id, "state": after.state, "key": key, "scheme": scheme, "value": value}
        )


def _area_settings(before: Access | None, after: Access | None, steps: Steps) -> None:
    """What ends and what begins of an authority's role and settings in an area."""
    if (before and settings(before)) == (after and settings(after)):
        return
    if before is not None:
        steps[writing.end_area_access].append({"authority": before.authority, "area": before.area})
    if after is not None:
        steps[writing.begin_area_access].append(settings(after))


def membership(authority: Authority) -> Row:
    """What an IN_STATE edge holds, with its ends."""
    kind = authority.type if authority.type in (AuthorityType.NIMIC, AuthorityType.SDIMIC) else None
    return {"authority": authority.id, "state": authority.state, "type": kind, "status": authority.status}


def node(authority: Authority | None) -> Row:
    """What an authority's node holds of itself."""
    if authority is None:
        return {}
    return {
        "id": authority.id,
        "name": authority.name,
        "name_language": authority.name_language,
        "names": [f"{language}={name}" for language, name in authority.other_names],
        **derived(
            authority.id, authority.state, authority.name, authority.name_language, authority.other_names
        ),
        "email": authority.email,
        "phone": authority.phone,
        "web": authority.web,
        "address": authority.address,
        "languages": list(authority.languages),
        "registered_at": authority.registered_at,
    }


def settings(access: Access) -> Row:
    """What an ACTS_IN edge holds."""
    return {
        "authority": access.authority,
        "area": access.area,
        "role": access.role,
        "territory": access.territory,
        "keywords": list(access.keywords),
        "professions": list(access.professions),
        "flags": list(access.flags),
        "granted_by": access.granted_by,
        "granted_at": access.granted_at,
    }


@overload
def plain(row: None) -> None: ...
@overload
def plain(row: object) -> Row: ...
def plain(row: Any) -> Row | None:
    """A row of a network as a statement takes it; None: there is no row."""
    if row is None:
        return None
    values = {name: getattr(row, name) for name in row.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
