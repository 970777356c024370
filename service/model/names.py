"""Names as they are searched and compared: without case, marks, punctuation and spacing, in Latin letters.

fold              order, ids of users, the first letters of a search
searchable        what `search` looks within, a letter at a time; transcribed: as a country writes it in Latin letters
similarity_key    whether two names are one (R2)
telling_words     which words tell a body from others, for similar names
without_case      external ids, and the words that an official name may not hold (R59): marks stay
"""

import re
import unicodedata
from collections.abc import Iterable

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

_FILLER_WORDS = (
    "a al am an and at beim da das de degli dei del dell della delle dello dem den der des di die do dos du e ed el en "
    "et for för for fra från för für gli het i il im in ir is ja kai l la las le les lo los na nad nel o och of og on "
    "oraz over över para per po por pour pri prie pro the til till u um un und ut v van vid vom von voor w y z za zam zu "
    "zum zur és și az "
    "για η και με οι ο στη στην στο τα της το του των за и към на от по при"
)
"""Articles, prepositions and conjunctions, which tell no body from another."""

_LEGAL_FORMS = (
    "ev ag kg ohg gmbh ggmbh mbh se eg kdor ador aor sa sas sarl spa srl snc scrl sprl asbl vzw bv nv sl slu ltd plc llp "
    "lda ab oy oyj hf ehf as aps asa doo dd dno sro vos spzoo kft zrt nyrt bt ood eood ad ead ae epe ike uab sia ou"
)
"""Also where their letters stand apart: `e. V.`, `S.p.A.`, `sp. z o.o.`."""

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
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
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
    return unicodedata.normalize("NFKC", text).casefold()


def searchable(text: str) -> str:
    """The words of the folded text in Latin letters: `Δήμος Αθηναίων` as `dimos athinaion`, `L'Aquila` as `l aquila`.

    A text without a letter or digit stays as it folds.
    """
    return _words(_latin(text)) or fold(text)


def transcribed(text: str) -> str:
    """The same as Greece and Bulgaria put it in Latin letters: `Υπουργείο` as `ypourgeio`, `София` as `sofia`.

    Of whole words: what a letter becomes depends on those beside it.
    """
    return _words(_latin(text, _TOGETHER + _AT_THE_END)) or fold(text)


def searchable_lines(names: Iterable[str]) -> str:
    """All names of an authority as they are searched within, a line a spelling: `Ναύπλιο` as `nayplio` and `nafplio`.

    A letter at a time they hold all that is typed in their own script, also half a word, `Ναυ` or `Агенция` of
    `Агенцията`, which rules for pairs of letters and the ends of words would keep from being found. Who types in Latin
    letters writes as the country transcribes. Where the index cannot hold all, the last are left out.
    """
    names, lines, room = list(names), [], SEARCHED_BYTES
    for line in dict.fromkeys([*map(searchable, names), *map(transcribed, names)]):
        room -= len(line.encode()) + 1
        if room < 0:
            break
        lines.append(line)
    return "\n".join(lines)


def similarity_key(name: str) -> str:
    """Names of one key differ in case, marks, script, order and filler words alone (R2)."""
    words = transcribed(name).split()
    return " ".join(sorted(word for word in words if word not in FILLERS) or words)


def comparable(text: str) -> str:
    """The same as they are compared one by one: `Комисия` ends in `iya`, as it does with its article in `Комисията`."""
    return _words(_compared(text)) or fold(text)


def telling_words(name: str) -> list[str]:
    """The comparable words of a name but filler words, legal forms and single letters with a full stop.

    Initials without spaces are one word: `E.N.P.A.M.` is `enpam`. A name of no other words keeps all it has.
    """
    words = _words(_INITIALS.sub(lambda found: found[0].replace(".", ""), _compared(name)))
    dropped = FILLERS | {word for word in cut_short(name) if len(word) == 1}
    return [word for word in _LEGAL.sub(" ", words).split() if word not in dropped] or words.split()


def cut_short(name: str) -> frozenset[str]:
    """The comparable words that a full stop cuts short, as `min` in `Min. of Health`."""
    return frozenset(_CUT_SHORT.findall(_compared(name)))


def parts(word: str) -> list[str]:
    """A compound that says what kind of body it is, taken apart: `finanzamt` as `finanz`, `amt`; else the word alone."""
    found = _COMPOUND.fullmatch(word)
    return [found[1], found[2]] if found else [word]


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


FILLERS = frozenset(comparable(_FILLER_WORDS).split())
_LEGAL = re.compile(rf"\b(?:{'|'.join(' ?'.join(form) for form in _LEGAL_FORMS.split())})\b")
_COMPOUND = re.compile(f"(.{{3,}}?)({'|'.join(sorted(_ENDINGS.split(), key=len, reverse=True))})")
_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b")
_CUT_SHORT = re.compile(r"(?<![\w.])([^\W\d_]+)\.(?!\w)")
