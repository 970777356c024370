"""One state's network as a map draws it: many authorities in few records."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId, Instant, RegionCode, StateCode


class OverviewRow(TypedDict):
    """Some authorities, as lists that go side by side; `accesses` are pairs of area and role."""

    ids: list[AuthorityId]
    names: list[str]
    types: list[str | None]
    statuses: list[str]
    validators: list[AuthorityId | None]
    regions: list[RegionCode | None]
    accesses: list[list[list[str]]]


class BundlesRow(TypedDict):
    """The relations of one kind, counted by who holds them and with whom; the lists go side by side."""

    relation: str
    area: AreaCode | None
    validated: bool
    holders: list[AuthorityId]
    ends: list[AuthorityId]
    counts: list[int]


class RelationsRow(TypedDict):
    """The relations of one kind and area, each of a holder and of with whom; the lists go side by side."""

    relation: str
    area: AreaCode | None
    holders: list[AuthorityId]
    ends: list[AuthorityId]


class IdsRow(TypedDict):
    """The ids of a state."""

    ids: list[AuthorityId]


@statement
async def network_overview(
    tx: Reader, *, state: StateCode, moment: Instant | None = None
) -> list[OverviewRow]: ...


@statement
async def network_bundles(
    tx: Reader, *, state: StateCode, moment: Instant | None = None
) -> list[BundlesRow]: ...


@statement
async def network_relations(tx: Reader, *, state: StateCode) -> list[RelationsRow]: ...


@statement
async def network_ids(tx: Reader, *, state: StateCode, moment: Instant | None = None) -> IdsRow: ...
