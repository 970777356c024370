"""A network as plain data: the rows of the network files, complete and typed.

What the graph holds, what files say and what an import would make are all a `Network`; the rules judge it
(rules/network.py). Lists that have no order of their own are sorted tuples, so that equal rows are equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.model import AuthorityType, Instant, Role, Status

Text = str | None


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
    """A legislative area: its keywords, and whether professions are asked for (R5)."""

    code: str
    name: str
    requires_professions: bool
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority with its Validating Coordinator, its registration and its appointments."""

    id: str
    state: str
    region: Text
    type: AuthorityType
    name: str
    name_language: Text
    other_names: tuple[tuple[str, str], ...]
    external_ids: tuple[tuple[str, str], ...]
    email: Text
    phone: Text
    address: Text
    languages: tuple[str, ...]
    registered_by: Text
    registered_at: Instant
    appointed_by: tuple[tuple[str, str], ...]
    validating_coordinator: Text
    status: Status


@dataclass(frozen=True, slots=True)
class Access:
    """What an authority is and has in one legislative area, with its Access and Request Coordinators."""

    authority: str
    area: str
    role: Role
    territory: Text
    access_coordinator: Text
    request_coordinators: tuple[str, ...]
    referral_opt_outs: tuple[str, ...]
    keywords: tuple[str, ...]
    professions: tuple[str, ...]
    flags: tuple[str, ...]
    granted_by: Text
    granted_at: Instant


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
    """Which region lies within which. A circle of regions is cut where it closes; `circles` names its members."""

    def __init__(self, regions: dict[str, Region]) -> None:
        self._parent = {code: region.parent for code, region in regions.items()}
        self._wholes: dict[str, frozenset[str]] = {}
        self.circles = {code for code in self._parent if self._returns_to_itself(code)}

    def _up(self, code: str) -> Iterator[str]:
        seen: set[str] = set()
        at: Text = code
        while at is not None and at not in seen:
            seen.add(at)
            yield at
            at = self._parent.get(at)

    def _returns_to_itself(self, code: str) -> bool:
        return any(self._parent.get(whole) == code for whole in self._up(code))

    def within(self, part: Text, whole: Text) -> bool:
        """Whether `part` is `whole` or lies in it. Nowhere lies within nothing, nothing within nowhere."""
        if part is None or whole is None:
            return False
        if part not in self._wholes:
            self._wholes[part] = frozenset(self._up(part))
        return whole in self._wholes[part]
