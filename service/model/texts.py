"""Texts as people and spreadsheets hand them in."""

import re
import unicodedata

LONGEST_SPELLED = 2000
"""Characters: ten times those of an id, whose letters may come apart into several."""


def trimmed(text: str) -> str:
    """The text without spaces of any kind and invisible characters at its ends: no-break and zero-width spaces, marks of
    direction, a byte order mark."""
    if text.isascii():
        return text.strip()
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def invisible_in(text: str) -> str | None:
    """The first character of the text for which nothing shows: a soft hyphen, a joiner, a mark of direction, a selector."""
    found = _INVISIBLE.search(text)
    return found and found[0]


def without_invisible(text: str) -> str:
    """The text without characters for which nothing shows."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def one_spelling(text: str) -> str:
    """The text as ids and codes are kept: NFC, without invisible characters, and without space of any kind at its ends.

    One far longer than any of them stays as it is: to put long runs of marks in order takes long.
    """
    if text.isascii():
        return text.strip()
    if len(text) > LONGEST_SPELLED:
        return text
    return trimmed(unicodedata.normalize("NFC", without_invisible(text)))


def in_capitals(text: str) -> str:
    """The same of a code, in upper case."""
    return one_spelling(one_spelling(text).upper())


_INVISIBLE = re.compile(
    "[\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000110bd\U000110cd"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Unicode's format characters (Cf) and what else is Default_Ignorable_Code_Point."""


def _is_blank(character: str) -> bool:
    return character.isspace() or _INVISIBLE.match(character) is not None
