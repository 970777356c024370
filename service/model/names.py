"""Texts as they are searched and compared: without case, marks, punctuation, spacing and what nobody sees, in Latin letters.

fold              order, ids of users, the first letters of a search
searchable        what `search` looks within, a letter at a time; transcribed: as a country writes it in Latin letters
searched          the words that `search` looks for, each as it may be written
words             the words by which names are compared (service/model/body_names.py), each as it may be written
without_case      external ids, and the words that an official name may not hold (R59): marks stay
"""

import re
import unicodedata
from collections.abc import Iterable

from service.model.texts import without_invisible

WORD = re.compile(r"[^\W_]+")
FOLDED_BYTES, NEVER_LONG = 7000, 120
"""Most of a text in any form it is compared in, which with an id an index of Neo4j can hold; and the characters that never
become more: one may stand for eighteen, as U+FDFA does.
"""
SEARCHED_BYTES = 32_000
"""Most of the names of an authority that is searched within: a text index of Neo4j holds 32,766 bytes of a node."""

_LATIN = str.maketrans(
    dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps"}
    | dict(zip("абвгґѓдеєэзѕиіјкќлмнопрстуфхъы", "abvgggdeeezziijkklmnoprstufhay", strict=True))
    | {"ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ь": "", "ю": "yu", "я": "ya"}
    | {"љ": "lj", "њ": "nj", "ђ": "dj", "ћ": "c", "џ": "dzh"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t"}
)
"""Greek after ISO 843 and Cyrillic as Bulgaria writes it, a letter at a time, so that a part of a word stays one."""

SAINTS = {
    **dict.fromkeys(("st", "saint", "sankt", "sanct", "sint"), "st"),
    **dict.fromkeys(("ste", "sainte"), "ste"),
    **dict.fromkeys(("san", "sant", "santo", "sao", "sto"), "san"),
    **dict.fromkeys(("santa", "sta"), "santa"),
}
"""Saints as they are compared, whether they are written in full or cut short, in whatever language."""
_SPELT = {
    form: (form, *(word for word, of in SAINTS.items() if of == form and word != form))
    for form in ("st", "ste")
}
_SPELT |= {form: (form,) for form in ("san", "santa")}

_Rules = tuple[tuple[re.Pattern[str], str], ...]
_TOGETHER: _Rules = (
    (re.compile("(?<=[αεη])υ(?=[αβγδεζηιλμνορυω])"), "v"),
    (re.compile("(?<=[αεη])υ"), "f"),
    (re.compile("ου"), "ou"),
    (re.compile("γ(?=[γξχ])"), "n"),
    (re.compile(r"(?<![^\W_])μπ"), "b"),
    (re.compile("ьо"), "yo"),
    (re.compile(r"(?<![^\W_])българия(?![^\W_])"), "bulgaria"),
)
"""What letters become beside others: ELOT 743, the transcription of ISO 843, and the Bulgarian law on transliteration.

Marks are gone by then, so that `αϋ` is taken for `αυ`, as in capitals: a letter at a time it is read rightly.
"""
_AT_THE_END: _Rules = ((re.compile(r"ия(?![^\W_])"), "ia"),)
_SHORT_I = re.compile("[йЙ]")
"""In Latin letters a `y`; folding makes it `и`."""

_ENDINGS = (
    "ministerium ministerien amt kammer behorde gericht hauptstadt stadt gemeinde gemeinschaft anstalt institut agentur "
    "verwaltung direktion verband stelle kasse gesellschaft schule universitat zentrum genossenschaft ministerie "
    "ministeriet gemeente dienst kamer autoriteit myndighet myndigheten styrelse styrelsen namnd namnden verk verket "
    "kommun kommune kommunen ratt ratten domstol domstolen tilsynet departement departementet forvaltning forvaltningen "
    "virasto ministerio keskus ministeerium amet hivatal"
)
"""What compounds end in that say what kind of body it is: `Finanzamt`, `länsstyrelsen`."""


def fold(text: str) -> str:
    """The text without case, marks and needless space: `Śląsk` and `SLASK` fold to one, `ß` to `ss`, `ς` to `σ`."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize(
        "NFKD", unicodedata.normalize("NFKD", without_invisible(text)).casefold()
    )
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(plain.replace("ς", "σ").replace("ł", "l").replace("ø", "o").replace("đ", "d").split())


def folds_long(text: str) -> bool:
    """Whether many of its characters stand for several letters, so that comparing it is work and no index can hold it.

    Letters become more in each way in which texts are compared: `ß` folds to `ss`, `щ` is searched as `sht`, and an
    external id keeps its marks.
    """
    if len(text) <= NEVER_LONG:
        return False
    forms = (without_case(text), fold(text), searchable(text), transcribed(text))
    return any(len(form.encode("utf-8", "surrogatepass")) > FOLDED_BYTES for form in forms)


def without_case(text: str) -> str:
    """The text without case alone: characters that stand for others are those, and marks stay."""
    return unicodedata.normalize("NFKC", without_invisible(text)).casefold()


def searchable(text: str) -> str:
    """The words of the folded text in Latin letters: `Δήμος Αθηναίων` as `dimos athinaion`, `L'Aquila` as `l aquila`.

    A text without a letter or digit stays as it folds.
    """
    return _words(_latin(_apart(text))) or fold(text)


def transcribed(text: str) -> str:
    """The same as Greece and Bulgaria put it in Latin letters: `Υπουργείο` as `ypourgeio`, `София` as `sofia`.

    Of whole words: what a letter becomes depends on those beside it.
    """
    return _words(_latin(_apart(text), _TOGETHER + _AT_THE_END)) or fold(text)


def searched(text: str) -> list[list[str]]:
    """What a search looks for: each of the words in any place of a name, the longest first, each as it may be written.

    `Muster Köln` are `muster`, and `koln` or `koeln`: a name may be written either way as well.
    """
    plain, written = searchable(text).split(), searchable(_written_out(text)).split()
    both = [plain, written] if len(plain) == len(written) else [plain]
    found = dict.fromkeys(tuple(dict.fromkeys(forms)) for forms in zip(*both, strict=True))
    return [list(forms) for forms in sorted(found, key=lambda forms: (-len(forms[0]), forms))]


def searchable_lines(names: Iterable[str]) -> str:
    """All names of an authority as they are searched within, a line a spelling: `Ναύπλιο` as `nayplio` and `nafplio`.

    A letter at a time they hold all that is typed in their own script, also half a word, `Ναυ` or `Агенция` of
    `Агенцията`, which rules for pairs of letters and the ends of words would keep from being found. Who types in Latin
    letters writes as the country transcribes. `ä` is written `ae` too, `Sankt` also `St.`, and apostrophes are left out.
    Where the index cannot hold all, the last are left out.
    """
    names, lines, room = list(names), [], SEARCHED_BYTES
    otherwise = [name for name in names if not name.isascii()]
    every = [
        *map(searchable, names),
        *map(transcribed, otherwise),
        *(searchable(_written_out(name)) for name in otherwise),
        *(_words(_latin(_APOSTROPHE.sub("", name))) for name in names if _APOSTROPHE.search(name)),
    ]
    every += [line for line in map(_saints_otherwise, every) if line]
    for line in dict.fromkeys(line for text in every for line in text.split("\n") if line):
        room -= len(line.encode()) + 1
        if room < 0:
            break
        lines.append(line)
    return "\n".join(lines)


def words(text: str) -> list[tuple[str, ...]]:
    """The words of a text, each as it may be written in Latin letters; its first form is its comparable one.

    `Köln` is `koln` and `koeln`, `Saint` is `st`, `O'Brien` is `obrien`, and the article of `L'Aquila` a word apart.
    """
    apart = _apart(text)
    first = WORD.findall(_compared(apart))
    if not first and (folded := fold(text)):
        return [(folded,)]
    spellings = [first]
    if not apart.isascii():
        spellings += (
            found
            for latin in (
                _compared(_written_out(apart)),
                _latin(apart, _TOGETHER + _AT_THE_END),
                _latin(apart),
            )
            if len(found := WORD.findall(latin)) == len(first)
        )
    return [
        tuple(dict.fromkeys(SAINTS.get(form, form) for form in forms))
        for forms in zip(*spellings, strict=True)
    ]


def comparable(text: str) -> str:
    """The same as they are compared one by one: `Комисия` ends in `iya`, as it does with its article in `Комисията`."""
    return _words(_compared(_apart(text))) or fold(text)


def cut_short(name: str) -> frozenset[str]:
    """The comparable words that a full stop cuts short, as `min` in `Min. of Health`."""
    return frozenset(_CUT_SHORT.findall(_compared(name))) if "." in name else frozenset()


def parts(word: str) -> list[str]:
    """A compound that says what kind of body it is, taken apart: `finanzamt` as `finanz`, `amt`; else the word alone."""
    found = _COMPOUND.fullmatch(word)
    return [found[1], found[2]] if found else [word]


def _apart(text: str) -> str:
    """The text with articles apart from the word that an apostrophe joins them to, all other apostrophes left out.

    So is the point in `col·legi`. Initials without spaces are one word: `E.N.P.A.M.` is `ENPAM`.
    """
    if text.isalnum():
        return text
    text = _ELIDED.sub(r"\1 ", unicodedata.normalize("NFKC", without_invisible(text)))
    text = _APOSTROPHE.sub("", text)
    return _INITIALS.sub(lambda found: found[0].replace(".", ""), text)


def _written_out(text: str) -> str:
    return (
        text if text.isascii() else unicodedata.normalize("NFC", text).casefold().translate(_IN_TWO_LETTERS)
    )


def _saints_otherwise(line: str) -> str:
    """The line in each other way in which saints are written, a line each."""
    found = {word: _SPELT[SAINTS[word]] for word in line.split() if word in SAINTS}
    lines = []
    for forms in dict.fromkeys(
        found.values()
    ):  # in the order of the name: what is stored is the same in every process
        for form in forms:
            lines.append(" ".join(form if SAINTS.get(word) == forms[0] else word for word in line.split()))
    return "\n".join(lines)


def _words(latin: str) -> str:
    return " ".join(WORD.findall(latin))


def _compared(text: str) -> str:
    return _latin(text, _TOGETHER)


def _latin(text: str, rules: _Rules = ()) -> str:
    folded = fold(_SHORT_I.sub("y", unicodedata.normalize("NFC", text)) if rules else text)
    if folded.isascii():
        return folded
    for letters, latin in rules:
        folded = letters.sub(latin, folded)
    return folded.translate(_LATIN)


_COMPOUND = re.compile(f"(.{{3,}}?)({'|'.join(sorted(_ENDINGS.split(), key=len, reverse=True))})")
_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʼ′`´·](?=\w)")
_ELIDED = re.compile(
    r"(?i)\b(l|d|dell|all|dall|nell|sull|coll|un|qu|jusqu|lorsqu|quell|s|n|sant)['’‘ʼ′`´](?=\w)"
)
"""Articles and prepositions of French, Italian, Catalan and Portuguese that lose a vowel before another."""
_IN_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_CUT_SHORT = re.compile(r"(?<![\w.])([^\W\d_]+)\.(?!\w)")
