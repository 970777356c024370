"""One state's network as a map draws it, with positions in lists for ids: a tenth of the size, and quick to draw.

What is read comes from several statements, and others may write in between. Who has the revision first reads nothing
older than it: what came in between shows again when the revision is asked for the next time. Until then an
authority that one part names and another does not know is left out.
"""

from collections.abc import Iterable, Sequence
from typing import TypedDict, TypeVar

from service.database.graph import Reader
from service.model.identifiers import AuthorityId, AuthorityType, Instant, RegionCode, Role, StateCode
from service.statements import network, overview
from service.statements.network import AreaRow, RegionRow
from service.work.heavy import off_the_loop

T = TypeVar("T")


class DrawnAuthorities(TypedDict):
    """The authorities in the order of their ids, as lists that go side by side; positions stand for ids and codes.

    `areas` and `dimic_areas` are positions in `area_sets`.
    """

    ids: list[AuthorityId]
    names: list[str]
    types: list[str]
    statuses: list[str]
    validating_coordinators: list[int | None]
    regions: list[int | None]
    areas: list[int]
    dimic_areas: list[int]


class Overview(TypedDict):
    """All that a map draws but the bundles. `area_sets`: each set of areas that occurs, as positions in `areas`."""

    state: StateCode
    areas: list[AreaRow]
    area_sets: list[list[int]]
    regions: list[RegionRow]
    authorities: DrawnAuthorities


class Bundles(TypedDict):
    """The relations of one kind, as positions of who holds them and of with whom, and their counts, side by side."""

    relation: str
    area: str | None
    of_validated: bool
    holders: list[int]
    ends: list[int]
    counts: list[int]


async def drawn(tx: Reader, *, state: StateCode, moment: Instant | None = None) -> Overview:
    """The authorities of a state with what the map says of each, at a moment; null: as they stand."""
    areas = await network.network_areas(tx)
    regions = await network.network_regions(tx, states=[state])
    rows = await overview.network_overview(tx, state=state, moment=moment)
    return await off_the_loop(sum(len(row["ids"]) for row in rows), _drawn, state, areas, regions, rows)


def _drawn(
    state: StateCode, areas: list[AreaRow], regions: list[RegionRow], rows: list[overview.OverviewRow]
) -> Overview:
    ids = [id for row in rows for id in row["ids"]]
    position, place = positions(ids), positions([RegionCode(region["code"]) for region in regions])
    sets = _Sets([area["code"] for area in areas])
    accesses = [access for row in rows for access in row["accesses"]]
    of_dimic = [[area for area, role in access if role == Role.DIMIC] for access in accesses]
    types = [kind for row in rows for kind in row["types"]]
    return {
        "state": state,
        "areas": areas,
        "regions": regions,
        "authorities": {
            "ids": ids,
            "names": [name for row in rows for name in row["names"]],
            "types": [
                kind or (AuthorityType.DIMIC if coordinated else AuthorityType.CA)
                for kind, coordinated in zip(types, of_dimic, strict=True)
            ],
            "statuses": [status for row in rows for status in row["statuses"]],
            "validating_coordinators": [_at(position, id) for row in rows for id in row["validators"]],
            "regions": [_at(place, code) for row in rows for code in row["regions"]],
            "areas": [sets.position(area for area, _ in access) for access in accesses],
            "dimic_areas": [sets.position(coordinated) for coordinated in of_dimic],
        },
        "area_sets": sets.found,
    }


async def bundles(
    tx: Reader, *, state: StateCode, position: dict[AuthorityId, int], moment: Instant | None = None
) -> list[Bundles]:
    """The relations of a state but those of validation, by their positions."""
    rows = await overview.network_bundles(tx, state=state, moment=moment)
    return await off_the_loop(sum(len(row["ends"]) for row in rows), _bundled, rows, position)


def _bundled(rows: list[overview.BundlesRow], position: dict[AuthorityId, int]) -> list[Bundles]:
    found: list[Bundles] = []
    for row in rows:
        ends = [
            (position[holder], position[end], count)
            for holder, end, count in zip(row["holders"], row["ends"], row["counts"], strict=True)
            if holder in position and end in position
        ]
        found.append(
            {
                "relation": row["relation"],
                "area": row["area"],
                "of_validated": row["validated"],
                "holders": [holder for holder, _, _ in ends],
                "ends": [end for _, end, _ in ends],
                "counts": [count for _, _, count in ends],
            }
        )
    return found


def positions(ordered: Sequence[T]) -> dict[T, int]:
    """Where each stands."""
    return {each: number for number, each in enumerate(ordered)}


def _at(position: dict[T, int], each: T | None) -> int | None:
    return None if each is None else position.get(each)


class _Sets:
    """The sets of areas that occur, the empty one first."""

    def __init__(self, areas: list[str]) -> None:
        self.found: list[list[int]] = [[]]
        self._position = positions(areas)
        self._known: dict[frozenset[str], int] = {frozenset(): 0}

    def position(self, areas: Iterable[str]) -> int:
        """Where a set stands; it is added where it is new."""
        one = frozenset(areas)
        if one not in self._known:
            self._known[one] = len(self.found)
            self.found.append(sorted(self._position[area] for area in one if area in self._position))
        return self._known[one]
