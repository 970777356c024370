"""Whether a body is registered already: authorities with its external ids, and those with a name like its name (R2).

A name is like another when one says nothing that the other does not say, a slip of the pen in a word, its inflection
or its abbreviation aside: `Bundesministerium für Gesundheit` is like `Gesundheitsministerium`, and neither
`Finanzamt Kiel` like `Finanzamt Köln` nor `Bezirk 1` like `Bezirk 2`, however many letters they share.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypedDict

from service.database.graph import Reader
from service.model.body_names import BodyName, core_token, state_token
from service.model.identifiers import AuthorityId, StateCode
from service.model.names import WORD, parts
from service.rules.soundness import external_id_key
from service.statements import similarity as statements
from service.statements.authorities import ExternalIdRow
from service.storage.likeness import Fit, Likeness, likeness, words_in_common
from service.work.heavy import off_the_loop

MOST_SIMILAR = 20
MOST_WORDS = 12
"""Words of a name that are looked for, its longest."""
MOST_LETTERS = 200
"""Letters of a word that are looked for, its first: the index cuts words into pieces of 255, and takes no pattern of a
thousand bytes.
"""


class SimilarAuthority(TypedDict):
    """An authority that may be the body meant: how like its name is (0 to 100), by which words, and common external ids.

    `name` is the most like of its names, `words` are words of it as it writes them, `fit` says whether it is taken for the
    name that was asked for, and `alike` whether it is like it: else it has all of its words and others besides.
    """

    id: AuthorityId
    score: float
    name: str
    words: list[str]
    fit: Fit
    alike: bool
    external_ids: list[ExternalIdRow]


async def similar_authorities(
    tx: Reader,
    *,
    states: Collection[StateCode] | None,
    name: str,
    external_ids: Iterable[tuple[str, str]],
    most: int = MOST_SIMILAR,
    also_longer: bool = False,
) -> list[SimilarAuthority]:
    """Who of these states, or of any, may be the body of this name and these external ids (scheme and value).

    Deactivated ones too; `also_longer`: those too whose names say all that this one says and more. Rules: R2. First those
    with such an external id, whatever their names, then by score and id.
    """
    keys = sorted({external_id_key(scheme, value) for scheme, value in external_ids})
    codes = None if states is None else sorted(states)
    asked = BodyName.read(name, codes[0] if codes and len(codes) == 1 else None)
    rare = _rare_words(asked)
    found = await statements.similar_authorities(
        tx,
        states=codes,
        words=words_to_find(asked, codes),
        counted=[_within(codes, word) for word in rare],
        keys=keys,
    )
    candidates, bearers = found["candidates"], dict(zip(rare, found["bearers"], strict=True))
    like = await off_the_loop(len(candidates), ranked, name, candidates, bearers)
    return [row for row in like if also_longer or row["alike"] or row["external_ids"]][:most]


def ranked(
    name: str, candidates: Iterable[statements.CandidateRow], bearers: Mapping[str, int]
) -> list[SimilarAuthority]:
    """Those of the candidates who are like or have all of the words of the name, the likeliest first."""
    found: list[SimilarAuthority] = []
    for candidate in candidates:
        likest, asked = max(
            _compared(name, candidate, bearers), key=lambda pair: (pair[0].alike, *pair[0].order)
        )
        if candidate["external_ids"] or likest.alike or likest.holds:
            found.append(
                {
                    "id": candidate["id"],
                    "score": round(likest.score, 1),
                    "name": likest.name.text,
                    "words": words_in_common(likest.name, asked),
                    "fit": likest.fit,
                    "alike": likest.alike,
                    "external_ids": candidate["external_ids"],
                }
            )
    found.sort(key=lambda row: (not row["external_ids"], -row["fit"], -row["score"], row["id"]))
    return found


def _compared(
    name: str, candidate: statements.CandidateRow, bearers: Mapping[str, int]
) -> Iterable[tuple[Likeness, BodyName]]:
    others = (text.partition("=")[::2] for text in candidate["names"])
    for language, text in ((candidate["name_language"], candidate["name"]), *others):
        asked = BodyName.read(name, candidate["state"], language)
        yield likeness(asked, BodyName.read(text, candidate["state"], language), bearers), asked


def words_to_find(asked: BodyName, states: Collection[StateCode] | None) -> str:
    """What the full-text index is asked for: any of the words, slips of the pen and longer words among them.

    Words hold letters and digits alone, so that none of them is read as an operator.
    """
    words = {part for word in asked.core for form in word.forms for part in (form, parts(form)[0])}
    if asked.alone:
        words.add(asked.alone)
    chosen = sorted((word for word in words if WORD.fullmatch(word)), key=lambda word: (-len(word), word))
    cores = [f"{core_token(core)}^40" for core in sorted(asked.cores) if WORD.search(core)]
    texts = [text for word in chosen[:MOST_WORDS] for text in _forms(word, word in asked.cut_short)]
    return _within(states, *cores, *texts) if texts else ""


def words_that_begin(search: Iterable[Iterable[str]]) -> str:
    """What the full-text index is asked for: names in which each of these words begins one, in one of its spellings."""
    chosen = [[form[:MOST_LETTERS] for form in forms if WORD.fullmatch(form)] for forms in search]
    return " ".join(f"+({' '.join(f'{form}*' for form in forms)})" for forms in chosen[:MOST_WORDS] if forms)


def _within(states: Collection[StateCode] | None, *words: str) -> str:
    """Any of these words, of these states."""
    if states is None:
        return " ".join(words)
    of = " ".join(f"{state_token(code)}^0" for code in states)
    return f"+({of}) +({' '.join(words)})"


def _rare_words(asked: BodyName) -> list[str]:
    """Words that say which of several bodies is meant: it is counted how many share each."""
    words = {word.plain for word in asked.core if WORD.fullmatch(word.plain)}
    return sorted(words, key=lambda word: (-len(word), word))[:6] if len(words) > 1 else []


def _forms(word: str, abbreviated: bool) -> Iterable[str]:
    if len(word) > MOST_LETTERS:
        yield f"{word[:MOST_LETTERS]}*"
        return
    yield f"{word}^4"
    if 4 <= len(word) <= 50 and not word.isdigit():
        yield f"{word}~{1 if len(word) < 10 else 2}"
    if (len(word) >= 5 or abbreviated) and not word.isdigit():
        yield f"{word}*"
