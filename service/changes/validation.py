"""What the Validating Coordinator manages: registration data, who validates, and whether an authority takes part."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.changes.draft import Draft
from service.model.identifiers import AuthorityType, Status
from service.model.network import Authority
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.violation import Violation
from service.rules.wording import Code

DATA = frozenset(
    {
        "name",
        "name_language",
        "other_names",
        "region",
        "external_ids",
        "email",
        "phone",
        "web",
        "address",
        "languages",
    }
)
"""The columns of registration data."""


async def update_registration_data(
    draft: Draft, *, authority: str, data: Mapping[str, Any], by_operator: bool = False
) -> None:
    """Edit an authority's registration data: the columns said, of DATA. The operator does so for a NIMIC.

    Rules: R2, R10, R12, R17, R25, R31, R59, R77, R79, R81, R82. Raises Refused, NotFound.
    """
    assert set(data) <= DATA, data
    draft.subject = authority
    await draft.see(authority)
    before = draft.before.authorities[authority]
    after = replace(before, **data)
    if not by_operator:
        draft.forbid(guards.editing_data(draft.situation, before, after, data))
    elif before.type is not AuthorityType.NIMIC:
        holder = before.validating_coordinator
        draft.forbid([Violation(Rule.R17, Code.DATA_MANAGED_BY_COORDINATOR(holder=holder))])
    elif before.status is not Status.ACTIVE:
        draft.forbid([Violation(Rule.R77, Code.FROZEN(authority=authority))])
    if before.region != after.region:
        await draft.require_region(after.region)
        if before.type is AuthorityType.SDIMIC:
            await draft.see_who_depends_on(authority)
    await draft.see_rivals(after)
    draft.put(after)
    if before.region != after.region:
        await draft.end_spare_request_coordination()


async def replace_validating_coordinator(draft: Draft, *, authority: str, successor: str | None) -> None:
    """Hand an authority over to another Validating Coordinator; one leaves only by naming a successor.

    Rules: R25, R34, R77–R79, R81. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    before = draft.before.authorities[authority]
    draft.forbid(guards.handing_over_validation(draft.situation, before, successor))
    if successor is None:
        draft.refuse_now()
    else:
        await _put_validating_coordinator(draft, before, successor)


async def take_over_validation(draft: Draft, *, authority: str) -> None:
    """The NIMIC becomes Validating Coordinator where that is deactivated or no coordinator any more.

    Rules: R25, R34, R77, R79, R80. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    before = draft.before.authorities[authority]
    draft.forbid(guards.taking_over_validation(draft.situation, before))
    await _put_validating_coordinator(draft, before, draft.actor)


async def _put_validating_coordinator(draft: Draft, before: Authority, successor: str) -> None:
    await draft.see_from_afar(successor)
    await draft.see_validators_of(successor)
    draft.put(replace(before, validating_coordinator=successor))


async def deactivate_authority(draft: Draft, *, authority: str) -> None:
    """Deactivate an authority: it is frozen. Refused while active others rely on it; its spare relations end.

    Rules: R8, R25, R28, R77, R79–R81. Raises Refused, NotFound.
    """
    await _set_status(draft, authority, Status.INACTIVE)


async def reactivate_authority(draft: Draft, *, authority: str) -> None:
    """Reactivate an authority, whose coordinators must be sound; unsound Request Coordinators beside sound ones end.

    Rules: R8, R25–R28, R77, R79–R82. Raises Refused, NotFound.
    """
    await _set_status(draft, authority, Status.ACTIVE)


async def _set_status(draft: Draft, authority: str, status: Status) -> None:
    draft.subject = authority
    await draft.see(authority)
    before = draft.before.authorities[authority]
    guard = guards.reactivating if status is Status.ACTIVE else guards.deactivating
    draft.forbid(guard(draft.situation, before))
    if status is Status.INACTIVE:
        await draft.see_who_depends_on(authority)
    else:
        await draft.see_rivals(before)
    draft.put(replace(before, status=status))
    await draft.end_spare_request_coordination()
