"""Reading whole states, as an export and an import need them."""

from typing import Any, TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId, Instant, RegionCode, StateCode


class StateRow(TypedDict):
    """A Member State and where its changes stand."""

    code: StateCode
    name: str
    nimic: AuthorityId | None
    revision: int
    at: Instant | None
    importing: str | None


class RegionRow(TypedDict):
    """A region and what it is part of (null: the state itself)."""

    code: str
    state: StateCode
    parent: str | None
    name: str
    latitude: str | None
    longitude: str | None


class AreaRow(TypedDict):
    """A legislative area."""

    code: str
    name: str
    requires_professions: bool
    keywords: list[str]
    other_names: list[str]
    keyword_names: list[str]


class NetworkPageRow(TypedDict):
    """A page of authorities with all their relations, as maps; `last` is where the next page begins."""

    authorities: list[dict[str, Any]]
    last: AuthorityId | None


@statement
async def network_states(tx: Reader) -> list[StateRow]: ...


@statement
async def network_regions(tx: Reader, *, states: list[StateCode]) -> list[RegionRow]: ...


@statement
async def network_areas(tx: Reader) -> list[AreaRow]: ...


@statement
async def network_authorities(
    tx: Reader, *, states: list[StateCode], after: AuthorityId, limit: int
) -> NetworkPageRow: ...


class NeighboursRow(TypedDict):
    """Authorities with all their relations, as maps."""

    authorities: list[dict[str, Any]]


class AuthorityIdsRow(TypedDict):
    """Ids of authorities, ordered."""

    authorities: list[AuthorityId]


class ValidatorsRow(TypedDict):
    """Who validates, from the inside out."""

    validators: list[AuthorityId]


class SdimicsRow(TypedDict):
    """SDIMICs of a region or of states."""

    sdimics: list[AuthorityId]


class OwnersRow(TypedDict):
    """Who has any of some external ids."""

    owners: list[AuthorityId]


@statement
async def network_neighbours(tx: Reader, *, ids: list[AuthorityId]) -> NeighboursRow: ...


@statement
async def coordinated_authorities(tx: Reader, *, coordinators: list[AuthorityId]) -> AuthorityIdsRow: ...


@statement
async def authorities_of_region(tx: Reader, *, region: RegionCode) -> AuthorityIdsRow: ...


@statement
async def area_uses(
    tx: Reader, *, area: AreaCode, keywords: list[str], professions: bool
) -> AuthorityIdsRow: ...


@statement
async def validators_above(tx: Reader, *, authority: AuthorityId) -> ValidatorsRow: ...


@statement
async def sdimics_of_region(tx: Reader, *, region: RegionCode) -> SdimicsRow: ...


@statement
async def external_id_owners(tx: Reader, *, state: StateCode, keys: list[str]) -> OwnersRow: ...


@statement
async def sdimics_of_states(tx: Reader, *, states: list[StateCode]) -> SdimicsRow: ...


class StateOfAuthorityRow(TypedDict):
    """An authority and its Member State."""

    authority: AuthorityId
    state: StateCode


@statement
async def states_of_authorities(
    tx: Reader, *, authorities: list[AuthorityId]
) -> list[StateOfAuthorityRow]: ...
