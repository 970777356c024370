"""Request Coordinators and links: who follows an authority's requests."""

from collections.abc import Sequence
from dataclasses import replace

from service.changes.draft import Draft
from service.model.network import Link
from service.rules import guards
from service.rules.catalogue import Rule
from service.rules.violation import Violation
from service.rules.wording import Code
from service.work.heavy import off_the_loop


async def add_request_coordinators(
    draft: Draft, *, authorities: Sequence[str], area: str, coordinators: Sequence[str]
) -> None:
    """Add coordinators to authorities in an area, all or none; who is Request Coordinator already stays so.

    Rules: R25, R28, R40, R69, R77–R79, R81. Raises Refused, NotFound.
    """
    draft.subject = authorities[0] if len(authorities) == 1 else None
    await draft.see(*authorities)
    await draft.see_from_afar(*coordinators)
    await off_the_loop(len(authorities) * len(coordinators), _add, draft, authorities, area, coordinators)


def _add(draft: Draft, authorities: Sequence[str], area: str, coordinators: Sequence[str]) -> None:
    for authority in authorities:
        access = draft.access(authority, area)
        draft.forbid(guards.adding_request_coordinators(draft.situation, access))
        more = tuple(sorted({*access.request_coordinators, *coordinators}))
        draft.put(replace(access, request_coordinators=more))


async def remove_request_coordinator(draft: Draft, *, authority: str, area: str, coordinator: str) -> None:
    """Leave as Request Coordinator, or be removed by the Access Coordinator; never the last active one.

    Rules: R25, R28, R38, R40, R77, R79. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    await draft.see_from_afar(coordinator)
    access = draft.access(authority, area)
    draft.forbid(guards.removing_request_coordinator(draft.situation, access, coordinator))
    left = [id for id in access.request_coordinators if id != coordinator]
    kept = [id for id in access.referral_opt_outs if id != coordinator]
    draft.put(replace(access, request_coordinators=tuple(left), referral_opt_outs=tuple(kept)))


async def set_referral_opt_out(draft: Draft, *, authority: str, area: str, opt_out: bool) -> None:
    """Opt out of referral for an authority in an area, or in again: the Request Coordinator on its own relation.

    Rules: R25, R42, R77, R79. Raises Refused, NotFound.
    """
    draft.subject = authority
    await draft.see(authority)
    access = draft.access(authority, area)
    draft.forbid(guards.opting_out(draft.situation, access))
    if draft.actor not in access.request_coordinators:
        draft.may_change_nothing = opt_out  # it would, were it one
        return
    others = set(access.referral_opt_outs) - {draft.actor}
    opted_out = {*others, draft.actor} if opt_out else others
    draft.put(replace(access, referral_opt_outs=tuple(sorted(opted_out))))


async def link_authorities(draft: Draft, *, observer: str, observed: str) -> None:
    """Let an authority observe another's requests in its monitoring view.

    Rules: R25, R43, R77–R80. Raises Refused, NotFound.
    """
    draft.subject = observed
    await draft.see(observer, observed)
    draft.forbid(guards.linking(draft.situation, observer, observed, ending=False))
    draft.put(Link(observer, observed))


async def unlink_authorities(draft: Draft, *, observer: str, observed: str) -> None:
    """End a link. Rules: R25, R43, R77, R79, R80. Raises Refused, NotFound."""
    draft.subject = observed
    await draft.see(observer, observed)
    draft.forbid(guards.linking(draft.situation, observer, observed, ending=True))
    if draft.after.links.pop((observer, observed), None) is None:
        draft.forbid([Violation(Rule.R79, Code.NOT_LINKED(observer=observer, observed=observed))])
