"""What the actor may do: the powers of its type, and the acts on one authority (R62)."""

from typing import Any

import strawberry
from strawberry.utils.str_converters import to_camel_case

from service.api.execution import reference
from service.api.execution.context import Info
from service.api.types.objects import Authority, RuleType, rule_of
from service.api.types.results import Row, Violation, violation_rows
from service.changes.available_actions import Offer, available_actions
from service.model.identifiers import AuthorityId, AuthorityType, Role, Status
from service.rules.powers import POWERS, Power, Reach
from service.work.heavy import off_the_loop


@strawberry.type(description="A power of the table of §2.2, as the actor has it.")
class HeldPower:
    power: Power = strawberry.field(description="Which power.")
    rule: RuleType = strawberry.field(resolver=rule_of, description="The rule that gives or withholds it.")
    reach: Reach = strawberry.field(description="How far it reaches.")


@strawberry.type(description="An act on an authority, and whether the actor may do it now.")
class Action:
    action: str = strawberry.field(description="Name of the mutation.")
    area: str | None = strawberry.field(description="Code of the legislative area, where the act is of one.")
    role: Role | None = strawberry.field(description="The role that would be given.")
    other: Authority | None = strawberry.field(
        resolver=reference.authority("other"),
        description="The other end of the link, or the Request Coordinator who would leave.",
    )
    columns: list[str] = strawberry.field(
        description="What of the data or settings may be edited, as the input names it."
    )
    allowed: bool = strawberry.field(
        description="Whether it will be accepted; where it needs a choice, such as a successor, with a sound one."
    )
    violations: list[Violation] = strawberry.field(description="If not: each rule that forbids it.")


def powers_of(row: Any) -> list[Row]:
    """Every power, as far as it reaches for the authority; none for a plain Competent Authority."""
    kind = _coordinating_as(row)
    return [{"power": power, "rule": entry.rule, "reach": entry.of(kind)} for power, entry in POWERS.items()]


def registrable(row: Any) -> list[AuthorityType]:
    """The types that the actor may register: a choice is offered only where there are several (R62)."""
    kind = _coordinating_as(row)
    each = {
        AuthorityType.SDIMIC: Power.REGISTER_SDIMIC,
        AuthorityType.DIMIC: Power.REGISTER_DIMIC,
        AuthorityType.CA: Power.REGISTER_CA,
    }
    return [of for of, power in each.items() if POWERS[power].of(kind) is not Reach.NOWHERE]


def _coordinating_as(row: Any) -> AuthorityType:
    """The type by which an authority has its powers; a deactivated one has none (R77), as little as the operator."""
    active = row is not None and row["status"] == Status.ACTIVE
    return AuthorityType(row["type"]) if active else AuthorityType.CA


async def actions_on(info: Info, authority: str) -> list[Row]:
    """Every act of the actor on an authority; the operator acts for none."""
    actor = info.context.actor.authority
    if actor is None:
        return []
    async with info.context.trying:
        found = await info.context.graph.read(
            available_actions, actor=actor, authority=AuthorityId(authority)
        )
    size = sum(len(offer.violations) for offer in found)
    return await off_the_loop(size, lambda: [_row(offer) for offer in found])


def _row(offer: Offer) -> Row:
    return {
        "action": offer.action,
        "area": offer.area,
        "role": offer.role,
        "other": offer.other,
        "columns": [to_camel_case(name) for name in offer.columns],
        "allowed": not offer.violations,
        "violations": violation_rows(offer.violations),
    }
