"""The six network files: their columns, what a cell may hold, and how a value is written."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.model.identifiers import (
    OPERATOR,
    SPELLED_ALIKE,
    AuthorityType,
    Flag,
    Instant,
    Role,
    Status,
    code_of,
    id_of,
    instant,
)
from service.model.names import folds_long
from service.model.network import Access, Area, Authority, Link, Region, State
from service.model.texts import invisible_in, trimmed

ID_LENGTH, NAME_LENGTH, TEXT_LENGTH = 200, 1000, 2000
"""Most characters of an id, a name and any other text."""
FOLDS_LONG = "too many of its characters stand for several letters: write fewer of them"
"""Said of a text that is long when it is compared."""
LANGUAGE_LENGTH = 35
"""Most characters of the code of a language, as RFC 5646 advises."""
MOST_SHOWN, MOST_NAMED = 60, 5
"""Characters of a cell, and values of a list, that a message repeats."""


class CellError(ValueError):
    """The cell does not hold what its column asks for; the message says what it should."""


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


def shown(cell: str) -> str:
    """What a message repeats of a cell: its beginning."""
    return cell if len(cell) <= MOST_SHOWN else f"{cell[:MOST_SHOWN]}…"


def several(values: Sequence[str]) -> str:
    """What a message repeats of several values: the first, and how many more there are."""
    more = len(values) - MOST_NAMED
    named = ", ".join(map(shown, values[:MOST_NAMED]))
    return f"{named} and {more:,} more" if more > 0 else named


_PIECE = re.compile(r"[^;\\]+|\\.?|;", re.DOTALL)
"""Plain characters, an escape, or the end of a value."""


def read_list(cell: str) -> tuple[str, ...]:
    r"""The values between `;`, sorted, each once; `\;` and `\\` stand for themselves."""
    values: list[list[str]] = [[]]
    for piece in _PIECE.findall(cell):
        if piece == ";":
            values.append([])
        elif piece[0] != "\\":
            values[-1].append(piece)
        elif piece == "\\":
            raise CellError("a \\ at the end stands before nothing: write \\\\")
        elif piece[1] not in ";\\":
            raise CellError(f"{piece} means nothing: write \\; or \\\\")
        else:
            values[-1].append(piece[1])
    return tuple(sorted({stripped for value in values if (stripped := trimmed("".join(value)))}))


def write_list(values: Iterable[str]) -> str:
    """The values as `read_list` reads them."""
    return ";".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def text_reader(limit: int, *, lines: bool = False) -> Callable[[str], str]:
    """A reader of texts of at most so many characters, without control characters but line ends where it may have `lines`."""
    unwanted = re.compile(
        r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
        if lines
        else r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]"
    )

    def read(cell: str) -> str:
        if found := unwanted.search(cell):
            raise CellError(_control_character(found[0]))
        if len(cell) > limit:
            raise CellError(f"{len(cell)} characters, at most {limit}")
        if folds_long(cell):
            raise CellError(FOLDS_LONG)
        return cell

    return read


def _control_character(character: str) -> str:
    """What is said of one; those from U+0080 on are mostly letters of Windows-1252 that were taken for Latin-1."""
    name = f"control character U+{ord(character):04X}"
    try:
        meant = character.encode("latin-1").decode("cp1252")
    except UnicodeError:
        return name
    if meant == character:
        return name
    return f"{name}, which was “{meant}” in Windows-1252: save the file as UTF-8 in the program it comes from"


def _spelled(limit: int, spell: Callable[[str], str]) -> Callable[[str], str]:
    """A reader of ids or codes: in their one spelling, of what may be read. Raises CellError."""
    read = text_reader(limit)

    def read_spelled(cell: str) -> str:
        if cell not in SPELLED_ALIKE and (hidden := invisible_in(cell)):
            raise CellError(f"invisible character U+{ord(hidden):04X}: leave it out")
        return read(spell(cell))

    return read_spelled


read_id = _spelled(ID_LENGTH, id_of)
read_code = _spelled(50, code_of)
read_state_code = _spelled(20, code_of)
read_keyword = text_reader(NAME_LENGTH)


def read_own_id(cell: str) -> str:
    """The id of an authority, where it is given one. Raises CellError."""
    if cell == OPERATOR:
        raise CellError(f"“{OPERATOR}” is how changes name the operator of the service: choose another id")
    return read_id(cell)


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(read_id(value) for value in read_list(cell))


def _as_it_is(cell: str) -> str:
    return cell


def _areas(cell: str) -> tuple[str, ...]:
    return tuple(sorted({read_code(value) for value in read_list(cell)}))


def _pairs(
    separator: str,
    what: str,
    read_left: Callable[[str], str] = _as_it_is,
    read_right: Callable[[str], str] = _as_it_is,
) -> Callable[[str], tuple[tuple[str, str], ...]]:
    check = text_reader(
        LANGUAGE_LENGTH + 1 + NAME_LENGTH
    )  # the longest of the pairs: a language and a name in it

    def read(cell: str) -> tuple[tuple[str, str], ...]:
        pairs = []
        for value in read_list(cell):
            left, found, right = (trimmed(part) for part in check(value).partition(separator))
            if not (left and found and right):
                raise CellError(f"“{shown(value)}” is not of the form {what}")
            pairs.append((read_left(left), read_right(right)))
        return tuple(sorted(pairs))

    return read


def _languages(cell: str) -> tuple[str, ...]:
    for value in (values := read_list(cell)):
        read_language(value)
    return values


def read_language(cell: str) -> str:
    """The code of a language. Raises CellError."""
    if len(cell) > LANGUAGE_LENGTH or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell):
        raise CellError(f"“{shown(cell)}” is no language code such as de or el")
    return cell


def _other_names(cell: str) -> tuple[tuple[str, str], ...]:
    pairs = _pairs("=", "language=name")(cell)
    languages = Counter(read_language(language) for language, _ in pairs)
    if twice := sorted(language for language, times in languages.items() if times > 1):
        raise CellError(f"two names in {several(twice)}")
    return pairs


def _area_names(cell: str) -> tuple[str, ...]:
    return tuple("=".join(pair) for pair in _other_names(cell))


def read_named_keyword(cell: str) -> str:
    """A keyword that has names in other languages. Raises CellError."""
    if "=" in cell:
        raise CellError(f"“{shown(cell)}” holds =: such a keyword has no names in other languages")
    return read_keyword(cell)


def _keyword_names(cell: str) -> tuple[str, ...]:
    found = []
    for value in read_list(cell):
        parts = [trimmed(part) for part in value.split("=", 2)]
        if len(parts) < 3 or not all(parts):
            raise CellError(f"“{shown(value)}” is not of the form keyword=language=name")
        keyword, language, name = parts
        found.append((read_keyword(keyword), read_language(language), read_keyword(name)))
    times = Counter((keyword, language) for keyword, language, _ in found)
    if twice := sorted(" in ".join(of) for of, many in times.items() if many > 1):
        raise CellError(f"two names of {several(twice)}")
    return tuple(sorted("=".join(parts) for parts in found))


def _boolean(cell: str) -> bool:
    if cell.lower() not in ("true", "false"):
        raise CellError(f"“{shown(cell)}” is neither true nor false")
    return cell.lower() == "true"


def _instant(cell: str) -> Instant:
    try:
        return instant(datetime.fromisoformat(cell))
    except (ValueError, OverflowError):
        raise CellError(f"“{shown(cell)}” is no time such as 2009-01-15T09:00:00Z") from None


def _write_instant(value: Instant) -> str:
    return value.replace(".000000Z", "Z")


def degrees_reader(limit: int) -> Callable[[str], str]:
    """A reader of degrees between the limit and its negative, kept as written."""

    def read(cell: str) -> str:
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,15})?", cell) or abs(float(cell)) > limit:
            raise CellError(f"“{shown(cell)}” is no number of degrees between -{limit} and {limit}")
        return cell

    return read


def _one_of(enumeration: type[AuthorityType] | type[Role] | type[Status]) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        try:
            return enumeration(cell.upper())
        except ValueError:
            raise CellError(f"“{shown(cell)}” is none of {', '.join(enumeration)}") from None

    return read


def _flags(cell: str) -> tuple[str, ...]:
    values = read_list(cell)
    if unknown := [value for value in values if value not in Flag.__members__]:
        raise CellError(f"{several(unknown)}: flags are {' and '.join(Flag)}")
    return values


def _keywords(cell: str) -> tuple[str, ...]:
    return tuple(read_keyword(value) for value in read_list(cell))


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
    return Column(name, _instant, _write_instant, defaulted=True)


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
            Column("requires_professions", _boolean, lambda value: str(value).lower(), empty=False),
            _values("keywords", _keywords),
            _values("other_names", _area_names),
            _values("keyword_names", _keyword_names),
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
            _column("type", _one_of(AuthorityType), required=True),
            _column("name", text_reader(NAME_LENGTH), required=True),
            _column("name_language", read_language),
            _paired("other_names", _other_names, "="),
            _paired("external_ids", _pairs(":", "scheme:value"), ":"),
            _column("email", text_reader(TEXT_LENGTH)),
            _column("phone", text_reader(TEXT_LENGTH)),
            _column("address", text_reader(TEXT_LENGTH, lines=True)),
            _values("languages", _languages),
            _column("registered_by", read_id, defaulted=True),
            _time("registered_at"),
            _paired("appointed_by", _pairs("=", "area=coordinator", read_code, read_id), "=", defaulted=True),
            _column("validating_coordinator", read_id, defaulted=True),
            _column("status", _one_of(Status), defaulted=True),
            _column("web", text_reader(TEXT_LENGTH)),
            _values("areas", _areas, stored=False),
            _column("role", _one_of(Role), stored=False),
        ),
    ),
    NetworkFile(
        "access",
        Access,
        2,
        (
            _column("authority", read_id, required=True),
            _column("area", read_code, required=True),
            _column("role", _one_of(Role), required=True),
            _column("territory", read_code),
            _column("access_coordinator", read_id, defaulted=True),
            _values("request_coordinators", _ids, defaulted=True),
            _values("referral_opt_outs", _ids),
            _values("keywords", _keywords),
            _values("professions", _keywords),
            _values("flags", _flags),
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
