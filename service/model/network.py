"""A network as plain data: the rows of the network files, complete and typed.

What the graph holds, what files say and what an import would make are all a `Network`; the rules judge it
(service/rules/soundness.py). Lists that have no order of their own are sorted tuples, so that equal rows are equal.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter

from service.model.identifiers import AuthorityType, Instant, Role, Status

Text = str | None
NEVER = Instant("")
"""The time of what has not happened yet."""
Place = tuple[str, tuple[str, ...]]
"""A row of a network: the name of its file without ending, and its key."""


def row(kind: str, *key: str) -> Place:
    """The place of one row."""
    return kind, key


@dataclass(frozen=True, slots=True)
class State:
    """A Member State and its National IMI Coordinator (R8)."""

    code: str
    name: str
    nimic: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region of a state, within another region or directly within the state; its place in degrees."""

    code: str
    state: str
    parent: Text
    name: str
    latitude: Text
    longitude: Text


@dataclass(frozen=True, slots=True)
class Area:
    """A legislative area: its keywords, and whether professions are asked for (R5).

    `other_names` are `language=name`, `keyword_names` are `keyword=language=name`, one for each language.
    """

    code: str
    name: str
    requires_professions: bool
    keywords: tuple[str, ...]
    other_names: tuple[str, ...] = ()
    keyword_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """An authority with its Validating Coordinator, its registration and its appointments.

    One that an input describes has no state, no type and no registration yet.
    """

    id: str
    state: str = ""
    region: Text = None
    type: AuthorityType = AuthorityType.CA
    name: str
    name_language: Text = None
    other_names: tuple[tuple[str, str], ...] = ()
    external_ids: tuple[tuple[str, str], ...] = ()
    email: Text = None
    phone: Text = None
    web: Text = None
    address: Text = None
    languages: tuple[str, ...] = ()
    registered_by: Text = None
    registered_at: Instant = NEVER
    appointed_by: tuple[tuple[str, str], ...] = ()
    validating_coordinator: Text = None
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What an authority is and has in one legislative area, with its Access and Request Coordinators.

    One that an input describes names no authority and no giver yet, and a coordinator only where the giver shall not be it.
    """

    authority: str = ""
    area: str
    role: Role = Role.CA
    territory: Text = None
    access_coordinator: Text = None
    request_coordinators: tuple[str, ...] = ()
    referral_opt_outs: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    granted_by: Text = None
    granted_at: Instant = NEVER


@dataclass(frozen=True, slots=True)
class Link:
    """A linked authority: the observer sees the observed one's requests in its monitoring view (R43)."""

    observer: str
    observed: str


@dataclass
class Network:
    """Member States, their regions and authorities, and the legislative areas of all."""

    states: dict[str, State] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    access: dict[tuple[str, str], Access] = field(default_factory=dict)
    links: dict[tuple[str, str], Link] = field(default_factory=dict)

    def copy(self) -> "Network":
        """A network of the same rows, in which other rows can be put."""
        return Network(**{kind: dict(getattr(self, kind)) for kind in KINDS})

    def accesses(self, authority: str) -> list[Access]:
        """What an authority is and has in each of its areas, in the order of their codes."""
        keys = ((authority, area) for area in sorted(self.areas))
        return [self.access[key] for key in keys if key in self.access]


KINDS = ("states", "regions", "areas", "authorities", "access", "links")
"""The kinds of rows, each a file and a mapping by key."""


class Places:
    """Which region lies within which. A circle of regions is one place, of which each lies in all; `circles` names its members.

    Made in one walk over the regions: what lies within a region has its numbers within that region's span.
    """

    def __init__(self, regions: dict[str, Region]) -> None:
        self._parent = {code: region.parent for code, region in regions.items()}
        self._circle_of: dict[str, str] = {}
        self._find_circles()
        self.circles = set(self._circle_of)
        self._spans: dict[str, tuple[int, int]] = {}
        self._number()

    def _find_circles(self) -> None:
        cleared: set[str] = set()
        for start in self._parent:
            trail: dict[str, int] = {}
            at: Text = start
            while at is not None and at not in cleared and at not in trail:
                trail[at] = len(trail)
                at = self._parent.get(at)
            if at is not None and at in trail:
                self._circle_of.update((code, at) for code, place in trail.items() if place >= trail[at])
            cleared.update(trail)

    def _number(self) -> None:
        parts: dict[Text, list[str]] = defaultdict(list)
        for code, parent in self._parent.items():
            if parent is not None and parent not in self._parent:
                parts[None].append(parent)  # known by those who lie in it alone
            if self._circle_of.get(code) == code:
                parts[None].append(code)
            elif code not in self._circle_of:
                parts[parent and self._circle_of.get(parent, parent)].append(code)
        number = 0
        ahead: list[tuple[str, int | None]] = [(code, None) for code in dict.fromkeys(parts[None])]
        while ahead:
            code, began = ahead.pop()
            if began is not None:
                self._spans[code] = began, number
                continue
            ahead.append((code, number))
            number += 1
            ahead.extend((part, None) for part in parts[code])

    def within(self, part: Text, whole: Text) -> bool:
        """Whether `part` is `whole` or lies in it. Nowhere lies within nothing, nothing within nowhere."""
        if part is None or whole is None:
            return False
        inner = self._spans.get(self._circle_of.get(part, part))
        outer = self._spans.get(self._circle_of.get(whole, whole))
        if inner is None or outer is None:
            return part == whole
        return outer[0] <= inner[0] < outer[1]

    def within_any(self, wholes: Iterable[Text]) -> Callable[[Text], bool]:
        """Whether a region is one of these or lies in one: to be asked again and again, however many they are."""
        codes = frozenset(whole for whole in wholes if whole is not None)
        spans: list[tuple[int, int]] = []
        for span in sorted(
            self._spans[at] for code in codes if (at := self._circle_of.get(code, code)) in self._spans
        ):
            if not spans or span[0] >= spans[-1][1]:  # else it lies in the one before
                spans.append(span)

        def asked(part: Text) -> bool:
            inner = None if part is None else self._spans.get(self._circle_of.get(part, part))
            if inner is None:
                return part in codes
            place = bisect_right(spans, inner[0], key=itemgetter(0)) - 1
            return place >= 0 and inner[0] < spans[place][1]

        return asked
