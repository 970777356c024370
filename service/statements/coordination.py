"""Who may coordinate whom: the coordinators of an authority to come, the authorities of a coordinator to come."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AreaCode, AuthorityId
from service.statements.authorities import PageRow


class ToServeRow(TypedDict):
    """An authority that a coordinator covers and does not serve, with who does; `key` is its place in the order."""

    id: AuthorityId
    key: str
    access_coordinator: AuthorityId | None
    request_coordinators: list[AuthorityId]


class ToServePageRow(TypedDict):
    """One page of them; ask for one more than is shown to learn whether more follow."""

    rows: list[ToServeRow]
    total: int | None


@statement
async def eligible_coordinators(
    tx: Reader,
    *,
    authority: AuthorityId,
    relation: str,
    area: AreaCode | None,
    search: list[list[str]] | None,
    after: str,
    limit: int,
    with_total: bool,
) -> PageRow | None: ...


@statement
async def authorities_to_serve(
    tx: Reader, *, coordinator: AuthorityId, area: AreaCode, after: str, limit: int, with_total: bool
) -> ToServePageRow | None: ...
