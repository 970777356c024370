"""One mutation from its input to its answer: read and check, carry out, and turn what went wrong into the union's members."""

import dataclasses
import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

import strawberry

from service.api.execution.context import Info
from service.api.execution.selection import selected
from service.api.types.checks import Checks, Invalid, plain_arguments, read_key, read_lines
from service.api.types.inputs import COMMON
from service.api.types.results import Row, made_row, violation_rows
from service.changes.draft import Draft
from service.changes.outcome import Outcome
from service.changes.registration import UsernameTaken
from service.changes.transaction import Request, RevisionUnmet, carry_out
from service.database.graph import Conflict
from service.model.identifiers import AuthorityId, StateCode
from service.rules.catalogue import Rule
from service.rules.violation import KeyUsed, NotFound, Refused, Violation
from service.rules.wording import Code
from service.work.heavy import off_the_loop

PERSONAL = ("first_user",)
"""Columns of inputs that a Change does not keep: personal data live with the user."""

DryRun = Annotated[
    bool,
    strawberry.argument(
        description="Only try: the same checks and the same answer, and everything is rolled back."
    ),
]
Change = Callable[..., Awaitable[None]]
Read = Callable[[Any, Checks], dict[str, Any]]
Answer = Callable[[Outcome], Row]


NETWORK_CHANGE: Answer = partial(made_row, "NetworkChange")


@dataclasses.dataclass(frozen=True)
class Locked:
    """Which states an act of the operator locks: those of authorities, or those named; neither: all."""

    authorities: list[str] | None = None
    states: list[str] | None = None


def plain(input: Any, checks: Checks) -> dict[str, Any]:
    """The columns of an input as the arguments of its change."""
    given = {
        field.name: getattr(input, field.name)
        for field in dataclasses.fields(input)
        if field.name not in COMMON
    }
    optional = {name: value for name, value in given.items() if value is None}
    return (
        plain_arguments({name: value for name, value in given.items() if value is not None}, checks)
        | optional
    )


async def perform(
    info: Info,
    change: Change,
    input: Any,
    *,
    dry_run: bool,
    read: Read = plain,
    answer: Answer = NETWORK_CHANGE,
    by_operator: bool | None = False,
    locked: Callable[[dict[str, Any]], Locked] | None = None,
) -> Row:
    """Carry out a change as its input says, and answer a member of its union. Raises Unavailable.

    `by_operator`: whether it is the operator's act; None: also the operator's, and its change names the operator.
    `locked`: what the operator locks, who is of no state; an authority locks its own.
    """
    context = info.context
    context.forget()  # what an earlier mutation of this request read is not what is now
    action = info.field_name
    try:
        _require(context.actor.operator, by_operator, action)
        checks = Checks()
        request = Request(
            action=action,
            input=_as_asked(input),
            actor=context.actor,
            dry_run=dry_run,
            key=checks.optional(("input", "idempotencyKey"), input.idempotency_key, read_key),
            reason=_reason(input, checks),
            expected_revision=getattr(input, "expected_revision", None),
            with_scopes="scopes" in selected(info),
            clock=context.clock,
        )
        arguments = read(input, checks)
        checks.done()
        if user := arguments.get("first_user"):
            request = dataclasses.replace(request, first_user=user.as_kept())
        if by_operator is None:
            arguments["by_operator"] = context.actor.operator

        async def work(draft: Draft) -> None:
            await change(draft, **arguments)

        lock = locked(arguments) if locked else Locked(states=[])
        outcome = await carry_out(
            context.graph,
            request,
            work,
            authorities=None if lock.authorities is None else [AuthorityId(id) for id in lock.authorities],
            states=None if lock.states is None else [StateCode(code) for code in lock.states],
        )
    except Refused as refused:
        rows = await off_the_loop(len(refused.violations), violation_rows, refused.violations)
        return {"kind": "Refusal", "violations": rows}
    except NotFound as missing:
        return {"kind": "NotFound", "message": str(missing), "type": missing.kind, "id": missing.id}
    except Invalid as invalid:
        return invalid_input(invalid)
    except KeyUsed as used:
        return invalid_input(Invalid([(("input", "idempotencyKey"), str(used))]))
    except UsernameTaken as taken:
        return invalid_input(Invalid([(("input", "firstUser", "username"), str(taken))]))
    except RevisionUnmet as unmet:
        return {"kind": "Conflict", "message": str(unmet), "present_revision": unmet.present}
    except Conflict as conflict:
        return {"kind": "Conflict", "message": str(conflict), "present_revision": None}
    loaders = context.loaders
    known: tuple[tuple[Any, list[Row], str], ...] = (
        (loaders.authority, outcome.preview, "id"),
        (loaders.state, outcome.states, "code"),
        (loaders.region, outcome.regions, "code"),
        (loaders.area, outcome.areas, "code"),
    )
    for loader, rows, key in known:
        for row in rows:
            loader.know(row[key], row)
    return await off_the_loop(len(outcome.differences), answer, outcome)


def _require(is_operator: bool, by_operator: bool | None, action: str) -> None:
    """An authority's mutation is asked by an authority, the operator's by the operator. Rules: R12, R76, R80. Raises Refused."""
    if by_operator is None:
        return
    if is_operator and not by_operator:
        raise Refused([Violation(Rule.R76, Code.OPERATOR_ACTS_FOR_NOBODY())])
    if by_operator and not is_operator:
        rule = Rule.R12 if action in ("createMemberState", "replaceNimic") else Rule.R80
        raise Refused([Violation(rule, Code.OPERATORS_ACT(mutation=action))])


def _reason(input: Any, checks: Checks) -> str | None:
    path = ("input", "reason")
    required = {field.name: field for field in dataclasses.fields(input)}[
        "reason"
    ].default is dataclasses.MISSING
    read = checks.required if required else checks.optional
    return read(path, input.reason, read_lines)


def _as_asked(input: Any) -> Row:
    """The input as a Change keeps it: JSON, without what is not said and without personal data."""
    given = dataclasses.asdict(input)
    for name in (*COMMON, *PERSONAL):
        given.pop(name, None)
    asked: Row = json.loads(json.dumps(_said(given)))
    return asked


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _said(each) for name, each in value.items() if each is not strawberry.UNSET}
    return [_said(each) for each in value] if isinstance(value, list) else value


def invalid_input(invalid: Invalid) -> Row:
    """What is wrong with an input, as the interface shows it."""
    problems = [{"path": list(path), "message": message} for path, message in invalid.problems]
    return {"kind": "InvalidInput", "problems": problems}
