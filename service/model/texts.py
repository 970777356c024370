"""Texts as people and spreadsheets hand them in."""

import unicodedata


def trimmed(text: str) -> str:
    """The text without spaces of any kind and invisible characters at its ends: no-break and zero-width spaces, marks of
    direction, a byte order mark."""
    start, end = 0, len(text)
    while start < end and _is_blank(text[start]):
        start += 1
    while start < end and _is_blank(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_blank(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == "Cf"
