"""What a cell of a network file may hold: readers of texts, each of which refuses what its column cannot take."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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


def read_ids(cell: str) -> tuple[str, ...]:
    """The ids of a list. Raises CellError."""
    return tuple(read_id(value) for value in read_list(cell))


def _as_it_is(cell: str) -> str:
    return cell


def read_areas(cell: str) -> tuple[str, ...]:
    """The codes of areas of a list. Raises CellError."""
    return tuple(sorted({read_code(value) for value in read_list(cell)}))


def pairs_reader(
    separator: str,
    what: str,
    read_left: Callable[[str], str] = _as_it_is,
    read_right: Callable[[str], str] = _as_it_is,
) -> Callable[[str], tuple[tuple[str, str], ...]]:
    """A reader of lists of pairs of this form, each part by its own reader."""
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


def read_languages(cell: str) -> tuple[str, ...]:
    """The codes of languages of a list. Raises CellError."""
    for value in (values := read_list(cell)):
        read_language(value)
    return values


def read_language(cell: str) -> str:
    """The code of a language. Raises CellError."""
    if len(cell) > LANGUAGE_LENGTH or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", cell):
        raise CellError(f"“{shown(cell)}” is no language code such as de or el")
    return cell


def read_other_names(cell: str) -> tuple[tuple[str, str], ...]:
    """Names by language, one each. Raises CellError."""
    pairs = pairs_reader("=", "language=name")(cell)
    languages = Counter(read_language(language) for language, _ in pairs)
    if twice := sorted(language for language, times in languages.items() if times > 1):
        raise CellError(f"two names in {several(twice)}")
    return pairs


def read_area_names(cell: str) -> tuple[str, ...]:
    """The same, as an area has them. Raises CellError."""
    return tuple("=".join(pair) for pair in read_other_names(cell))


def read_named_keyword(cell: str) -> str:
    """A keyword that has names in other languages. Raises CellError."""
    if "=" in cell:
        raise CellError(f"“{shown(cell)}” holds =: such a keyword has no names in other languages")
    return read_keyword(cell)


def read_keyword_names(cell: str) -> tuple[str, ...]:
    """Names of keywords by language, one each. Raises CellError."""
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


def read_boolean(cell: str) -> bool:
    """Whether it is so. Raises CellError."""
    if cell.lower() not in ("true", "false"):
        raise CellError(f"“{shown(cell)}” is neither true nor false")
    return cell.lower() == "true"


def read_instant(cell: str) -> Instant:
    """A moment. Raises CellError."""
    try:
        return instant(datetime.fromisoformat(cell))
    except (ValueError, OverflowError):
        raise CellError(f"“{shown(cell)}” is no time such as 2009-01-15T09:00:00Z") from None


def write_instant(value: Instant) -> str:
    """A moment, without the fractions of a second that it has not."""
    return value.replace(".000000Z", "Z")


def degrees_reader(limit: int) -> Callable[[str], str]:
    """A reader of degrees between the limit and its negative, kept as written."""

    def read(cell: str) -> str:
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,15})?", cell) or abs(float(cell)) > limit:
            raise CellError(f"“{shown(cell)}” is no number of degrees between -{limit} and {limit}")
        return cell

    return read


def one_of_reader(enumeration: type[AuthorityType] | type[Role] | type[Status]) -> Callable[[str], Any]:
    """A reader of the values of an enumeration, in any case."""

    def read(cell: str) -> Any:
        try:
            return enumeration(cell.upper())
        except ValueError:
            raise CellError(f"“{shown(cell)}” is none of {', '.join(enumeration)}") from None

    return read


def read_flags(cell: str) -> tuple[str, ...]:
    """The flags of a list. Raises CellError."""
    values = read_list(cell)
    if unknown := [value for value in values if value not in Flag.__members__]:
        raise CellError(f"{several(unknown)}: flags are {' and '.join(Flag)}")
    return values


def read_keywords(cell: str) -> tuple[str, ...]:
    """The keywords of a list. Raises CellError."""
    return tuple(read_keyword(value) for value in read_list(cell))
