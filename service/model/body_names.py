"""A public body's name taken apart: what tells it from others, what kind of body it says it is, and how it may be written.

`keys` are equal where two names differ in spelling alone: case, marks, `ä` or `ae`, script, order, fillers, spaces. `cores`
are equal where one says the kind of body besides, its country or the acronym: `München` and `München, Landeshauptstadt`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from service.model.names import NEVER_LONG, cut_short, fold, parts, searchable_lines, words
from service.model.vocabulary import PURPOSE, QUALITIES, TOWN, Vocabulary, vocabulary

_LEGAL_FORMS = (
    "ev ag kg ohg gmbh ggmbh mbh se eg kdor ador aor sa sas sarl spa srl snc scrl sprl asbl vzw bv nv sl slu ltd plc llp "
    "lda ab oy oyj hf ehf as aps asa doo dd dno sro vos spzoo kft zrt nyrt bt ood eood ad ead ae epe ike uab sia ou"
)
"""At the end of a name, also where their letters stand apart: `e. V.`, `S.p.A.`, `sp. z o.o.`."""
MOST_HEADS = 3
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
_LEGAL = re.compile(rf"(?: (?:{'|'.join(' ?'.join(form) for form in sorted(LEGAL_FORMS))}))+$")
_ACRONYM = re.compile(r"\(([^()]{2,20})\)|^(\w{2,10})\s[-–]\s|\s[-–]\s(\w{2,10})$")
_BREAK = re.compile(r"\s[-–/:]\s|[,(:]")


@dataclass(frozen=True)
class Word:
    """A word of a name: its spellings, the comparable one first, and the kind of body it names, if any."""

    forms: tuple[str, ...]
    kind: str | None = None
    common: bool = False
    """Whether it says nothing of the body but its state."""

    @property
    def plain(self) -> str:
        """Its comparable form."""
        return self.forms[0]


@dataclass(frozen=True)
class BodyName:
    """A name as it is read in the languages of a state and in its own."""

    text: str
    state: str | None
    language: str | None

    @staticmethod
    def read(text: str, state: str | None, language: str | None = None) -> "BodyName":
        """The name; of no state it is read in every language. It is kept a while, as it is compared with many."""
        return (_read_long if len(text) > NEVER_LONG else _read)(text, state, language or None)

    @cached_property
    def _known(self) -> Vocabulary:
        return vocabulary(self.state, self.language)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """What stands in brackets or beside a dash and is an acronym, or is all of the name."""
        if self.text.isupper():
            return frozenset()
        found = [next(filter(None, each)) for each in _ACRONYM.findall(self.text)]
        return frozenset(_joined(words(re.sub("[ .]", "", each))) for each in found if _is_acronym(each))

    @cached_property
    def alone(self) -> str | None:
        """The name, where it is nothing but an acronym."""
        return _joined(words(self.text)) if _is_acronym(self.text) else None

    @cached_property
    def _main(self) -> tuple[str, str]:
        """The name without acronyms, and what a register puts behind the commas of a municipality: `Regen`, `St`."""
        text = self.text
        if self.acronyms:
            text = _ACRONYM.sub(
                lambda found: " " if _is_acronym(next(filter(None, found.groups()))) else found[0], text
            )
        text, behind = text.strip() or self.text, ""
        while self._known.tails and "," in text:
            before, _, tail = text.rpartition(",")
            told = words(tail)
            if not all(each[0] in self._known.tails for each in told) and not told[-1][0].endswith("stadt"):
                break
            text, behind = before, f"{tail} {behind}"
        return text, behind

    @cached_property
    def whole(self) -> tuple[Word, ...]:
        """Its words, fillers among them."""
        text, behind = self._main
        short = cut_short(text)
        every = words(text)
        if (legal := _LEGAL.search(" ".join(each[0] for each in every))) and (
            len(legal[0].replace(" ", "")) > 2 or len(every) - legal[0].count(" ") > 1
        ):
            every = every[: -legal[0].count(" ")]
        last = len(every) - 1  # the letter of `Bergen (L.)` tells which Bergen
        found = [
            each
            for place, each in enumerate(every)
            if len(each[0]) > 1 or each[0] not in short or place == last
        ]
        kinds, country = self._known.kinds, self._known.country
        return tuple(
            Word(
                forms,
                kind=next((kinds[form] for form in forms if form in kinds), None),
                common=forms[0] in country,
            )
            for forms in found
        ) + tuple(
            Word(forms, kind=self._known.tails.get(forms[0], TOWN))
            for forms in (words(behind) if behind else ())
        )

    @cached_property
    def telling(self) -> tuple[Word, ...]:
        """Its words but fillers, which go only where words stay that say more than one kind of body and one letter."""
        left = [each for each in self.whole if each.plain not in self._known.fillers]
        if (
            sum(len(each.plain) for each in left if not each.kind) > 1
            or sum(bool(each.kind) for each in left) > 1
        ):
            return tuple(left)
        return self.whole

    @cached_property
    def core(self) -> tuple[Word, ...]:
        """Its words that say which body of its kind and state it is."""
        for wanted in (
            [each for each in self.telling if not each.kind and not each.common],
            [each for each in self.telling if not each.kind],
        ):
            if sum(len(each.plain) for each in wanted) > 1 and any(
                each.plain not in QUALITIES for each in wanted
            ):
                return tuple(wanted)
        return self.telling

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of body that it names beside its core."""
        core = set(self.core)
        return frozenset(each.kind for each in self.telling if each.kind and each not in core)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What names have in common that differ in spelling alone."""
        found = _keys(self.telling) | {
            " ".join(
                [
                    _joined([each.forms for each in self.telling if not each.kind]),
                    *sorted(each.plain for each in self.telling if each.kind),
                ]
            )
        }
        if self.acronyms:
            found |= _keys([*self.telling, *(Word((each,)) for each in self.acronyms)])
        return found

    @cached_property
    def cores(self) -> frozenset[str]:
        """What names of bodies have in common that are the same but for kind, country and acronym."""
        return _keys(self.core)

    @cached_property
    def heads(self) -> frozenset[str]:
        """The keys of what stands before a comma, a bracket, a dash, or a word like `for`: it may be a name by itself."""
        found: set[str] = set()
        text = self._main[0]
        for each in islice(_BREAK.finditer(text), MOST_HEADS):
            found |= BodyName.read(text[: each.start()], self.state, self.language).keys
        places = (place for place, word in enumerate(self.whole) if word.plain in PURPOSE and place)
        for place in islice(places, MOST_HEADS):
            begun = [each for each in self.whole[:place] if each.plain not in self._known.fillers]
            if any(not each.kind and not each.common for each in begun):
                found |= _keys(begun)
        return frozenset(found) - self.keys

    @cached_property
    def apart(self) -> tuple[Word, ...]:
        """Its telling words with compounds that say the kind of body taken apart: `Finanzamt` as `finanz`, `amt`."""
        found: list[Word] = []
        for word in self.telling:
            pieces = parts(word.plain)
            if len(pieces) == 1:
                found.append(word)
            else:
                first = dict.fromkeys(parts(form)[0] for form in word.forms)
                found += [Word(tuple(first)), Word((pieces[1],), kind=pieces[1])]
        return tuple(found)

    @cached_property
    def cut_short(self) -> frozenset[str]:
        """Its words that a full stop cuts short."""
        return cut_short(self.text)

    def indexed(self) -> Iterable[str]:
        """What it is found by: the spellings of its words, parts of compounds, acronyms, and its cores as one word each."""
        for word in (*self.whole, *self.apart):
            yield from word.forms
        yield from sorted(self.acronyms)
        yield from (core_token(core) for core in sorted(self.cores))


# Taken apart, a long name of many words takes sixty kilobytes, a short one two to eight.
_read, _read_long = lru_cache(maxsize=8_000)(BodyName), lru_cache(maxsize=200)(BodyName)


def core_token(core: str) -> str:
    """A whole core as a word of the index, which no other word is: words have no underscore."""
    return f"_{core.replace(' ', '')[:200]}"


def state_token(state: str) -> str:
    """A state as a word of the index."""
    return f"__{fold(state).encode().hex()}"


def derived(
    id: str, state: str, name: str, language: str | None, others: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """What an authority is searched and ordered by, which follows from its names (language and name of the others).

    search, sort   the official name as it is ordered, alone and before the id
    search_all     what `search` looks within
    words          what similar names are looked for among, with the state
    """
    others = list(others)
    read = [BodyName.read(name, state, language), *(BodyName.read(text, state, of) for of, text in others)]
    found = dict.fromkeys(word for each in read for word in each.indexed())
    return {
        "search": fold(name),
        "search_all": searchable_lines([name, *(text for _, text in others)]),
        "sort": f"{fold(name)}\u0001{id}",
        "words": " ".join([state_token(state), *found]),
    }


def _keys(found: Sequence[Word]) -> frozenset[str]:
    return frozenset(
        " ".join(sorted(each.forms[min(number, len(each.forms) - 1)] for each in found))
        for number in range(max((len(each.forms) for each in found), default=0))
    )


def _joined(found: Sequence[tuple[str, ...]]) -> str:
    """The words as one; a number stays apart from another."""
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(forms[0] for forms in found))


def _is_acronym(text: str) -> bool:
    letters = [each for each in text if each.isalpha()]
    return (
        2 <= len(letters) <= 12
        and " " not in text.strip().replace(". ", ".")
        and (not text.endswith(".") or text.count(".") > 1)
        and (text.count(".") > 1 or sum(map(str.isupper, letters)) > max(1, len(letters) // 2))
    )
