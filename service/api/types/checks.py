"""Input of clients, read and checked before the graph is asked: an answer lists every problem at once."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from service.api.types.errors import BadInput
from service.model.identifiers import without_space
from service.model.names import folds_long, searched
from service.model.texts import trimmed
from service.network_files.cells import (
    FOLDS_LONG,
    ID_LENGTH,
    NAME_LENGTH,
    TEXT_LENGTH,
    CellError,
    degrees_reader,
    read_code,
    read_id,
    read_language,
    read_named_keyword,
    read_state_code,
    text_reader,
)

T = TypeVar("T")
Path = tuple[str, ...]

MOST_ITEMS = 20_000
"""Most items of a list: more than the authorities of the largest state."""

read_name = text_reader(NAME_LENGTH)
read_text = text_reader(TEXT_LENGTH)
read_lines = text_reader(TEXT_LENGTH, lines=True)
read_latitude, read_longitude = degrees_reader(90), degrees_reader(180)
read_key = text_reader(ID_LENGTH)


def no_longer_than(most: int, argument: str, text: str, what: str = "it") -> None:
    """Refuse a text that is much work to compare: long, or long when it is folded. Raises BadInput."""
    if len(text) > most:
        raise BadInput(f"`{argument}` has {len(text)} characters; {what} has {most} at most.")
    if folds_long(text):
        raise BadInput(f"`{argument}`: {FOLDS_LONG}.")


def words_searched(argument: str, text: str | None) -> list[list[str]] | None:
    """The words of what is searched for, each as it may be written; None where there are none. Raises BadInput."""
    if text is None:
        return None
    no_longer_than(NAME_LENGTH, argument, text, "a name")
    return searched(text) or None


class Invalid(Exception):
    """The input cannot be used; `problems` are path and message of each."""

    def __init__(self, problems: Iterable[tuple[Path, str]]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{'.'.join(path)}: {message}" for path, message in self.problems))


class Checks:
    """Reads values and keeps what is wrong with them. A value at fault is read as it is, and never used."""

    def __init__(self) -> None:
        self.problems: list[tuple[Path, str]] = []

    def fault(self, path: Path, message: str) -> None:
        """Keep a problem."""
        self.problems.append((path, message))

    def required(self, path: Path, value: str, read: Callable[[str], str]) -> str:
        """A text that may not be empty, without the space around it."""
        stripped = without_space(value)
        if not stripped:
            self.fault(path, "is empty")
            return value
        try:
            return read(stripped)
        except CellError as error:
            self.fault(path, str(error))
            return value

    def optional(self, path: Path, value: str | None, read: Callable[[str], str]) -> str | None:
        """The same, where an empty text is none."""
        return None if value is None or not trimmed(value) else self.required(path, value, read)

    def each(self, path: Path, values: Iterable[str], read: Callable[[str], str]) -> tuple[str, ...]:
        """A list of texts, sorted, each once."""
        items = list(values)
        if len(items) > MOST_ITEMS:
            self.fault(path, f"{len(items)} items, at most {MOST_ITEMS}")
            return ()
        found = [self.required((*path, str(place)), value, read) for place, value in enumerate(items)]
        return tuple(sorted(set(found)))

    def done(self) -> None:
        """Raises Invalid where anything was wrong."""
        if self.problems:
            raise Invalid(self.problems)


READERS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(
        ("authority", "successor", "coordinator", "observer", "observed", "authorities", "coordinators"),
        read_id,
    ),
    **dict.fromkeys(("area", "region", "territory", "parent"), read_code),
    "state": read_state_code,
}
"""How the plain columns of inputs are read, by their names."""


def plain_arguments(given: dict[str, Any], checks: Checks) -> dict[str, Any]:
    """The arguments of a change as its input says them: texts read by the reader of their name, all else as it is."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        path = ("input", name)
        if isinstance(value, str) and name in READERS:
            found[name] = checks.required(path, value, READERS[name])
        elif isinstance(value, list) and name in READERS:
            found[name] = checks.each(path, value, READERS[name])
            if not value:
                checks.fault(path, "is empty")
        else:
            found[name] = value
    return found


def language_names(checks: Checks, path: Path, given: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Official names by language, one each."""
    found: dict[str, str] = {}
    for place, each in enumerate(given):
        here = (*path, str(place))
        language = checks.required((*here, "language"), each.language, read_language)
        if language in found:
            checks.fault((*here, "language"), f"two names in {language}")
        found[language] = checks.required((*here, "name"), each.name, read_name)
    return tuple(sorted(found.items()))


def keyword_names(checks: Checks, path: Path, given: Iterable[Any]) -> tuple[str, ...]:
    """Names of keywords by language, one each, as areas have them."""
    found: dict[tuple[str, str], str] = {}
    for place, each in enumerate(given):
        here = (*path, str(place))
        keyword = checks.required((*here, "keyword"), each.keyword, read_named_keyword)
        language = checks.required((*here, "language"), each.language, read_language)
        if (keyword, language) in found:
            checks.fault((*here, "language"), f"two names of {keyword} in {language}")
        found[keyword, language] = checks.required((*here, "name"), each.name, read_name)
    return tuple(sorted("=".join((*of, name)) for of, name in found.items()))


def external_ids(checks: Checks, path: Path, given: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Ids of other registers: scheme and value."""
    found: set[tuple[str, str]] = set()
    for place, each in enumerate(given):
        here = (*path, str(place))
        scheme = checks.required((*here, "scheme"), each.scheme, read_id)
        if ":" in scheme:
            checks.fault((*here, "scheme"), "a scheme holds no colon")
        value = checks.required((*here, "value"), each.value, read_id)
        if folds_long(f"{scheme}:{value}"):
            checks.fault((*here, "value"), FOLDS_LONG)
        found.add((scheme, value))
    return tuple(sorted(found))
