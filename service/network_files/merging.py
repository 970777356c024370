"""What the network would be if the files were imported, and which rows stand in the way.

`judge` lays the rows over the network that is there, holds the outcome against the rules, refuses the rows at fault,
and does so again without them until nothing is at fault: what it answers is sound whatever the files say.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.model.body_names import BodyName
from service.model.identifiers import OTHER_CODE, AuthorityType, Instant, Role, Status
from service.model.network import Access, Authority, Network, Place
from service.network_files.blame import blamed
from service.network_files.cells import shown
from service.network_files.columns import BY_KIND
from service.network_files.defaults import FileRow, laid_out, said_twice
from service.network_files.reading import Folder
from service.network_files.references import put_row, references, row_at
from service.network_files.report import Entry, Severity
from service.rules.arguments import some
from service.rules.catalogue import Rule
from service.rules.soundness import external_id_key, similar_names
from service.rules.wording import Code

HISTORY = {
    "authorities": {"state": Rule.R25, "registered_by": Rule.R46, "registered_at": Rule.R46},
    "access": {"granted_by": Rule.R46, "granted_at": Rule.R46},
    "regions": {"state": Rule.R25},
}
"""Columns that never change once they have a value."""

ROUNDS = 50
"""Faults can hide behind faults; after so many rounds all that is left of the files is refused."""


EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
NOTHING = {"null", "none", "nil", "n/a", "#n/a", "nan"}
"""What programs write for nothing."""


@dataclass(frozen=True)
class Judgement:
    """The sound network that would result, what was said of the rows, and where it differs from what is there.

    `rows` are all that the files say, refused ones too: with their defaults, and those that stand in `areas`.
    """

    network: Network
    entries: tuple[Entry, ...]
    changed: frozenset[Place]
    rows: Mapping[Place, FileRow]

    @property
    def refused(self) -> bool:
        """Whether any row was refused."""
        return any(entry.severity is Severity.REFUSED for entry in self.entries)


def judge(folder: Folder, existing: Network, now: Instant) -> Judgement:
    """Judge the rows of a folder against the network that is there."""
    return _Judging(folder, existing, now).run()


class _Judging:
    def __init__(self, folder: Folder, existing: Network, now: Instant) -> None:
        self.folder, self.existing, self.now = folder, existing, now
        self.rows = laid_out(folder.rows, folder.defaults, existing)
        self.pending: dict[Place, FileRow] = dict(self.rows)
        self.refused: set[Place] = set(folder.lines) - set(folder.rows)
        self.entries = list(folder.entries)
        self.said: set[Entry] = set(self.entries)
        self.network = Network()
        self.appointed: set[Place] = set()

    def run(self) -> Judgement:
        for place in said_twice(self.folder.rows):
            self._refuse(place, "areas", Rule.R3, Code.AREAS_SAID_TWICE())
        for place, row in list(self.pending.items()):
            if not self._may_change(place, row):
                self._drop(place)
        for _ in range(ROUNDS):
            self._lay_over()
            self._resolve_references()
            if not self._apply_rules():
                break
        else:
            for place in list(self.pending):
                self._refuse(place, "", None, "depends on rows that are refused")
            self._lay_over()
        changed = frozenset(
            place
            for place in self.pending.keys() | self.appointed
            if row_at(self.network, place) != row_at(self.existing, place)
        )
        self._notice_similar_names(changed)
        self._notice_similar_ids(changed)
        for place in changed & self.pending.keys():
            self._notice_cells(self.pending[place])
        return Judgement(self.network, tuple(sorted(self.entries, key=_order)), changed, self.rows)

    # -- laying rows over what is there

    def _may_change(self, place: Place, row: FileRow) -> bool:
        """Whether the row changes nothing that is history, and has what a new row needs."""
        before = row_at(self.existing, place)
        sound = True
        if before is None:
            for column in row.file.columns:
                if column.required and not row.given(column.name):
                    self._say(row, column.name, None, "is missing: a new row needs it")
                    sound = False
            return sound
        for column_name, rule in HISTORY.get(place[0], {}).items():
            was = getattr(before, column_name)
            if was is not None and row.given(column_name) and row.cells[column_name] != was:
                self._say(row, column_name, rule, Code.HISTORY_STAYS(value=was))
                sound = False
        if place[0] == "authorities" and row.given("appointed_by"):
            lost = set(before.appointed_by) - set(row.cells["appointed_by"])
            if lost:
                named = some([shown("=".join(pair)) for pair in sorted(lost)])
                self._say(row, "appointed_by", Rule.R46, Code.APPOINTMENTS_STAY(appointments=named))
                sound = False
        return sound

    def _lay_over(self) -> None:
        self.appointed.clear()
        self.network = Network(**{kind: dict(getattr(self.existing, kind)) for kind in BY_KIND})
        newly_dimic: dict[str, list[Access]] = defaultdict(list)
        for place, row in sorted(self.pending.items(), key=lambda item: item[0][0] == "access"):
            before = row_at(self.existing, place)
            after = self._completed(row, before)
            put_row(self.network, place, after)
            if (
                isinstance(after, Access)
                and after.role is Role.DIMIC
                and (before is None or before.role is not Role.DIMIC)
            ):
                newly_dimic[after.authority].append(after)
        for id, accesses in newly_dimic.items():
            self._appoint(id, accesses)

    def _completed(self, row: FileRow, before: Any) -> Any:
        """The row with what its file leaves out: what is there stays, a new row takes the defaults (R30, R37)."""
        values: dict[str, Any] = {}
        for column in row.file.written:
            if row.given(column.name):
                values[column.name] = row.cells[column.name]
            elif before is not None and (column.defaulted or column.name not in row.cells):
                values[column.name] = getattr(before, column.name)
            else:
                values[column.name] = column.empty
        if row.file.row_type is Authority:
            values["registered_at"] = values["registered_at"] or self.now
            values["status"] = values["status"] or Status.ACTIVE
            if values["validating_coordinator"] is None and values["type"] is not AuthorityType.NIMIC:
                values["validating_coordinator"] = values["registered_by"]
        elif row.file.row_type is Access:
            authority = self.network.authorities.get(values["authority"])
            values["granted_at"] = values["granted_at"] or self.now
            values["access_coordinator"] = (
                values["access_coordinator"]
                or values["granted_by"]
                or (authority.registered_by if authority else None)
            )
            values["granted_by"] = values["granted_by"] or values["access_coordinator"]
            if not values["request_coordinators"] and values["access_coordinator"]:
                values["request_coordinators"] = (values["access_coordinator"],)
        return row.file.row_type(**values)

    def _appoint(self, id: str, accesses: list[Access]) -> None:
        """A new DIMIC was appointed by who gave it access, where that is a NIMIC or SDIMIC and the file names no other."""
        place: Place = ("authorities", (id,))
        authority = self.network.authorities.get(id)
        row = self.pending.get(place)
        if authority is None or (row is not None and row.given("appointed_by")):
            return
        appointed = {area for area, _ in authority.appointed_by}
        givers = ((access.area, self.network.authorities.get(access.granted_by or "")) for access in accesses)
        new = [
            (area, giver.id)
            for area, giver in givers
            if giver and giver.type in (AuthorityType.NIMIC, AuthorityType.SDIMIC) and area not in appointed
        ]
        if new:
            everything = tuple(sorted({*authority.appointed_by, *new}))
            self.network.authorities[id] = replace(authority, appointed_by=everything)
            self.appointed.add(place)

    # -- finding who is to blame

    def _resolve_references(self) -> None:
        """Refuse every row that points to what is not there, and those that need such a row, to the end."""
        needed_by: dict[Place, list[tuple[Place, str]]] = defaultdict(list)
        for place in self.pending:
            for column, target in references(row_at(self.network, place)):
                needed_by[target].append((place, column))
        missing = [target for target in needed_by if row_at(self.network, target) is None]
        while missing:
            target = missing.pop()
            for place, column in needed_by[target]:
                if place not in self.pending:
                    continue
                named = f"“{' '.join(target[1])}” in {target[0]}.csv"
                refused = f"needs {named}, which is refused"
                unknown = f"{named} is unknown: it is neither in the files nor in the graph"
                self._refuse(place, column, None, refused if target in self.refused else unknown)
                put_row(self.network, place, row_at(self.existing, place))
                if row_at(self.network, place) is None:
                    missing.append(place)

    def _apply_rules(self) -> bool:
        """Refuse the rows at fault; whether there were any."""
        lines = blamed(self.pending.keys(), self.existing, self.network)
        for line in lines:
            self._refuse(line.place, line.column, line.rule, line.message)
        return bool(lines)

    # -- saying so

    def _notice_similar_names(self, changed: frozenset[Place]) -> None:
        keys: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
        for authority in sorted(
            self.network.authorities.values(), key=lambda a: (("authorities", (a.id,)) in changed, a.id)
        ):
            keys[authority.state].append(
                (authority.id, BodyName.read(authority.name, authority.state, authority.name_language).keys)
            )
        for state in keys.values():
            for id, earlier in similar_names(state):
                place: Place = ("authorities", (id,))
                if place in changed and row_at(self.existing, place) is None:
                    row = self.pending[place]
                    said = Code.NAME_CONFIRMED(authority=earlier)
                    self._add(row.entry("name", Severity.NOTICE, Rule.R2, said))

    def _notice_similar_ids(self, changed: frozenset[Place]) -> None:
        """External ids of two authorities that differ in a way that spreadsheets and copies make (R2)."""
        found: dict[tuple[str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
        for authority in self.network.authorities.values():
            for scheme, value in authority.external_ids:
                alike = found[authority.state, _alike(scheme, value)]
                alike.setdefault(external_id_key(scheme, value), (authority.id, f"{scheme}:{value}"))
        for spellings in found.values():
            (first, there), *others = sorted(
                spellings.values(), key=lambda it: (("authorities", (it[0],)) in changed, it)
            )
            for id, external_id in others:
                if id != first and (row := self.pending.get(("authorities", (id,)))):
                    said = Code.EXTERNAL_ID_LIKE_ANOTHER(
                        external_id=external_id, other_external_id=there, authority=first
                    )
                    self._add(row.entry("external_ids", Severity.NOTICE, Rule.R2, said))

    def _notice_cells(self, row: FileRow) -> None:
        """Cells that are taken as they are, and are probably not meant so."""
        for column in row.file.columns:
            value, said = row.cells.get(column.name), None
            if value is None:
                continue
            if column.name in ("registered_at", "granted_at") and value > self.now:
                said = Code.TIME_IN_THE_FUTURE(value=column.write(value))
            elif (row.file.kind, column.name) == ("states", "code") and OTHER_CODE.get(
                value
            ) in self.network.states:
                said = Code.STATE_WITH_TWO_CODES(value=value, key=OTHER_CODE[value])
            elif isinstance(value, str) and value.lower() in NOTHING:
                said = Code.VALUE_OF_NOTHING(value=value)
            elif column.name == "email" and not EMAIL.fullmatch(value):
                said = Code.NO_EMAIL_ADDRESS(value=shown(value))
            if said:
                self._add(row.entry(column.name, Severity.NOTICE, None, said))

    def _say(self, row: FileRow, column: str, rule: Rule | None, message: str) -> None:
        self._add(row.entry(column, Severity.REFUSED, rule, message))

    def _add(self, entry: Entry) -> None:
        if entry not in self.said:
            self.said.add(entry)
            self.entries.append(entry)

    def _refuse(self, place: Place, column: str, rule: Rule | None, message: str) -> None:
        row = self.rows[place]
        self._say(row, column, rule, message)
        self._drop(place)

    def _drop(self, place: Place) -> None:
        self.pending.pop(place, None)
        self.refused.add(place)


def _alike(scheme: str, value: str) -> str:
    """An external id as it is in spite of lost zeros and of http in place of https."""
    plain = external_id_key("http" if scheme.lower() == "https" else scheme, value.lstrip("0"))
    return plain.removesuffix("/")


def _order(entry: Entry) -> tuple[int, int, str, str, str]:
    files = [file.name for file in BY_KIND.values()]
    place = files.index(entry.file) if entry.file in files else len(files)
    return place, entry.row, entry.column, entry.severity, entry.message
