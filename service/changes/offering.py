"""What an authority may do with another now: every act that needs no further choice is drafted as it would be carried out.

Decided by the changes themselves, so a page offers exactly what will be accepted (R62). Where an act needs a choice,
such as a successor, its guard is asked; the choice is judged when it is made.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from service.changes import access, registration, requests, validation
from service.changes.draft import Draft
from service.changes.registration import NewAccess
from service.graph import Reader, Remembering
from service.loading import load_places
from service.model import AuthorityId, AuthorityType, ChangeId, Role, Status, instant
from service.network import Access, Network
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.violation import Refused, Violation
from service.statements.authorities import authorities_by_id

NOBODY = "?"
"""Stands for what the client has yet to choose."""


@dataclass(frozen=True)
class Offer:
    """An act, what it would be done with, and what forbids it: nothing, where it may be done now.

    `action` is the mutation. `columns`: what of the data or settings may be edited; `other`: the other end of a link, or
    the Request Coordinator who leaves.
    """

    action: str
    area: str | None = None
    role: Role | None = None
    other: str | None = None
    columns: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()


async def offers(tx: Reader, *, actor: AuthorityId, authority: AuthorityId) -> list[Offer]:
    """Every act of `actor` on `authority`, by action and area; none where either does not exist. Rules: R62 and each act's."""
    rows = (await authorities_by_id(tx, ids=sorted({actor, authority})))["authorities"]
    if len(rows) < len({actor, authority}):
        return []
    places = await load_places(tx, sorted({row["state"] for row in rows}))
    asking = _Asking(Remembering(tx), actor, authority, places)
    found = [*await asking.of_the_authority(), *await asking.of_its_areas(), *await asking.of_new_areas()]
    return sorted(
        found, key=lambda offer: (offer.action, offer.area or "", offer.role or "", offer.other or "")
    )


class _Asking:
    """One authority that asks what it may do with another."""

    def __init__(self, tx: Reader, actor: AuthorityId, authority: AuthorityId, places: Network) -> None:
        self._tx, self._actor, self._authority, self._places = tx, actor, authority, places

    async def _draft(self) -> Draft:
        now, change = instant(datetime.now(UTC)), ChangeId("offer")
        draft = Draft(self._tx, actor=self._actor, now=now, change=change, before=self._places.copy())
        nimics = [state.nimic for state in self._places.states.values() if state.nimic]
        await draft.see_from_afar(self._actor, *nimics)
        return draft

    async def _tried(self, offer: Offer, change: Callable[[Draft], Awaitable[None]]) -> Offer:
        """The offer with what forbids the change as it would be carried out."""
        # What is read is remembered: else nobody would be answered before the last is tried.
        await asyncio.sleep(0)
        draft = await self._draft()
        try:
            await change(draft)
            await draft.settle()
        except Refused as refused:
            return replace(offer, violations=refused.violations)
        return offer

    async def _seen(self) -> Draft:
        draft = await self._draft()
        await draft.see(self._authority)
        return draft

    async def of_the_authority(self) -> list[Offer]:
        """Acts on the authority as a whole."""
        draft, id = await self._seen(), self._authority
        await draft.see_who_depends_on(id)
        s, body = draft.situation, draft.before.authorities[id]
        guarded = {
            "replaceValidatingCoordinator": guards.handing_over_validation(s, body, NOBODY),
            "linkAuthorities": [*guards.linking(s, id, id, ending=False), *_no_end_of_a_link(draft, id)],
            "replaceValidatingCoordinatorEverywhere": guards.losing_mandate(s, id, _validated(draft, id)),
            "replaceAccessCoordinatorEverywhere": guards.losing_mandate(s, id, _granted(draft, id)),
        }
        found = [
            Offer(
                action, violations=tuple(dict.fromkeys(violations))
            )  # a link's guard asks of both of its ends
            for action, violations in guarded.items()
        ]
        columns = [name for name in sorted(validation.DATA) if not list(guards.editing_data(s, body, {name}))]
        forbidding = () if columns else tuple(guards.editing_data(s, body, validation.DATA))
        found.append(Offer("updateRegistrationData", columns=tuple(columns), violations=forbidding))
        for observer, observed in sorted(draft.before.links):
            if id in (observer, observed):
                change = partial(requests.unlink_authorities, observer=observer, observed=observed)
                other = observed if observer == id else observer
                found.append(await self._tried(Offer("unlinkAuthorities", other=other), change))
        if body.status is Status.ACTIVE:
            toggle = await self._tried(
                Offer("deactivateAuthority"), partial(validation.deactivate_authority, authority=id)
            )
        else:
            toggle = await self._tried(
                Offer("reactivateAuthority"), partial(validation.reactivate_authority, authority=id)
            )
        taking_over = partial(validation.take_over_validation, authority=id)
        return [*found, toggle, await self._tried(Offer("takeOverValidation"), taking_over)]

    async def of_its_areas(self) -> list[Offer]:
        """Acts on the authority in each of its areas."""
        found: list[Offer] = []
        draft, id = await self._seen(), self._authority
        s = draft.situation
        for seat in draft.before.accesses(id):
            for action, violations in (
                ("replaceAccessCoordinator", guards.replacing_access_coordinator(s, seat)),
                ("addRequestCoordinators", guards.adding_request_coordinators(s, seat)),
                ("setReferralOptOut", guards.opting_out(s, seat)),
            ):
                found.append(Offer(action, seat.area, violations=tuple(violations)))
            columns, forbidding = _editable(draft, seat)
            found.append(Offer("updateAreaSettings", seat.area, columns=columns, violations=forbidding))
            role = Role.CA if seat.role is Role.DIMIC else Role.DIMIC
            territory = s.me.region if role is Role.DIMIC and s.me.type is AuthorityType.SDIMIC else None
            found += [
                await self._tried(
                    Offer("withdrawAccess", seat.area),
                    partial(access.withdraw_access, authority=id, area=seat.area),
                ),
                await self._tried(
                    Offer("changeAreaRole", seat.area, role),
                    partial(
                        access.change_area_role, authority=id, area=seat.area, role=role, territory=territory
                    ),
                ),
            ]
            for coordinator in seat.request_coordinators:
                change = partial(
                    requests.remove_request_coordinator, authority=id, area=seat.area, coordinator=coordinator
                )
                found.append(
                    await self._tried(Offer("removeRequestCoordinator", seat.area, other=coordinator), change)
                )
        return found

    async def of_new_areas(self) -> list[Offer]:
        """Areas that the authority may be given, in each role."""
        draft = await self._seen()
        s, found = draft.situation, []
        for area in draft.before.areas.values():
            if (self._authority, area.code) in draft.before.access:
                continue
            for role in Role:
                appoints = role is Role.DIMIC and s.me.type is AuthorityType.SDIMIC
                given = NewAccess(
                    area.code,
                    role,
                    territory=s.me.region if appoints else None,
                    professions=(NOBODY,) if area.requires_professions else (),
                )
                change = partial(registration.grant_access, authority=self._authority, access=given)
                found.append(await self._tried(Offer("grantAccess", area.code, role), change))
        return found


def _validated(draft: Draft, id: str) -> list[tuple[str, str | None]]:
    """What a coordinator would hand over of validation."""
    return [(a.id, None) for a in draft.before.authorities.values() if a.validating_coordinator == id]


def _granted(draft: Draft, id: str) -> list[tuple[str, str | None]]:
    """What a coordinator would hand over of access."""
    return [(a.authority, a.area) for a in draft.before.access.values() if a.access_coordinator == id]


def _editable(draft: Draft, seat: Access) -> tuple[tuple[str, ...], tuple[Violation, ...]]:
    """Which settings may be edited, or why none."""
    edits = {
        "keywords": replace(seat, keywords=(NOBODY, *seat.keywords)),
        "professions": replace(seat, professions=(NOBODY, *seat.professions)),
        "flags": replace(seat, flags=(NOBODY, *seat.flags)),
    }
    if seat.role is Role.DIMIC:
        region = draft.situation.me.region if draft.situation.me.type is AuthorityType.SDIMIC else NOBODY
        edits["territory"] = replace(seat, territory=region if region != seat.territory else None)
    judged = {
        name: tuple(guards.editing_settings(draft.situation, seat, edited)) for name, edited in edits.items()
    }
    columns = tuple(name for name, violations in sorted(judged.items()) if not violations)
    return columns, () if columns else judged["keywords"]


def _no_end_of_a_link(draft: Draft, id: str) -> list[Violation]:
    if any(seat.role is Role.CA for seat in draft.before.accesses(id)):
        return []
    return [Violation(Rule.R43, f"{id} is Competent Authority in no area: a link joins two of them")]
