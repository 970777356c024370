"""Labelled pairs of names, made by stated rules from names of real bodies; no rule here is taken from the service.

spelling      without marks; ä, ö, ü, å, ø written out; in capitals; hyphens as spaces; apostrophes left out; St. as
              Sankt; Greek in Latin letters; soft hyphens within
order         the part behind a preposition first, behind a comma; the last word first
type          `Stadt`, `Gemeinde`, `Markt` before a municipality's name in place of what stands behind its comma
short         without what stands behind a comma, in brackets or behind a dash, where no other body of the state has all
              of those words; or the acronym alone that stands in brackets, where no other body has it
head          the same where others have all of its words too, but no other name begins so before a comma, bracket or
              dash: to be first, and never taken for another
abbreviation  a long word cut to its first letters and a full stop
slip          a letter of a long word left out, doubled, or two exchanged
near          of bodies that are not registered: every 9th municipality and every 12th national body are left out of the
              registers; and the place, the number or the kind of body of a registered one is exchanged

What a pair asks for is never the name of a body, nor the beginning of one before a comma, as compared by `plain`.
"""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DEMONSTRATION = HERE.parents[1] / "demo" / "network" / "authorities.csv"
GERMANIC = frozenset(["AT", "DE", "DK", "EE", "FI", "IS", "LI", "LU", "NO", "SE"])
_WRITTEN_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "å": "aa",
        "ø": "oe",
        "ß": "ss",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Å": "Aa",
    }
)
_GREEK = (
    ("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γκ", "gk"), ("γχ", "nch"), ("γξ", "nx"), ("θ", "th"),
    ("χ", "ch"), ("ψ", "ps"), *zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True),
)  # fmt: skip
_TAIL = re.compile(r"\s*(?:,\s.*|\(.*\)|\s[-–]\s.*)$")
_ACRONYM = re.compile(r"\(([^\W\d_](?:\.?[^\W\d_]){1,7}\.?)\)$")
_PREPOSITION = re.compile(r"^([^\s,]+) ((?:für|för|voor|van|der|des|i|till|for|per la|per|di|da) .+)$")


@dataclass(frozen=True)
class Body:
    """A registered body."""

    state: str
    name: str


@dataclass(frozen=True)
class Pair:
    """What is asked, and the body that is meant; of a near miss none is."""

    kind: str
    state: str
    asked: str
    meant: str | None


@dataclass(frozen=True)
class Labelled:
    """All names of the registers, each as often as bodies bear it, and all pairs."""

    bodies: list[Body]
    by_hand: list[Pair]
    by_rule: list[Pair]


def plain(name: str) -> str:
    """The words of a name without case and marks, as this module compares them."""
    folded = unicodedata.normalize("NFKD", name.translate(_WRITTEN_OUT).casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))


def labelled() -> Labelled:
    """Everything that is asked, and of whom."""
    hand = list(_rows(HERE / "by_hand.csv"))
    by_hand = [
        Pair(row["kind"], row["state"], row["asked"], None if row["kind"] == "near" else row["registered"])
        for row in hand
    ]
    municipalities = [Body(row["state"], row["name"]) for row in _rows(HERE / "municipalities.csv")]
    national = [Body(row["state"], row["name"]) for row in _rows(HERE / "national.csv")]
    left_out = municipalities[::9] + national[::12]
    bodies = [body for number, body in enumerate(municipalities) if number % 9]
    bodies += [body for number, body in enumerate(national) if number % 12]
    told: dict[str, list[set[str]]] = defaultdict(list)
    for row in hand:
        told[row["state"]].append(set(plain(row["registered"]).split()))
        if row["kind"] == "near":
            told[row["state"]].append(set(plain(row["asked"]).split()))

    def is_free(body: Body) -> bool:
        """Whether it is none of those that the pairs written by hand are about."""
        words = set(plain(body.name).split())
        return not any(words <= other for other in told[body.state])

    bodies, left_out = list(filter(is_free, bodies)), list(filter(is_free, left_out))
    known = {(body.state, plain(body.name)) for body in bodies}
    with DEMONSTRATION.open(encoding="utf-8", newline="") as file:
        demonstration = [Body(row["state"], row["name"]) for row in csv.DictReader(file)]
    missing = {(body.state, plain(body.name)) for body in left_out}
    bodies += [
        each
        for each in dict.fromkeys(demonstration)
        if (each.state, plain(each.name)) not in known | missing and is_free(each)
    ]
    bodies += dict.fromkeys(Body(row["state"], row["registered"]) for row in hand)
    return Labelled(bodies, by_hand, list(_by_rule(bodies, left_out)))


def _by_rule(bodies: list[Body], left_out: list[Body]) -> Iterator[Pair]:
    names = Counter((body.state, plain(body.name)) for body in bodies)
    heads = Counter((body.state, plain(_TAIL.sub("", body.name))) for body in bodies)
    words: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, body in enumerate(bodies):
        for word in plain(body.name).split():
            words[body.state, word].add(number)
    alone = [body for body in bodies if names[body.state, plain(body.name)] == 1]
    municipalities = {(row["state"], row["name"]) for row in _rows(HERE / "municipalities.csv")}

    acronyms: dict[str, Counter[str | None]] = defaultdict(Counter)
    for body in bodies:
        acronyms[body.state][_acronym(body)] += 1

    def is_place(body: Body) -> bool:
        return (body.state, body.name) in municipalities

    def bearers(state: str, asked: str) -> int:
        found = [words[state, word] for word in plain(asked).split()]
        return len(set.intersection(*found)) if found else 0

    def made(kind: str, rule: Callable[[Body], str | None], step: int, most: int) -> Iterator[Pair]:
        asked = ((body, rule(body)) for body in alone)
        fitting = [
            (body, text)
            for body, text in asked
            if text and text != body.name and heads[body.state, plain(_TAIL.sub("", body.name))] == 1
        ]
        for body, text in fitting[::step][:most]:
            if kind != "spelling" and names[body.state, plain(text)]:
                continue  # somebody else's name
            of = kind
            if kind == "short" and not text.isupper() and bearers(body.state, text) > 1:
                of = "head"
            yield Pair(of, body.state, text, body.name)

    yield from made("spelling", _without_marks, 11, 350)
    yield from made("spelling", _written_out, 11, 350)
    yield from made("spelling", _capitals, 60, 250)
    yield from made("spelling", _spaces, 5, 250)
    yield from made("spelling", _apostrophes, 1, 60)
    yield from made("spelling", _saints, 1, 60)
    yield from made("spelling", _in_latin_letters, 3, 250)
    yield from made("spelling", _soft_hyphens, 70, 150)
    yield from made("order", _behind_a_comma, 2, 250)
    yield from made("order", _last_word_first, 29, 250)
    yield from made("type", lambda body: _type_before(body) if is_place(body) else None, 25, 400)
    yield from made("short", _without_tail, 3, 700)
    yield from made("short", lambda body: _only(_acronym(body), acronyms[body.state]), 1, 150)
    yield from made("abbreviation", lambda body: None if is_place(body) else _cut_short(body), 3, 300)
    yield from made("slip", _slipped, 31, 400)
    yield from _near(bodies, left_out, names, heads)


def _near(
    bodies: list[Body], left_out: list[Body], names: Counter[tuple[str, str]], heads: Counter[tuple[str, str]]
) -> Iterator[Pair]:
    def is_nobody(state: str, asked: str) -> bool:
        return not names[state, plain(asked)] and not heads[state, plain(_TAIL.sub("", asked))]

    for body in left_out:
        if is_nobody(body.state, body.name):
            yield Pair("near", body.state, body.name, None)
            if kind := _type_before(body):
                yield Pair("near", body.state, kind, None)
    places = [_TAIL.sub("", body.name) for body in left_out if body.state == "DE"]
    exchanged = [
        (body, found)
        for body in bodies
        if (found := re.match(r"^(Landkreis|Finanzamt|Hauptzollamt|Handwerkskammer|Stadt) (\S+)$", body.name))
    ]
    for number, (body, found) in enumerate(exchanged):
        for asked in (f"{found[1]} {places[number * 7 % len(places)]}", f"Amtsgericht {found[2]}"):
            same = asked.replace("Landkreis", "Kreis")  # two words for one kind of body
            if is_nobody(body.state, asked) and is_nobody(body.state, same):
                yield Pair("near", body.state, asked, None)
    for body in bodies:
        other = re.sub(r"\d+", lambda number: str(int(number[0]) + 90), body.name)
        if other != body.name and is_nobody(body.state, other):
            yield Pair("near", body.state, other, None)


def _without_marks(body: Body) -> str | None:
    if body.state in ("EL", "BG", "CY"):
        return None
    folded = unicodedata.normalize("NFKD", body.name.replace("ß", "ss").replace("ł", "l").replace("ø", "o"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def _written_out(body: Body) -> str | None:
    return body.name.translate(_WRITTEN_OUT) if body.state in GERMANIC else None


def _capitals(body: Body) -> str | None:
    return body.name.upper()


def _spaces(body: Body) -> str | None:
    return re.sub(r"(?<=\w)-(?=\w)", " ", body.name)


def _apostrophes(body: Body) -> str | None:
    return re.sub("(?<=\\w)['’](?=\\w)", " ", body.name)


def _saints(body: Body) -> str | None:
    return re.sub(r"\bSankt\b", "St.", re.sub(r"\bSt\. ?(?=\w)", "Sankt ", body.name))


def _in_latin_letters(body: Body) -> str | None:
    if body.state not in ("EL", "CY") or re.search("[a-zA-Z]", body.name):
        return None
    decomposed = unicodedata.normalize("NFD", re.sub("[ϊΐ]", "ι", body.name.lower()))
    text = "".join(c for c in decomposed if not unicodedata.combining(c))
    text = re.sub("(?<=[αεη])υ(?=[θκξπσςτφχψ]|\\b)", "f", text)
    text = re.sub(r"\bμπ", "b", text)
    for letters, latin in _GREEK:
        text = text.replace(letters, latin)
    return text.title()


def _soft_hyphens(body: Body) -> str | None:
    return re.sub(r"(\w{4})(?=\w{4})", "\\1\u00ad", body.name)


def _behind_a_comma(body: Body) -> str | None:
    if (found := _PREPOSITION.match(body.name)) and "," not in body.name:
        preposition, _, rest = found[2].partition(" ")
        return f"{rest}, {found[1]} {preposition}"
    return None


def _last_word_first(body: Body) -> str | None:
    found = body.name.split()
    if len(found) < 2 or not re.fullmatch(r"[^\W\d_]{3,}", found[-1]) or "," in body.name:
        return None
    return " ".join([found[-1], *found[:-1]])


def _type_before(body: Body) -> str | None:
    name, _, behind = body.name.partition(", ")
    if "(" in name:
        return None
    kinds = {
        "DE": {"": "Gemeinde", "Stadt": "Stadt", "St": "Stadt", "M": "Markt", "GKSt": "Stadt", "Landeshauptstadt": "Stadt"},
        "NL": {"": "Gemeente"},
        "PL": {"": "Gmina"},
    }  # fmt: skip
    kind = kinds.get(body.state, {}).get(behind)
    return f"{kind} {name}" if kind and not name.startswith(kind) else None


def _without_tail(body: Body) -> str | None:
    return _TAIL.sub("", body.name)


def _acronym(body: Body) -> str | None:
    found = _ACRONYM.search(body.name)
    if not found or not found[1].isupper():
        return None
    return found[1].replace(".", "")


def _only(text: str | None, bearers: Counter[str | None]) -> str | None:
    return text if bearers[text] == 1 else None


def _cut_short(body: Body) -> str | None:
    long = [word for word in re.findall(r"[^\W\d_]{8,}", body.name) if not word.isupper()]
    if not long or len(body.name.split()) < 2:
        return None
    return body.name.replace(long[0], f"{long[0][:4]}.", 1)


def _slipped(body: Body) -> str | None:
    long = sorted(re.findall(r"[^\W\d_]{6,}", body.name), key=lambda word: -len(word))
    if not long:
        return None
    word, place = long[0], len(long[0]) // 2
    match len(body.name) % 3:
        case 0:
            other = word[:place] + word[place + 1 :]
        case 1:
            other = word[:place] + word[place - 1] + word[place:]
        case _:
            other = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return body.name.replace(word, other, 1)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
