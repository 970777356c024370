"""What differs between two networks, as rows for the statements that write it.

An import and a change of the API write alike: what is and what shall be are networks, and whatever differs of an
authority becomes relations that end and relations that begin.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from service.database.graph import Writer
from service.model.identifiers import AuthorityId, AuthorityType, ChangeId, Instant
from service.model.names import fold, searchable_lines
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
    touched = {*authorities, *_former_holders(before, after, authorities, areas)}
    for id in authorities:
        _relations(id, before, after, steps, areas=areas, appointed_at=appointed_at)
    for observer, observed in links:
        ended = (observer, observed) in before.links
        toward: Step = writing.end_links if ended else writing.begin_links
        steps[toward].append({"observer": observer, "observed": observed})
        touched |= {observer, observed}
    found = [(step, rows) for step in ENDS_THEN_BEGINS if (rows := steps.get(step))]
    touched |= {row["coordinator"] for _, rows in found for row in rows if "coordinator" in row}
    return found, [AuthorityId(id) for id in sorted(touched)]


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


def _former_holders(
    before: Network, after: Network, authorities: Iterable[str], areas: Mapping[str, Sequence[str]]
) -> set[str]:
    """Who held a Validating or Access Coordinator's relation that another holds now, or nobody."""
    found: set[str] = set()
    for id in authorities:
        was = before.authorities.get(id)
        if was is not None and was.validating_coordinator != after.authorities[id].validating_coordinator:
            found |= {was.validating_coordinator} - {None}  # type: ignore[arg-type]
        for area in areas.get(id, ()):
            had, has = before.access.get((id, area)), after.access.get((id, area))
            if (
                had
                and had.access_coordinator
                and (not has or has.access_coordinator != had.access_coordinator)
            ):
                found.add(had.access_coordinator)
    return found


def _relations(
    id: str,
    existing: Network,
    network: Network,
    steps: Steps,
    *,
    areas: Mapping[str, Sequence[str]],
    appointed_at: Instant | None,
) -> None:
    """Add what ends and what begins for one authority to `steps`."""
    after, before = network.authorities[id], existing.authorities.get(id)
    me = {"authority": id}
    if before is not None and membership(before) != membership(after):
        steps[writing.end_state_memberships].append(me)
        steps[writing.begin_state_memberships].append(membership(after))
    if before is None or before.region != after.region:
        if before is not None and before.region is not None:
            steps[writing.end_locations].append(me)
        if after.region is not None:
            steps[writing.begin_locations].append({**me, "region": after.region})
    if before is None or before.validating_coordinator != after.validating_coordinator:
        if before is not None and before.validating_coordinator is not None:
            steps[writing.end_validations].append(me)
        if after.validating_coordinator is not None:
            steps[writing.begin_validations].append({**me, "coordinator": after.validating_coordinator})
    if after.registered_by is not None and (before is None or before.registered_by is None):
        steps[writing.record_registrations].append(
            {**me, "coordinator": after.registered_by, "at": after.registered_at}
        )
    for area, coordinator in sorted(set(after.appointed_by) - set(before.appointed_by if before else ())):
        given = network.access.get((id, area))
        at = appointed_at or (given.granted_at if given else after.registered_at)
        steps[writing.record_appointments].append({**me, "coordinator": coordinator, "area": area, "at": at})
    _external_ids(after, before, steps)
    for area in areas.get(id, ()):
        _access(network.access.get((id, area)), existing.access.get((id, area)), steps)


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


def _access(after: Access | None, before: Access | None, steps: Steps) -> None:
    """One area of an authority: its role and settings, its Access Coordinator, its Request Coordinators."""
    if (some := after or before) is None:
        return
    me = {"authority": some.authority, "area": some.area}
    if (before and settings(before)) != (after and settings(after)):
        if before is not None:
            steps[writing.end_area_access].append(me)
        if after is not None:
            steps[writing.begin_area_access].append(settings(after))
    was, now = before and before.access_coordinator, after and after.access_coordinator
    if was != now:
        if was is not None:
            steps[writing.end_access_grants].append(me)
        if now is not None:
            steps[writing.begin_access_grants].append({**me, "coordinator": now})
    for column, end, begin in (
        ("request_coordinators", writing.end_request_coordination, writing.begin_request_coordination),
        ("referral_opt_outs", writing.end_referral_opt_outs, writing.begin_referral_opt_outs),
    ):
        had, has = (set(getattr(access, column)) if access else set[str]() for access in (before, after))
        steps[end] += [{**me, "coordinator": id} for id in sorted(had - has)]
        steps[begin] += [{**me, "coordinator": id} for id in sorted(has - had)]


def membership(authority: Authority) -> Row:
    """What an IN_STATE edge holds, with its ends."""
    kind = authority.type if authority.type in (AuthorityType.NIMIC, AuthorityType.SDIMIC) else None
    return {"authority": authority.id, "state": authority.state, "type": kind, "status": authority.status}


def node(authority: Authority | None) -> Row:
    """What an authority's node holds of itself."""
    if authority is None:
        return {}
    search = fold(authority.name)
    return {
        "id": authority.id,
        "name": authority.name,
        "name_language": authority.name_language,
        "names": [f"{language}={name}" for language, name in authority.other_names],
        "search": search,
        "search_all": searchable_lines([authority.name, *(name for _, name in authority.other_names)]),
        "sort": f"{search}\u0001{authority.id}",
        "email": authority.email,
        "phone": authority.phone,
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


def plain(row: Any) -> Row:
    """A row of a network as a statement takes it."""
    values = {name: getattr(row, name) for name in row.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
