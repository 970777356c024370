"""`importNetwork`: the NIMIC adds to its Member State by network files."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

import strawberry

from service.api.execution.context import Info
from service.api.execution.reference import Parent
from service.api.mutations.perform import DryRun, invalid_input
from service.api.types import (
    enums,  # noqa: F401  # describes the enumerations before they are used
    inputs,
)
from service.api.types.checks import Checks, Invalid, read_key, read_lines
from service.api.types.objects import RuleType, rule_row
from service.api.types.price import act, price
from service.api.types.results import Conflict, InvalidInput, Member, Refusal, Row, violation_rows
from service.api.types.wording import Argument, argument_rows
from service.database.graph import Conflict as LostConflict
from service.model.identifiers import AuthorityId, AuthorityType, StateCode
from service.network_files import Entry, ImportResult, Severity, import_by_nimic
from service.rules.catalogue import Rule
from service.rules.violation import KeyUsed, Violation
from service.rules.wording import Code, Detail
from service.statements.authorities import AuthorityRow
from service.work.heavy import off_the_loop

NAMES = ("authorities.csv", "access.csv", "links.csv", "defaults.csv")
MOST_TOLD = 1000
"""Entries of the report that are answered; the files may have more rows at fault than an answer bears."""


def _rule(root: Parent) -> Any:
    return root["rule"] and rule_row(Rule(root["rule"]))


@strawberry.type(description="One line of the report of an import.")
class ImportEntry:
    file: str = strawberry.field(description="The file.")
    row: int = strawberry.field(description="Line in which the row begins; 0 speaks of the whole file.")
    column: str = strawberry.field(description="The column, empty for the row as a whole.")
    severity: Severity = strawberry.field(description="How grave it is.")
    rule: RuleType | None = strawberry.field(resolver=_rule, description="The rule, where there is one.")
    message: str = strawberry.field(description="What is worth notice, as a sentence.")
    code: str | None = strawberry.field(
        description="Which sentence it is (docs/codes.md); null in what was imported before these had codes."
    )
    arguments: list[Argument] = strawberry.field(
        description="What it is worded from in another language, as in `Worded`.", metadata=price(items=4)
    )


@strawberry.type(description="What network files added, or would add.")
class NetworkImport(Member):
    kind = "NetworkImport"
    change: strawberry.ID | None = strawberry.field(
        description="Id of the change; null for a trial, and where everything was there already."
    )
    repeated: bool = strawberry.field(
        description="Whether it was made before, by the same files under the same `idempotencyKey`."
    )
    rows_changed: int = strawberry.field(description="How many rows it adds.")
    entries: list[ImportEntry] = strawberry.field(
        description="Notices: what is worth a look, and is confirmed by the files."
    )


ImportNetworkResult = Annotated[
    NetworkImport | Refusal | InvalidInput | Conflict,
    strawberry.union("ImportNetworkResult", description="What was done, or what forbade it."),
]


async def import_network(
    info: Info,
    input: Annotated[inputs.ImportNetworkInput, strawberry.argument(description="What is asked.")],
    dry_run: DryRun = False,
) -> Any:
    """Add by files. Rules: those of import_by_nimic; R12 and R80: only an active NIMIC."""
    info.context.forget()
    actor = info.context.actor.authority
    body = await info.context.loaders.authority.load(actor) if actor else None
    if (refused := _not_the_nimic(actor, body)) or body is None or actor is None:
        return {"kind": "Refusal", "violations": violation_rows(refused)}
    checks = Checks()
    key = checks.optional(("input", "idempotencyKey"), input.idempotency_key, read_key)
    reason = checks.optional(("input", "reason"), input.reason, read_lines)
    contents = _contents(input, checks)
    try:
        checks.done()
        result = await import_by_nimic(
            info.context.graph,
            contents,
            nimic=actor,
            state=StateCode(body["state"]),
            key=key,
            reason=reason,
            dry_run=dry_run,
            lasting=info.context.lasting,
            clock=info.context.clock,
        )
    except Invalid as invalid:
        return invalid_input(invalid)
    except KeyUsed as used:
        return invalid_input(Invalid([(("input", "idempotencyKey"), str(used))]))
    except LostConflict as conflict:
        return {"kind": "Conflict", "message": str(conflict), "present_revision": None}
    return await off_the_loop(len(result.entries), _answer, result)


def _not_the_nimic(actor: AuthorityId | None, body: AuthorityRow | None) -> list[Violation]:
    if actor is None:
        return [Violation(Rule.R76, Code.IMPORT_OF_THE_OPERATOR())]
    if body is None:
        return [Violation(Rule.R72, Code.TOKEN_OF_NOBODY(authority=actor))]
    if body["type"] != AuthorityType.NIMIC:
        return [Violation(Rule.R80, Code.IMPORT_OF_THE_NIMIC(actor=actor, type=body["type"]))]
    if body["status"] != "ACTIVE":
        return [Violation(Rule.R77, Code.ACTOR_INACTIVE(actor=actor))]
    return []


def _contents(input: inputs.ImportNetworkInput, checks: Checks) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for place, file in enumerate(input.files):
        path = ("input", "files", str(place), "name")
        if file.name not in NAMES:
            checks.fault(path, f"is none of {', '.join(NAMES)}: all else is the operator's")
        elif file.name in found:
            checks.fault(path, f"{file.name} is there twice")
        found[file.name] = file.content.encode("utf-8", "surrogatepass")
    return found


def _answer(result: ImportResult) -> Row:
    refused = listed([entry for entry in result.entries if entry.severity is Severity.REFUSED])
    if not refused:
        return {
            "kind": "NetworkImport",
            "change": result.changes[0] if result.changes else None,
            "repeated": result.repeated,
            "rows_changed": result.rows_changed,
            "entries": [_row(entry) for entry in listed(result.entries)],
        }
    if len(violations := list(_violations(refused))) == len(refused):
        return {"kind": "Refusal", "violations": violation_rows(violations)}
    return invalid_input(
        Invalid(
            (("input", "files", entry.file, str(entry.row), entry.column), _said(entry)) for entry in refused
        )
    )


def listed(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The entries that are answered: the first, and how many more there are."""
    more = len(entries) - MOST_TOLD
    if more <= 0:
        return entries
    last = replace(entries[MOST_TOLD], column="", message=Code.MORE_ROWS(count=more))
    return [*entries[:MOST_TOLD], last]


def _row(entry: Entry) -> Row:
    return {
        "file": entry.file,
        "row": entry.row,
        "column": entry.column,
        "severity": entry.severity,
        "rule": entry.rule,
        "message": entry.message,
        "code": entry.message.code.name if isinstance(entry.message, Detail) else None,
        "arguments": argument_rows(entry.message) if isinstance(entry.message, Detail) else [],
    }


def _violations(refused: Sequence[Entry]) -> Iterator[Violation]:
    """What rules forbid of the rows; nothing of a row that cannot be read or refers to what is not there."""
    for entry in refused:
        if entry.rule is None or not isinstance(entry.message, Detail):
            continue
        line = {"file": entry.file, "line": str(entry.row)}
        place = Code.AT_CELL(**line, column=entry.column) if entry.column else Code.AT_LINE(**line)
        yield Violation(entry.rule, entry.message.within(place))


def _said(entry: Entry) -> str:
    return f"{entry.rule}: {entry.message}" if entry.rule else entry.message


@strawberry.type
class ImportMutation:
    """What a NIMIC adds by files."""

    import_network: ImportNetworkResult | None = strawberry.field(
        resolver=import_network,
        description="Add to one's Member State by network files what the NIMIC, or a coordinator they name as registrar "
        "or giver, may (R14–R18); nothing that is there is edited.",
        metadata=act(),
    )
