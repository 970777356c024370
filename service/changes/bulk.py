"""Loss of mandate: all seats of a coordinator handed over in one act (R70), all or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from service.changes.access import with_access_coordinator, with_request_coordinator
from service.changes.draft import Draft
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.violation import Violation
from service.rules.wording import Code
from service.work.heavy import off_the_loop


@dataclass(frozen=True)
class Only:
    """Which seats a hand-over takes: of these authorities alone, of this region with its sub-regions; None: of all.

    Named authorities where no seat is held are left aside.
    """

    authorities: tuple[str, ...] | None = None
    region: str | None = None


async def replace_validating_coordinator_everywhere(
    draft: Draft, *, coordinator: str, successor: str, only: Only
) -> None:
    """Hand over all that a coordinator validates. Accepted where it validates nobody (R79).

    Rules: R25, R70, R77–R79, R81. Raises Refused, NotFound.
    """
    await _see_what_it_holds(draft, coordinator, successor, only)
    await draft.see_validators_of(successor)
    await off_the_loop(draft.size, _hand_over_validation, draft, coordinator, successor, only)


def _hand_over_validation(draft: Draft, coordinator: str, successor: str, only: Only) -> None:
    held = sorted(_taken(draft, only))
    seats = [id for id in held if draft.before.authorities[id].validating_coordinator == coordinator]
    _forbid(draft, coordinator, successor, [(id, None) for id in seats])
    for id in seats:
        draft.put(replace(draft.before.authorities[id], validating_coordinator=successor))


async def replace_access_coordinator_everywhere(
    draft: Draft,
    *,
    coordinator: str,
    successor: str,
    area: str | None,
    with_request_coordination: bool,
    only: Only,
) -> None:
    """Hand over all access seats of a coordinator in one area or in all, its relations as Request Coordinator with them.

    Asked to, those that it holds beside other Access Coordinators too. Accepted where it holds none (R79).
    Rules: R25, R35, R70, R77–R79, R81. Raises Refused, NotFound.
    """
    if area is not None:
        draft.require_area(area)
    await _see_what_it_holds(draft, coordinator, successor, only)
    await off_the_loop(
        draft.size,
        _hand_over_access,
        draft,
        coordinator=coordinator,
        successor=successor,
        area=area,
        with_request_coordination=with_request_coordination,
        only=only,
    )


def _hand_over_access(
    draft: Draft,
    *,
    coordinator: str,
    successor: str,
    area: str | None,
    with_request_coordination: bool,
    only: Only,
) -> None:
    held = set(_taken(draft, only))
    seats: list[tuple[str, str | None]] = []
    for access in draft.before.access.values():
        if access.authority not in held or area not in (None, access.area):
            continue
        if access.access_coordinator == coordinator:
            draft.put(with_access_coordinator(access, successor))
        elif with_request_coordination and coordinator in access.request_coordinators:
            draft.put(with_request_coordinator(access, coordinator, successor))
        else:
            continue
        seats.append((access.authority, access.area))
    _forbid(draft, coordinator, successor, seats)


def _forbid(draft: Draft, coordinator: str, successor: str, seats: Sequence[tuple[str, str | None]]) -> None:
    """Ask who may; where there is no seat to move nothing is asked of the successor (R79)."""
    draft.may_change_nothing = not seats
    draft.forbid(guards.losing_mandate(draft.situation, coordinator, seats))
    draft.forbid(guards.succeeding(draft.situation, successor, seats))
    if seats and coordinator == successor:
        draft.forbid([Violation(Rule.R79, Code.OWN_SUCCESSOR(coordinator=coordinator))])


async def _see_what_it_holds(draft: Draft, coordinator: str, successor: str, only: Only) -> None:
    """Look at all for whom the coordinator holds a relation."""
    draft.subject = coordinator
    await draft.see_from_afar(successor, *(only.authorities or ()))
    await draft.see(coordinator)
    await draft.require_region(only.region)
    await draft.see_who_depends_on(coordinator)


def _taken(draft: Draft, only: Only) -> Iterable[str]:
    """Whom of these the hand-over takes."""
    places = draft.situation.places
    named = None if only.authorities is None else frozenset(only.authorities)
    for id, authority in draft.before.authorities.items():
        if named is not None and id not in named:
            continue
        if only.region is None or places.within(authority.region, only.region):
            yield id
