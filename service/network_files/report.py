"""What an import says of the files: one row for each thing refused or worth notice."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from service.rules.catalogue import Rule


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

    @classmethod
    def of(cls, kept: list[Any]) -> Self:
        """The same line as a change keeps it: its values in order, as JSON has them."""
        file, row, column, severity, rule, message = kept
        return cls(file, row, column, Severity(severity), None if rule is None else Rule(rule), message)


def write_report(entries: Iterable[Entry], path: Path) -> None:
    """Write the report as CSV: file, row, column, severity, rule, message."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(Entry))
        for entry in entries:
            writer.writerow("" if value is None else value for value in astuple(entry))
