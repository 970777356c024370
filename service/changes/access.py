"""What an authority is and has in an area: its role, its settings, its Access Coordinator, the end of it all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.changes.draft import Draft
from service.model.identifiers import AuthorityType, Role
from service.model.network import Access, Network
from service.rules import guards
from service.rules.situation import coordinator_of

NIMIC, SDIMIC, DIMIC, CA = AuthorityType


SETTINGS = frozenset({"keywords", "professions", "flags", "territory"})
"""The columns of an authority's settings in an area."""


async def change_area_role(
    draft: Draft, *, authority: str, area: str, role: Role, territory: str | None
) -> None:
    """Raise a CA to DIMIC in an area, with a territory (None: the whole state), or lower a DIMIC to CA.

    Validating and Request Coordinators stay. Where the Access Coordinator is neither NIMIC nor SDIMIC, its seat passes
    to the actor, its relation as Request Coordinator with it. Rules: R3, R9, R10, R35, R43, R53, R77, R79, R81, R82.
    Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    await draft.require_region(territory)
    before = draft.access(authority, area)
    after = replace(before, role=role, territory=territory)
    draft.forbid(guards.changing_role(draft.situation, before, after))
    if before.role is not after.role and coordinator_of(
        draft.before, before.access_coordinator or ""
    ).type in (DIMIC, CA):
        after = with_access_coordinator(after, draft.actor)
    await _settle_role(draft, before, after)
    body = draft.after.authorities[authority]
    if role is Role.DIMIC and before.role is Role.CA:
        appointed = tuple(sorted({*body.appointed_by, (area, draft.actor)}))
        draft.put(replace(body, appointed_by=appointed))


async def update_area_settings(
    draft: Draft, *, authority: str, area: str, settings: Mapping[str, Any]
) -> None:
    """Edit an authority's settings in an area: the columns said, of SETTINGS.

    Rules: R5, R9, R10, R19, R32, R42, R77, R79, R81. Raises Refused, NotFound.
    """
    assert set(settings) <= SETTINGS, settings
    draft.subject = authority
    await draft.see(authority)
    await draft.require_region(settings.get("territory"))
    before = draft.access(authority, area)
    after = replace(before, **settings)
    draft.forbid(guards.editing_settings(draft.situation, before, after, settings))
    await _settle_role(draft, before, after)


async def withdraw_access(draft: Draft, *, authority: str, area: str) -> None:
    """Withdraw an authority's access to an area, with its relations there and with links that need it.

    Refused while others rely on its role there. Rules: R28, R43, R77, R80, R81, R83. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    before = draft.access(authority, area)
    left = [access for access in draft.before.accesses(authority) if access.area != area]
    draft.forbid(guards.withdrawing(draft.situation, before, left))
    if before.role is Role.DIMIC:
        await draft.see_who_depends_on(authority)
    del draft.after.access[authority, area]
    await _follow_roles(draft, authority)


async def replace_access_coordinator(draft: Draft, *, authority: str, area: str, successor: str) -> None:
    """Hand one authority's access seat in one area to another coordinator.

    As Request Coordinator too, if the outgoing one is that; the Validating Coordinator stays. Rules: R25, R35, R41, R77,
    R78, R79, R81. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    await draft.see_from_afar(successor)
    access = draft.access(authority, area)
    draft.forbid(guards.replacing_access_coordinator(draft.situation, access))
    draft.put(with_access_coordinator(access, successor))


def with_access_coordinator(access: Access, successor: str) -> Access:
    """The access with another Access Coordinator, who takes the outgoing one's place as Request Coordinator too (R35).

    Had the outgoing one left the Request Coordinators before, they stay as they are.
    """
    return with_request_coordinator(
        replace(access, access_coordinator=successor), access.access_coordinator, successor
    )


def with_request_coordinator(access: Access, outgoing: str | None, incoming: str) -> Access:
    """The access with one Request Coordinator in another's place, once; as it is where the outgoing one is none."""
    if outgoing == incoming or outgoing not in access.request_coordinators:
        return access
    others = set(access.request_coordinators) - {outgoing}
    return replace(
        access,
        request_coordinators=tuple(sorted({*others, incoming})),
        referral_opt_outs=tuple(id for id in access.referral_opt_outs if id in others),
    )


async def _settle_role(draft: Draft, before: Access, after: Access) -> None:
    """Put the access; where it narrows what the authority covers, look at all who rely on that."""
    if before.role is Role.DIMIC and (before.role, before.territory) != (after.role, after.territory):
        await draft.see_who_depends_on(before.authority)
    draft.put(after)
    await _follow_roles(draft, before.authority)


async def _follow_roles(draft: Draft, authority: str) -> None:
    """What follows from an authority's roles: its type, spare relations of what it covers no more, links without a CA."""
    body = draft.after.authorities[authority]
    if body.type in (DIMIC, CA):
        draft.put(replace(body, type=type_by_roles(draft.after, authority)))
    await draft.end_spare_request_coordination()
    draft.end_links_without_a_ca(authority)


def type_by_roles(network: Network, authority: str) -> AuthorityType:
    """DIMIC where some role says so, else CA."""
    return DIMIC if any(access.role is Role.DIMIC for access in network.accesses(authority)) else CA
