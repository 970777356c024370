"""`finishImport` and `undoImport`: the operator ends an import that was interrupted."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import strawberry

from service.api.execution.context import Info
from service.api.mutations.perform import DryRun, invalid_input
from service.api.types import inputs
from service.api.types.checks import Checks, Invalid, read_key, read_lines
from service.api.types.price import act
from service.api.types.results import Conflict, InvalidInput, Member, NotFound, Refusal, Row, violation_row
from service.database.graph import Conflict as LostConflict
from service.model.identifiers import StateCode
from service.network_files import Ended, NoImport, finish_import, undo_import
from service.network_files.cells import read_state_code
from service.rules.catalogue import Rule
from service.rules.violation import KeyUsed, Violation
from service.rules.wording import Code, Detail


@strawberry.type(description="An interrupted import that was finished or undone, or would be.")
class EndedImport(Member):
    kind = "EndedImport"
    change: strawberry.ID | None = strawberry.field(
        description="Id of the change that tells of it; null for a trial."
    )
    repeated: bool = strawberry.field(
        description="Whether it was done before, by the same input under the same `idempotencyKey`."
    )
    imported: strawberry.ID = strawberry.field(
        description="Id of the import's own change; once it is undone it names nothing any more."
    )
    rows_changed: int = strawberry.field(description="How many rows the import changes as a whole.")


FinishImportResult = Annotated[
    EndedImport | Refusal | NotFound | InvalidInput | Conflict,
    strawberry.union("FinishImportResult", description="What was done, or what forbade it."),
]
UndoImportResult = Annotated[
    EndedImport | Refusal | NotFound | InvalidInput | Conflict,
    strawberry.union("UndoImportResult", description="What was done, or what forbade it."),
]


async def _end(
    info: Info, input: inputs.UnfinishedImportInput, end: Callable[..., Awaitable[Ended]], *, dry_run: bool
) -> Row:
    info.context.forget()
    if not info.context.actor.operator:
        return _refusal(Rule.R80, Code.OPERATORS_ACT(mutation=info.field_name))
    checks = Checks()
    state = checks.required(("input", "state"), input.state, read_state_code)
    key = checks.optional(("input", "idempotencyKey"), input.idempotency_key, read_key)
    reason = checks.optional(("input", "reason"), input.reason, read_lines)
    try:
        checks.done()
        ended = await end(
            info.context.graph,
            StateCode(state),
            key=key,
            reason=reason,
            dry_run=dry_run,
            lasting=info.context.lasting,
        )
    except Invalid as invalid:
        return invalid_input(invalid)
    except KeyUsed as used:
        return invalid_input(Invalid([(("input", "idempotencyKey"), str(used))]))
    except NoImport as nothing:
        if nothing.known:
            return _refusal(Rule.R79, Code.NO_UNFINISHED_IMPORT(state=state))
        return {"kind": "NotFound", "message": str(nothing), "type": "MemberState", "id": state}
    except LostConflict as conflict:
        return {"kind": "Conflict", "message": str(conflict), "present_revision": None}
    return {
        "kind": "EndedImport",
        "change": ended.change,
        "repeated": ended.repeated,
        "imported": ended.of,
        "rows_changed": ended.rows,
    }


def _refusal(rule: Rule, detail: Detail) -> Row:
    return {"kind": "Refusal", "violations": [violation_row(Violation(rule, detail))]}


_Input = Annotated[inputs.UnfinishedImportInput, strawberry.argument(description="What is asked.")]


async def _finish(info: Info, input: _Input, dry_run: DryRun = False) -> Any:
    return await _end(info, input, finish_import, dry_run=dry_run)


async def _undo(info: Info, input: _Input, dry_run: DryRun = False) -> Any:
    return await _end(info, input, undo_import, dry_run=dry_run)


@strawberry.type
class UnfinishedImports:
    """How the operator ends imports that were interrupted."""

    finish_import: FinishImportResult | None = strawberry.field(
        resolver=_finish,
        description="Finish an interrupted import from what it planned, without its files. The operator's.",
        metadata=act(),
    )
    undo_import: UndoImportResult | None = strawberry.field(
        resolver=_undo,
        description="Take out all that an unfinished import wrote; nothing else is ever deleted. The operator's.",
        metadata=act(),
    )
