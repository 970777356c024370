"""What an authority may do with another now: every act that needs no further choice is drafted as it would be carried out.

Decided by the changes themselves, so a page offers exactly what some input of will be accepted (R62). Where an act needs
a choice, such as a successor, its guard is asked and whether there is anything to choose.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from service.changes import access, registration, requests, validation
from service.changes.draft import Draft
from service.database.graph import Reader, Remembering
from service.model.identifiers import (
    AreaCode,
    AuthorityId,
    AuthorityType,
    ChangeId,
    Relation,
    Role,
    Status,
    present,
)
from service.model.network import Access, Authority, Network
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.violation import Refused, Violation
from service.rules.wording import Code
from service.statements import coordination
from service.statements.authorities import Where, authorities_by_id, authorities_page
from service.storage.load import load_places

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


async def available_actions(tx: Reader, *, actor: AuthorityId, authority: AuthorityId) -> list[Offer]:
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
        now, change = present(), ChangeId("offer")
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
            "replaceValidatingCoordinator": await self._with_a_choice(
                guards.handing_over_validation(s, body, NOBODY), Relation.VALIDATES
            ),
            "linkAuthorities": await self._with_an_observer(
                draft, [*guards.linking(s, id, id, ending=False), *_no_end_of_a_link(draft, id)]
            ),
            # Which of the seats are handed over is a choice, too: none in the end, which is accepted (R79).
            "replaceValidatingCoordinatorEverywhere": guards.losing_mandate(s, id, ()),
            "replaceAccessCoordinatorEverywhere": guards.losing_mandate(s, id, ()),
        }
        found = [
            Offer(
                action, violations=tuple(dict.fromkeys(violations))
            )  # a link's guard asks of both of its ends
            for action, violations in guarded.items()
        ]
        found.append(await self._editing_data(draft))
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
                (
                    "replaceAccessCoordinator",
                    await self._with_a_choice(
                        guards.replacing_access_coordinator(s, seat), Relation.GRANTS_ACCESS, seat.area
                    ),
                ),
                (
                    "addRequestCoordinators",
                    await self._with_a_choice(
                        guards.adding_request_coordinators(s, seat), Relation.COORDINATES_REQUESTS, seat.area
                    ),
                ),
                ("setReferralOptOut", guards.opting_out(s, seat)),
            ):
                found.append(Offer(action, seat.area, violations=tuple(violations)))
            found.append(await self._editing_settings(draft, seat))
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

    async def _with_a_choice(
        self, violations: Iterable[Violation], relation: Relation, area: str | None = None
    ) -> list[Violation]:
        """What forbids naming another holder of a relation; that there is none to name, where nothing else does."""
        if found := list(violations):
            return found
        eligible = await coordination.eligible_coordinators(
            self._tx,
            authority=self._authority,
            relation=relation,
            area=None if area is None else AreaCode(area),
            search=None,
            after="",
            limit=1,
            with_total=False,
        )
        if eligible is not None and eligible["ids"]:
            return []
        return [Violation(Rule.R81, Code.NO_OTHER_COORDINATOR(relation=relation))]

    async def _with_an_observer(self, draft: Draft, violations: Iterable[Violation]) -> list[Violation]:
        """What forbids a link to the authority; that nobody is left to observe it, where nothing else does."""
        if found := list(violations):
            return found
        aside = {self._authority, *(link.observer for link in draft.before.links.values())}
        state = draft.before.authorities[self._authority].state
        where: Where = {
            **dict.fromkeys(Where.__annotations__),  # type: ignore[typeddict-item]  # null is no filter
            "state": state,
            "role": Role.CA,
            "status": Status.ACTIVE,
        }
        observers = await authorities_page(
            self._tx, where=where, by_id=False, after="", limit=len(aside) + 1, with_total=False
        )
        if set(observers["ids"]) - aside:
            return []
        return [Violation(Rule.R43, Code.NO_OTHER_OBSERVER())]

    async def _editing_data(self, draft: Draft) -> Offer:
        """Which registration data may be edited: any text may be another one, a region is to be found."""
        s, body = draft.situation, draft.before.authorities[self._authority]
        columns = [
            name for name in sorted(validation.DATA) if not list(guards.editing_data(s, body, body, {name}))
        ]
        forbidding = () if columns else tuple(guards.editing_data(s, body, body, validation.DATA))
        if "region" in columns:
            edits = (
                partial(validation.update_registration_data, authority=body.id, data={"region": region})
                for region in _other_regions(draft, body)
            )
            if not await self._any_accepted(edits):
                columns.remove("region")
        return Offer("updateRegistrationData", columns=tuple(columns), violations=forbidding)

    async def _editing_settings(self, draft: Draft, seat: Access) -> Offer:
        """Which settings may be edited, or why none."""
        s = draft.situation
        keywords = draft.before.areas[seat.area].keywords
        names = ["professions", "flags", *(["keywords"] if keywords or seat.keywords else [])]
        columns = [name for name in names if not list(guards.editing_settings(s, seat, seat, {name}))]
        edits = (
            partial(
                access.update_area_settings,
                authority=seat.authority,
                area=seat.area,
                settings={"territory": territory},
            )
            for territory in _other_territories(draft, seat)
        )
        if await self._any_accepted(edits):
            columns.append("territory")
        forbidding = () if columns else tuple(guards.editing_settings(s, seat, seat, {"flags"}))
        return Offer("updateAreaSettings", seat.area, columns=tuple(sorted(columns)), violations=forbidding)

    async def _any_accepted(self, changes: Iterable[Callable[[Draft], Awaitable[None]]]) -> bool:
        """Whether one of these would be accepted."""
        for change in changes:
            if not (await self._tried(Offer(""), change)).violations:
                return True
        return False

    async def of_new_areas(self) -> list[Offer]:
        """Areas that the authority may be given, in each role."""
        draft = await self._seen()
        s, found = draft.situation, []
        for area in draft.before.areas.values():
            if (self._authority, area.code) in draft.before.access:
                continue
            for role in Role:
                appoints = role is Role.DIMIC and s.me.type is AuthorityType.SDIMIC
                given = Access(
                    area=area.code,
                    role=role,
                    territory=s.me.region if appoints else None,
                    professions=(NOBODY,) if area.requires_professions else (),
                )
                change = partial(registration.grant_access, authority=self._authority, access=given)
                found.append(await self._tried(Offer("grantAccess", area.code, role), change))
        return found


def _other_territories(draft: Draft, seat: Access) -> list[str | None]:
    """Territories of which one is accepted if any is: the widest that the actor may set covers what any other does.

    Where it is that already it is the regions right within.
    """
    if seat.role is not Role.DIMIC or draft.actor != seat.access_coordinator:
        return []
    widest = draft.situation.me.region if draft.situation.me.type is AuthorityType.SDIMIC else None
    if seat.territory != widest:
        return [widest]
    state = draft.before.authorities[seat.authority].state
    return [
        region.code
        for region in draft.before.regions.values()
        if region.state == state and region.parent == widest
    ]


def _other_regions(draft: Draft, body: Authority) -> Iterator[str | None]:
    """Regions to which an authority may be moved as far as its own coordinators go and those who rely on it as an SDIMIC."""
    s, sdimic = draft.situation, body.type is AuthorityType.SDIMIC
    of_the_state = [region.code for region in draft.before.regions.values() if region.state == body.state]
    relying = {other.region for other in draft.before.authorities.values() if _relies(draft, other, body.id)}
    validator = body.validating_coordinator and s.coordinator(body.validating_coordinator)
    for region in [*([] if sdimic else [None]), *of_the_state]:
        if region == body.region or (validator and not validator.covers_region(region, s.places)):
            continue
        if all(
            s.coordinator(holder).covers_area(seat.area, region, s.places)
            for seat in draft.before.accesses(body.id)
            if (holder := seat.access_coordinator) is not None
        ) and not (sdimic and any(not s.places.within(other, region) for other in relying)):
            yield region


def _relies(draft: Draft, other: Authority, id: str) -> bool:
    """Whether an active authority is validated or given access by another."""
    if other.status is not Status.ACTIVE:
        return False
    seats = draft.before.accesses(other.id)
    return other.validating_coordinator == id or any(seat.access_coordinator == id for seat in seats)


def _no_end_of_a_link(draft: Draft, id: str) -> list[Violation]:
    if any(seat.role is Role.CA for seat in draft.before.accesses(id)):
        return []
    return [Violation(Rule.R43, Code.NO_END_OF_A_LINK(authority=id))]
