"""Names as they are searched and compared: without case, marks and spacing."""

import re
import unicodedata

_FILLER_WORDS = (
    "a am an and at das de del della delle dem den der des di die do du e een el en et for für het i il im in "
    "is kai la las le les los na nad of och og on ja o oraz pod the til und v van von voor w y z zu zum zur "
    "η και ο του της των το στη στο"
)
"""Articles, prepositions and conjunctions, which tell no body from another."""


def fold(text: str) -> str:
    """The text without case, marks and needless space: `Śląsk` and `SLASK` fold to one, `ß` to `ss`, `ς` to `σ`."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.replace("ς", "σ").replace("ł", "l").replace("ø", "o").replace("đ", "d").split())


def similarity_key(name: str) -> str:
    """Names of one key differ in case, marks, order and filler words alone (R2)."""
    words = re.findall(r"\w+", fold(name))
    return " ".join(sorted(word for word in words if word not in FILLERS) or words)


FILLERS = frozenset(fold(_FILLER_WORDS).split())
