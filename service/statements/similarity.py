"""Looking for an authority by its name: one that may be registered already (R2), or one whose name is being typed."""

from typing import TypedDict

from service.database.graph import Reader
from service.database.statement import statement
from service.model.identifiers import AuthorityId, StateCode
from service.statements.authorities import ExternalIdRow


class CandidateRow(TypedDict):
    """An authority that may be meant; `names` as the graph holds them, `external_ids` those that were looked for."""

    id: AuthorityId
    state: StateCode
    name: str
    name_language: str | None
    names: list[str]
    external_ids: list[ExternalIdRow]


class CandidatesRow(TypedDict):
    """All candidates, in one record, and how many authorities have each of the words that were to be counted."""

    candidates: list[CandidateRow]
    bearers: list[int]


class SuggestedRow(TypedDict):
    """Ids of authorities, in one record."""

    ids: list[AuthorityId]


@statement
async def similar_authorities(
    tx: Reader, *, states: list[StateCode] | None, words: str, counted: list[str], keys: list[str]
) -> CandidatesRow: ...


@statement
async def suggested_authorities(
    tx: Reader, *, id: str, begins: str, search: list[list[str]], words: str, skip: int, limit: int
) -> SuggestedRow: ...
