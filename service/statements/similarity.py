"""Looking for an authority that may be registered already (R2)."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AuthorityId, StateCode
from service.statements.authorities import ExternalIdRow


class CandidateRow(TypedDict):
    """An authority that may be meant; `names` as the graph holds them, `external_ids` those that were looked for."""

    id: AuthorityId
    name: str
    names: list[str]
    external_ids: list[ExternalIdRow]


class CandidatesRow(TypedDict):
    """All candidates, in one record."""

    candidates: list[CandidateRow]


@statement
async def similar_authorities(
    tx: Reader, *, states: list[StateCode] | None, words: str, keys: list[str]
) -> CandidatesRow: ...
