"""What an import says of the files: one row for each thing refused or worth notice."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from service.rules.arguments import Argument
from service.rules.catalogue import Rule
from service.rules.wording import Code, Detail


class Severity(StrEnum):
    """`refused`: a rule or reference forbids the row. `notice`: the file confirms something worth a look."""

    REFUSED = "refused"
    NOTICE = "notice"


@dataclass(frozen=True, order=True)
class Entry:
    """One line of the report. `row` is the line of the file in which the row begins; 0 speaks of the whole file."""

    file: str
    row: int
    column: str
    severity: Severity
    rule: Rule | None
    message: str

    def kept(self) -> tuple[Any, ...]:
        """Its values in order, as a change keeps them in JSON; of a sentence with a code what it is made of too."""
        values = (self.file, self.row, self.column, self.severity, self.rule, str(self.message))
        if not isinstance(self.message, Detail):
            return values
        arguments = [(each.name, each.values, each.more) for each in self.message.arguments]
        return (*values, self.message.code.name, arguments)

    @classmethod
    def of(cls, kept: list[Any]) -> Self:
        """The same line, of what was kept; of what its sentence is made was kept only since these have codes."""
        file, row, column, severity, rule, message, *made_of = kept
        if made_of:
            code, arguments = made_of
            message = Detail(
                Code[code], tuple(Argument(name, tuple(values), more) for name, values, more in arguments)
            )
        return cls(file, row, column, Severity(severity), None if rule is None else Rule(rule), message)


def write_report(entries: Iterable[Entry], path: Path) -> None:
    """Write the report as CSV: file, row, column, severity, rule, message."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Entry))
        for entry in entries:
            writer.writerow("" if value is None else value for value in astuple(entry))
