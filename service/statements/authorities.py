"""Reading authorities: their data, their relations, pages of them."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId, Instant, RegionCode, StateCode


class RequestCoordinatorRow(TypedDict):
    """One COORDINATES_REQUESTS edge as its authority sees it."""

    coordinator: AuthorityId
    referral_opt_out: bool
    since: Instant


class AreaAccessRow(TypedDict):
    """What one authority is and has in one legislative area (R3, R5, R27, R28)."""

    area: AreaCode
    role: str
    territory: RegionCode | None
    keywords: list[str]
    professions: list[str]
    flags: list[str]
    granted_by: AuthorityId
    granted_at: Instant
    access_coordinator: AuthorityId | None
    access_coordinator_since: Instant | None
    request_coordinators: list[RequestCoordinatorRow]


class ExternalIdRow(TypedDict):
    """An id that another register gave the authority (R2)."""

    scheme: str
    value: str


class OtherNameRow(TypedDict):
    """The official name in another language."""

    language: str
    name: str


class AuthorityRow(TypedDict):
    """One authority with all that is its own; relations as ids, lists ordered."""

    id: AuthorityId
    state: StateCode
    region: RegionCode | None
    type: str
    status: str
    name: str
    name_language: str | None
    other_names: list[OtherNameRow]
    external_ids: list[ExternalIdRow]
    email: str | None
    phone: str | None
    web: str | None
    address: str | None
    languages: list[str]
    registered_by: AuthorityId | None
    registered_at: Instant | None
    validating_coordinator: AuthorityId | None
    validating_coordinator_since: Instant | None
    areas: list[AreaAccessRow]
    observers: list[AuthorityId]
    observed: list[AuthorityId]
    revision: int


class Where(TypedDict):
    """What authorities are filtered by; None is no filter."""

    state: str | None
    region: str | None
    area: str | None
    type: str | None
    role: str | None
    role_area: str | None
    keyword: str | None
    search: list[list[str]] | None
    coordinated_by: str | None
    status: str | None


class AuthoritiesRow(TypedDict):
    """Authorities in the order asked for: one record, because a record each costs more than what is in it."""

    authorities: list[AuthorityRow]


class PageRow(TypedDict):
    """One page of ids in order with the keys they are ordered by, and the total where asked for.

    Ask for one more than is shown to learn whether more follow.
    """

    keys: list[str]
    ids: list[AuthorityId]
    total: int | None


@statement
async def authorities_by_id(
    tx: Reader, *, ids: list[AuthorityId], moment: Instant | None = None
) -> AuthoritiesRow: ...


@statement
async def authorities_page(
    tx: Reader,
    *,
    where: Where,
    by_id: bool,
    after: str,
    limit: int,
    with_total: bool,
) -> PageRow: ...
