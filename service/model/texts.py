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


def visible(text: str) -> str:
    """The text without characters that nobody sees: soft hyphens, joiners, zero-width spaces, marks of direction, fillers."""
    if text.isascii() or (text.isprintable() and _FILLERS.isdisjoint(text)):
        return text
    return "".join(each for each in text if not _is_invisible(each))


def _is_blank(character: str) -> bool:
    return character.isspace() or _is_invisible(character)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in _FILLERS


_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | {
    chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}
"""Characters that Unicode lets nobody see though they are letters, marks or signs: joiners, fillers, variants."""
