"""The network files: their columns, and how a value is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.model.identifiers import AuthorityType, Role, Status
from service.model.network import Access, Area, Authority, Link, Region, State
from service.network_files.cells import (
    NAME_LENGTH,
    TEXT_LENGTH,
    degrees_reader,
    one_of_reader,
    pairs_reader,
    read_area_names,
    read_areas,
    read_boolean,
    read_code,
    read_flags,
    read_id,
    read_ids,
    read_instant,
    read_keyword_names,
    read_keywords,
    read_language,
    read_languages,
    read_other_names,
    read_own_id,
    read_state_code,
    text_reader,
    write_instant,
    write_list,
)


@dataclass(frozen=True)
class Column:
    """One column: how a cell is read, how a value is written, and what an empty cell means.

    `required`: empty is refused. `defaulted`: empty (or absent) leaves what is there, or takes a default.
    Else empty means `empty`. One that is not `stored` stands for rows of another file, and is never written.
    """

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    empty: Any = None
    required: bool = False
    defaulted: bool = False
    stored: bool = True


def _column(name: str, read: Callable[[str], Any], **more: Any) -> Column:
    return Column(name, read, str, **more)


def _values(name: str, read: Callable[[str], tuple[str, ...]], **more: Any) -> Column:
    return Column(name, read, write_list, empty=(), **more)


def _paired(
    name: str, read: Callable[[str], tuple[tuple[str, str], ...]], separator: str, **more: Any
) -> Column:
    return Column(
        name, read, lambda pairs: write_list(separator.join(pair) for pair in pairs), empty=(), **more
    )


def _time(name: str) -> Column:
    return Column(name, read_instant, write_instant, defaulted=True)


@dataclass(frozen=True)
class NetworkFile:
    """One kind of file: its columns in the order of an export, the first `keys` of them naming a row."""

    kind: str
    row_type: type[Any]
    keys: int
    columns: tuple[Column, ...]

    @property
    def written(self) -> tuple[Column, ...]:
        """The columns of an export, which are those of the row."""
        return tuple(column for column in self.columns if column.stored)

    @property
    def name(self) -> str:
        """The file's name in a folder of network files."""
        return f"{self.kind}.csv"


FILES = (
    NetworkFile(
        "states",
        State,
        1,
        (
            _column("code", read_state_code, required=True),
            _column("name", text_reader(NAME_LENGTH), required=True),
            _column("nimic", read_id, required=True),
        ),
    ),
    NetworkFile(
        "regions",
        Region,
        1,
        (
            _column("code", read_code, required=True),
            _column("state", read_state_code, required=True),
            _column("parent", read_code),
            _column("name", text_reader(NAME_LENGTH), required=True),
            _column("latitude", degrees_reader(90)),
            _column("longitude", degrees_reader(180)),
        ),
    ),
    NetworkFile(
        "areas",
        Area,
        1,
        (
            _column("code", read_code, required=True),
            _column("name", text_reader(NAME_LENGTH), required=True),
            Column("requires_professions", read_boolean, lambda value: str(value).lower(), empty=False),
            _values("keywords", read_keywords),
            _values("other_names", read_area_names),
            _values("keyword_names", read_keyword_names),
        ),
    ),
    NetworkFile(
        "authorities",
        Authority,
        1,
        (
            _column("id", read_own_id, required=True),
            _column("state", read_state_code, required=True),
            _column("region", read_code),
            _column("type", one_of_reader(AuthorityType), required=True),
            _column("name", text_reader(NAME_LENGTH), required=True),
            _column("name_language", read_language),
            _paired("other_names", read_other_names, "="),
            _paired("external_ids", pairs_reader(":", "scheme:value"), ":"),
            _column("email", text_reader(TEXT_LENGTH)),
            _column("phone", text_reader(TEXT_LENGTH)),
            _column("address", text_reader(TEXT_LENGTH, lines=True)),
            _values("languages", read_languages),
            _column("registered_by", read_id, defaulted=True),
            _time("registered_at"),
            _paired(
                "appointed_by", pairs_reader("=", "area=coordinator", read_code, read_id), "=", defaulted=True
            ),
            _column("validating_coordinator", read_id, defaulted=True),
            _column("status", one_of_reader(Status), defaulted=True),
            _column("web", text_reader(TEXT_LENGTH)),
            _values("areas", read_areas, stored=False),
            _column("role", one_of_reader(Role), stored=False),
        ),
    ),
    NetworkFile(
        "access",
        Access,
        2,
        (
            _column("authority", read_id, required=True),
            _column("area", read_code, required=True),
            _column("role", one_of_reader(Role), required=True),
            _column("territory", read_code),
            _column("access_coordinator", read_id, defaulted=True),
            _values("request_coordinators", read_ids, defaulted=True),
            _values("referral_opt_outs", read_ids),
            _values("keywords", read_keywords),
            _values("professions", read_keywords),
            _values("flags", read_flags),
            _column("granted_by", read_id, defaulted=True),
            _time("granted_at"),
        ),
    ),
    NetworkFile(
        "links",
        Link,
        2,
        (_column("observer", read_id, required=True), _column("observed", read_id, required=True)),
    ),
)
DEFAULTS = NetworkFile(
    "defaults",
    tuple,
    1,
    (
        _column("column", text_reader(NAME_LENGTH), required=True),
        _column("value", text_reader(TEXT_LENGTH, lines=True), required=True),
    ),
)
"""What stands in for empty cells of the others; an export writes none."""
READ = (*FILES, DEFAULTS)
"""Every file that an import reads."""
BY_KIND = {file.kind: file for file in FILES}
