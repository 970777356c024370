"""What the operator of the service does, as the Commission did: Member States and NIMICs, regions, legislative areas."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.changes.access import with_access_coordinator, with_request_coordinator
from service.changes.draft import Draft
from service.changes.registration import new_authority
from service.model.identifiers import AuthorityType, RegionCode, Status
from service.model.network import Area, Authority, Region, State, row
from service.rules.arguments import Some, some
from service.rules.catalogue import Rule
from service.rules.violation import NotFound, Violation
from service.rules.wording import Code
from service.statements import catalogue, network
from service.work.heavy import off_the_loop


async def create_member_state(
    draft: Draft, *, code: str, name: str, nimic: Authority, confirm_similar: bool
) -> None:
    """Create a Member State with its NIMIC. Rules: R2, R8, R12, R59, R82. Raises Refused."""
    if code in draft.before.states:
        draft.forbid(
            [Violation(Rule.R8, Code.STATE_EXISTS(state=code, nimic=draft.before.states[code].nimic))]
        )
        draft.refuse_now()
    draft.subject = nimic.id
    draft.put(State(code, name, nimic.id))
    root = replace(nimic, type=AuthorityType.NIMIC, state=code)
    await new_authority(draft, root, confirm_similar=confirm_similar)


async def replace_nimic(
    draft: Draft, *, state: str, successor: str | Authority, confirm_similar: bool = False
) -> None:
    """Put another authority, or a new one, in the place of a state's NIMIC, with all its relations, in one act.

    The old one stays as a deactivated NIMIC. The new one loses its own coordinators, areas and links: it is the root
    now. A former NIMIC may come back. Rules: R2, R8, R12, R25, R59, R77, R79, R82. Raises Refused, NotFound.
    """
    if state not in draft.before.states:
        raise NotFound("MemberState", state)
    old = draft.before.states[state].nimic
    await draft.see(old)
    await draft.see_who_depends_on(old)
    if isinstance(successor, Authority):
        await draft.require_region(successor.region)
        root = replace(successor, type=AuthorityType.NIMIC, state=state)
        heir = (await new_authority(draft, root, confirm_similar=confirm_similar)).id
    else:
        heir = successor
        await draft.see(heir)
        body = draft.before.authorities[heir]
        if body.state != state:
            draft.forbid([Violation(Rule.R25, Code.OF_ANOTHER_STATE(authority=heir))])
        if body.status is not Status.ACTIVE and body.type is not AuthorityType.NIMIC:
            draft.forbid([Violation(Rule.R77, Code.FROZEN(authority=heir))])
    draft.subject = heir
    if heir == old:
        draft.forbid([Violation(Rule.R79, Code.NIMIC_ALREADY(nimic=old, state=state))])
    draft.refuse_now()
    await off_the_loop(draft.size, _succeed, draft, old, heir)
    _make_root(draft, heir)
    draft.put(replace(draft.after.authorities[old], status=Status.INACTIVE))
    draft.put(replace(draft.before.states[state], nimic=heir))


def _succeed(draft: Draft, old: str, heir: str) -> None:
    """Whatever the old NIMIC holds its successor holds."""
    for authority in list(draft.after.authorities.values()):
        if authority.validating_coordinator == old:
            draft.put(replace(authority, validating_coordinator=heir))
    for access in list(draft.after.access.values()):
        moved = with_request_coordinator(access, old, heir)
        draft.put(with_access_coordinator(moved, heir) if access.access_coordinator == old else moved)


def _make_root(draft: Draft, id: str) -> None:
    """An authority becomes the NIMIC: no coordinator, no area, no link (R82)."""
    body = draft.after.authorities[id]
    draft.put(replace(body, type=AuthorityType.NIMIC, status=Status.ACTIVE, validating_coordinator=None))
    for key in [key for key in draft.after.access if key[0] == id]:
        del draft.after.access[key]
    for link in [link for link in draft.after.links if id in link]:
        del draft.after.links[link]


async def create_region(draft: Draft, *, region: Region) -> None:
    """Create a region of a state, in another region or in the state itself. Rules: R10, R25. Raises Refused, NotFound."""
    draft.subject = region.code
    if region.state not in draft.before.states:
        raise NotFound("MemberState", region.state)
    await _require_free_code(draft, region.code)
    await draft.require_region(region.parent)
    draft.put(region)


async def update_region(draft: Draft, *, code: str, data: Mapping[str, Any]) -> None:
    """Name a region anew, move it on the map or into another region, where all who hold relations there still cover them.

    Relations of Request Coordinators that cover no more what they hold end, where sound ones are beside them.
    Rules: R10, R25, R28, R79, R81. Raises Refused, NotFound.
    """
    draft.subject = code
    if code not in draft.before.regions:
        raise NotFound("Region", code)
    before = draft.before.regions[code]
    after = replace(before, **data)
    await draft.require_region(after.parent)
    draft.put(after)
    if before.parent != after.parent:
        found = await network.authorities_of_region(draft.tx, region=RegionCode(code))
        await draft.see(*found["authorities"])
        await draft.end_spare_request_coordination()


async def create_legislative_area(draft: Draft, *, area: Area) -> None:
    """Create a legislative area, of all states. Raises Refused."""
    draft.subject = area.code
    if area.code in draft.before.areas:
        draft.forbid([Violation(Rule.R79, Code.AREA_EXISTS(area=area.code))])
    draft.put(area)


async def update_legislative_area(draft: Draft, *, code: str, data: Mapping[str, Any]) -> None:
    """Name a legislative area anew, or change its keywords and whether it asks for professions, where nobody's settings
    would be at fault for it. The names of a keyword go with it.

    Rules: R5, R79. Raises Refused, NotFound.
    """
    draft.subject = code
    before = draft.before.areas[draft.require_area(code)]
    after = replace(before, **data)
    if "keyword_names" not in data:
        kept = (text for text in before.keyword_names if text.partition("=")[0] in after.keywords)
        after = replace(after, keyword_names=tuple(kept))
    lost = sorted(set(before.keywords) - set(after.keywords))
    begins_to_ask = after.requires_professions and not before.requires_professions
    for keywords, professions in ((lost, False), ([], begins_to_ask)):
        if not (keywords or professions):
            continue
        uses = await network.area_uses(
            draft.tx, area=draft.require_area(code), keywords=keywords, professions=professions
        )
        if ids := uses["authorities"]:
            detail = (
                Code.PROFESSIONS_LACKING(authorities=some(ids))
                if professions
                else Code.KEYWORDS_IN_USE(authorities=some(ids), keywords=Some(tuple(lost)))
            )
            others = tuple(row("authorities", id) for id in ids)
            draft.forbid([Violation(Rule.R5, detail, others=others)])
    draft.put(after)


async def _require_free_code(draft: Draft, code: str) -> None:
    if await catalogue.regions_by_code(draft.tx, codes=[RegionCode(code)]):
        draft.forbid([Violation(Rule.R10, Code.REGION_EXISTS(region=code))])
        draft.refuse_now()
