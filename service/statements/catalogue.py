"""The short lists that everything refers to: Member States and their regions."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AuthorityId, Instant, RegionCode, StateCode
from service.statements.network import RegionRow


class MemberStateRow(TypedDict):
    """A Member State and its NIMIC."""

    code: StateCode
    name: str
    nimic: AuthorityId | None
    revision: int


@statement
async def member_states(
    tx: Reader, *, codes: list[StateCode] | None, moment: Instant | None = None
) -> list[MemberStateRow]: ...


@statement
async def regions_by_code(tx: Reader, *, codes: list[RegionCode]) -> list[RegionRow]: ...
