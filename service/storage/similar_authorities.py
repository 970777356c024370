"""Whether a body is registered already: authorities with its external ids, and those with a name like its name (R2).

A name is like another when one says nothing that the other does not say, a slip of the pen in a word, its inflection
or its abbreviation aside: `Bundesministerium für Gesundheit` is like `Gesundheitsministerium`, and neither
`Finanzamt Kiel` like `Finanzamt Köln` nor `Bezirk 1` like `Bezirk 2`, however many letters they share.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from service.database.graph import Reader
from service.model.identifiers import AuthorityId, StateCode
from service.model.names import FILLERS, WORD, comparable, cut_short, parts, telling_words
from service.rules.soundness import external_id_key
from service.statements import similarity as statements
from service.statements.authorities import ExternalIdRow
from service.work.heavy import off_the_loop

MOST_SIMILAR = 20
LEAST_SCORE = 70
LEAST_LIKENESS = 50
"""Of the two names as wholes, in percent: a word out of many is not yet a like name."""
LEAST_LIKENESS_OF_WORDS = 0.8
"""One slip (a letter more, less, other, or two letters exchanged) in five letters."""
MOST_WORDS = 12
"""Words of a name that are looked for, its longest."""
MOST_LETTERS = 200
"""Letters of a word that are looked for, its first: the index cuts words into pieces of 255, and takes no pattern of a
thousand bytes.
"""
_NUMBERS = re.compile(r"\d+")


class SimilarAuthority(TypedDict):
    """An authority that may be the body meant: how like its name is (0 to 100), by which words, and common external ids.

    `name` is the most like of its official names, `words` are words of it as it writes them.
    """

    id: AuthorityId
    score: float
    name: str
    words: list[str]
    external_ids: list[ExternalIdRow]


async def similar_authorities(
    tx: Reader,
    *,
    states: Collection[StateCode] | None,
    name: str,
    external_ids: Iterable[tuple[str, str]],
    most: int = MOST_SIMILAR,
) -> list[SimilarAuthority]:
    """Who of these states, or of any, may be the body of this name and these external ids (scheme and value).

    Deactivated ones too. Rules: R2. First those with such an external id, whatever their names, then by score and id.
    """
    keys = sorted({external_id_key(scheme, value) for scheme, value in external_ids})
    codes = None if states is None else sorted(states)
    found = await statements.similar_authorities(tx, states=codes, words=words_to_find(name), keys=keys)
    candidates = found["candidates"]
    return await off_the_loop(len(candidates), ranked, name, candidates, most)


def ranked(
    name: str, candidates: Iterable[statements.CandidateRow], most: int = MOST_SIMILAR
) -> list[SimilarAuthority]:
    """Those of the candidates who are like, the likeliest first."""
    asked = _Name(name)
    found: list[SimilarAuthority] = []
    for candidate in candidates:
        names = [candidate["name"], *(text.partition("=")[2] for text in candidate["names"])]
        likest = max(map(_Name, names), key=lambda other: (other.is_like(asked), other.score(asked)))
        if candidate["external_ids"] or likest.is_like(asked):
            found.append(
                {
                    "id": candidate["id"],
                    "score": round(likest.score(asked), 1),
                    "name": likest.text,
                    "words": likest.words_in(asked),
                    "external_ids": candidate["external_ids"],
                }
            )
    found.sort(key=lambda row: (not row["external_ids"], -row["score"], row["id"]))
    return found[:most]


def words_to_find(name: str) -> str:
    """What the full-text index is asked for: any of the words, slips of the pen and longer words among them.

    Words hold letters and digits alone, so that none of them is read as an operator.
    """
    words = {part for word in telling_words(name) for part in (word, parts(word)[0]) if WORD.fullmatch(part)}
    asked, short = sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS], cut_short(name)
    return " ".join(text for word in asked for text in _forms(word, word in short))


def _forms(word: str, abbreviated: bool) -> Iterable[str]:
    if len(word) > MOST_LETTERS:
        yield f"{word[:MOST_LETTERS]}*"
        return
    yield f"{word}^4"
    if 4 <= len(word) <= 50 and not word.isdigit():
        yield f"{word}~{1 if len(word) < 10 else 2}"
    if (len(word) >= 5 or abbreviated) and not word.isdigit():
        yield f"{word}*"


@dataclass(frozen=True)
class _Name:
    """An official name and its telling words, as they stand and with compounds taken apart."""

    text: str

    @cached_property
    def whole(self) -> list[str]:
        return telling_words(self.text)

    @cached_property
    def apart(self) -> list[str]:
        return [part for word in self.whole for part in parts(word)]

    @cached_property
    def cut_short(self) -> frozenset[str]:
        return cut_short(self.text)

    @cached_property
    def sorted(self) -> str:
        return " ".join(sorted(set(self.apart)))

    def score(self, other: "_Name") -> float:
        """How like both names are, whatever the order of their words: 0 to 100."""
        return fuzz.token_set_ratio(self.sorted, other.sorted)

    def is_like(self, other: "_Name") -> bool:
        """Whether both may name one body."""
        if self.score(other) < LEAST_SCORE or fuzz.ratio(self.sorted, other.sorted) < LEAST_LIKENESS:
            return False
        return self._holds(self.whole, other.whole, other) or self._holds(self.apart, other.apart, other)

    def _holds(self, mine: Sequence[str], others: Sequence[str], other: "_Name") -> bool:
        short = self.cut_short | other.cut_short
        return all(_alike_any(word, others, short) for word in mine) or all(
            _alike_any(word, mine, short) for word in others
        )

    def words_in(self, other: "_Name") -> list[str]:
        """The words of this name, as it writes them, that the other has as well."""
        short = self.cut_short | other.cut_short
        found = []
        for word in WORD.findall(self.text):
            plain = comparable(word)
            known = [*other.whole, *other.apart]
            if plain not in FILLERS and any(
                _alike_any(part, known, short) for part in (plain, *parts(plain))
            ):
                found.append(word)
        return found


def _alike_any(word: str, others: Sequence[str], short: frozenset[str]) -> bool:
    return word in others or any(_alike(word, other, short) for other in others)


def _alike(one: str, other: str, short: frozenset[str]) -> bool:
    """Whether both words are one, but for a slip, an inflection of one or two letters, or a full stop's cut.

    Numbers tell bodies apart: no slip is suspected in them.
    """
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and (
        shorter in short or (len(shorter) >= 5 and len(longer) - len(shorter) <= 2)
    ):
        return True
    return OSA.normalized_similarity(one, other) >= LEAST_LIKENESS_OF_WORDS
