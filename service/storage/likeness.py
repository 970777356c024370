"""How like two names of bodies are: one ranking for everything that looks for a body by its name.

A name fits a body where both differ in spelling alone (100), or where one is a short form of the other: without the kind of
body, its country or its acronym, the acronym alone, or what stands before a comma, a dash or a word like `for` (90 to 99).
Else it is the likelier the more of the words of each have their like in the other, rare words weighing more than such as
many bodies share, and those that name a kind of body least: below 90. That both name different kinds of body, or that one
alone names a kind other than a municipality, counts against it.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from service.model.body_names import LEGAL_FORMS, BodyName, Word
from service.model.names import WORD, comparable, parts
from service.model.vocabulary import HALL, MUNICIPAL

LEAST_SCORE = 70.0
LEAST_LIKENESS_OF_WORDS = 0.8
"""One slip (a letter more, less, other, or two letters exchanged) in five letters."""
MOST_COMPARED = 24
"""Words of a name, its first, for which a like one is looked for among as many where the other has not the same."""
_NUMBERS = re.compile(r"\d+")
_NATIONAL = "bundes landes staats reichs rijks riks federal national nationale nazionale nacional"
_OF_THE_STATE = frozenset(_NATIONAL.split())
_UMLAUT = re.compile("[äöüåø]|[aouAOU][\u0308\u030a]", re.IGNORECASE)
_PLACES = MUNICIPAL | {"county", "region", "province"}


class Fit(IntEnum):
    """Whether a name is taken for a body's: not at all, as a short form, or but for its spelling."""

    NONE, SHORT, SPELLING = range(3)


@dataclass(frozen=True)
class Likeness:
    """How like one of a body's names is to the one that is looked for, 0 to 100."""

    name: BodyName
    fit: Fit
    score: float
    alike: bool
    """Whether both may name one body, so that who registers it is asked (R2)."""
    holds: bool
    """Whether it has all words that are looked for, which say more than a kind of body."""

    @property
    def order(self) -> tuple[int, float]:
        """The liker, the greater."""
        return self.fit, self.score


def likeness(asked: BodyName, name: BodyName, bearers: Mapping[str, int]) -> Likeness:
    """Compare two names read in the same languages; `bearers` says how many bodies share a word."""
    mine, theirs = _compare(asked.telling, name.telling, asked, name, bearers), None
    if mine.missing or mine.more:
        theirs = _compare(asked.apart, name.apart, asked, name, bearers)
    best = max(filter(None, (mine, theirs)), key=lambda each: each.score)
    whole = any(not each.missing for each in filter(None, (mine, theirs)))
    holds = whole and any(not each.kind for each in asked.telling)  # `Kammer` alone asks for none
    held = any(not each.more for each in filter(None, (mine, theirs)))
    fit = _fit(asked, name, mine)
    score = {Fit.SPELLING: 100.0, Fit.SHORT: 90 + 9 * best.score}.get(fit, 89 * best.score)
    if fit is Fit.SHORT and asked.keys & name.keys:
        score = 100.0
    if fit is Fit.NONE and asked.cores & name.cores:
        if not asked.kinds:
            score = max(score, 75.0)
        elif asked.kinds.isdisjoint(name.kinds):
            score = min(score, 60.0)
    alike = fit is not Fit.NONE or ((whole or held) and best.score * 100 >= LEAST_SCORE)
    return Likeness(name, fit, score, alike, holds)


def words_in_common(name: BodyName, asked: BodyName) -> list[str]:
    """The words of a name, as it writes them, that the other has as well."""
    short = name.cut_short | asked.cut_short
    known = [*asked.telling, *asked.apart]
    if name.acronyms & {asked.alone}:
        known.append(Word((asked.alone or "",)))
    telling = {form for word in (*name.telling, *name.apart) for form in word.forms} | name.acronyms
    found = []
    for text in WORD.findall(name.text):
        plain = comparable(text)
        pieces = [Word((piece,)) for piece in (plain, *parts(plain))]
        if plain in telling and any(
            piece.plain in other.forms or _quality(piece, other, short) for piece in pieces for other in known
        ):
            found.append(text)
    return found


def _fit(asked: BodyName, name: BodyName, compared: "_Compared") -> Fit:
    if _marks_differ(asked, name):
        return Fit.NONE
    if asked.keys & name.keys or compared.equal:
        return Fit.SHORT if _marks_differ(name, asked) else Fit.SPELLING
    if asked.alone and asked.alone in name.acronyms:
        return Fit.SHORT
    if asked.cores & name.cores and _same_kind(asked, name):
        return Fit.SHORT
    if asked.keys & name.heads and not name.kinds & _PLACES:
        return Fit.SHORT
    return Fit.NONE


def _same_kind(asked: BodyName, name: BodyName) -> bool:
    """Whether what both say beside their cores is the same, or that the one is a municipality of which the other is silent.

    A country is part of a place's name, as in `Kamienica Polska`, and none of a ministry's.
    """
    if asked.kinds | name.kinds <= MUNICIPAL:
        countries = [frozenset(each.plain for each in of.telling if each.common) for of in (asked, name)]
        halls = (asked.kinds - {HALL}, name.kinds - {HALL})
        return countries[0] == countries[1] and (not all(halls) or not halls[0].isdisjoint(halls[1]))
    return asked.kinds == name.kinds


def _marks_differ(one: BodyName, other: BodyName) -> bool:
    """Whether one has an `ä`, `ö`, `ü`, `å` or `ø` that the other has neither so nor in two letters: `Bünde` is not `Bunde`."""
    if not _UMLAUT.search(one.text):
        return False
    forms = [each.forms for each in other.telling]
    return any(
        word.plain in found and not set(word.forms[1:]) & set(found)
        for word in one.telling
        if len(word.forms) > 1
        for found in forms
    )


@dataclass(frozen=True)
class _Compared:
    score: float
    missing: bool
    more: bool
    equal: bool


def _compare(
    mine: Sequence[Word], theirs: Sequence[Word], asked: BodyName, name: BodyName, bearers: Mapping[str, int]
) -> _Compared:
    short = asked.cut_short | name.cut_short
    left, found, gone = dict(enumerate(theirs)), 0.0, 0.0
    at: dict[str, int] = {form: place for place, word in reversed(left.items()) for form in word.forms}
    unlike, first = [], len(theirs)
    for word in mine:
        if (place := next((at[form] for form in word.forms if at.get(form) in left), None)) is None:
            unlike.append(word)
        else:
            del left[place]
            found += _weight(word, bearers)
            first = min(first, place)
    repeated = [word for word in unlike if any(form in at for form in word.forms)]
    equal, missing = not unlike and not left, len(unlike) - len(repeated) > MOST_COMPARED
    unlike = [word for word in unlike if word not in repeated]
    for word in unlike:
        weight, best, place = _weight(word, bearers), 0.0, 0
        for number in list(left)[:MOST_COMPARED] if word in unlike[:MOST_COMPARED] else ():
            if (quality := _quality(word, left[number], short)) > best:
                best, place = quality, number
        if best:
            del left[place]
            first = min(first, place)
        missing = missing or not best
        found += weight * best
        gone += weight * (1 - best)
    said = {form for word in mine for form in word.forms}
    left = {place: word for place, word in left.items() if said.isdisjoint(word.forms)}
    rest = sum(_weight(word, bearers) for word in left.values())
    score = found / (found + 0.55 * gone + 0.45 * rest) if found else 0.0
    # What begins alike is likelier than what holds it within.
    return _Compared(score if first == 0 else score * 0.98, missing, bool(left), equal)


def _weight(word: Word, bearers: Mapping[str, int]) -> float:
    if word.plain in LEGAL_FORMS:
        return 0.1
    if word.kind or word.common or word.plain in _OF_THE_STATE:
        return 0.35
    return 1 / (1 + 0.12 * math.log(max(1, bearers.get(word.plain, 1))))


def _quality(one: Word, other: Word, short: frozenset[str]) -> float:
    """How like two words are that differ in more than spelling: 0 where they tell bodies apart."""
    if one.kind and (one.kind == other.kind or {one.kind, other.kind} <= MUNICIPAL):
        return 0.7
    return max(_alike(mine, its, short) for mine in one.forms for its in other.forms)


def _alike(one: str, other: str, short: frozenset[str]) -> float:
    """Of two forms: a slip, an inflection of one or two letters, or a full stop's cut.

    Numbers tell bodies apart: no slip is suspected in them.
    """
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    more = len(longer) - len(shorter)
    if not (one.isalpha() and other.isalpha()) and _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return 0.0
    if longer.startswith(shorter):
        if len(shorter) >= 5 and more <= 2:
            return 0.93
        if shorter in short:
            return 0.85
    if more > (1 - LEAST_LIKENESS_OF_WORDS) * len(longer):
        return 0.0
    likeness = OSA.normalized_similarity(one, other, score_cutoff=LEAST_LIKENESS_OF_WORDS)
    return 0.9 * likeness if likeness else 0.0
