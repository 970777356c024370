"""Which authorities a reconciliation query may mean: those of a like name, as registering compares them (R2).

What a query says beside the name excludes authorities to which it does not apply; it never makes a name more alike.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from service.database.graph import Reader
from service.exchange.vocabulary import CONSTRAINTS, EXTERNAL_ID, TYPES
from service.model.identifiers import AuthorityId, StateCode, id_of
from service.model.names import NEVER_LONG, fold, folds_long
from service.model.network import Places, Region
from service.network_files.cells import ID_LENGTH, NAME_LENGTH
from service.rules.soundness import external_id_key
from service.statements import network
from service.statements.authorities import AuthorityRow, authorities_by_id
from service.statements.catalogue import member_states
from service.storage.likeness import Fit
from service.storage.similar_authorities import MOST_SIMILAR, SimilarAuthority, similar_authorities
from service.work.heavy import off_the_loop

MOST_CONSIDERED = 60
"""Of the authorities of a like name, the likest; what a query says beside the name chooses among them."""
MOST_VALUES = 20
CERTAIN = 100.0


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> Any:
    """A value as text; an entity stands for its id, as a cell that was matched before."""
    if isinstance(value, dict):
        value = value.get("id")
    return (
        str(value).lower()
        if isinstance(value, bool)
        else str(value)
        if isinstance(value, int | float)
        else value
    )


def _cut(text: str) -> str:
    """No longer than any name: one odd cell of a spreadsheet must not lose the batch that it came with."""
    cut = text[:NAME_LENGTH]
    return cut[:NEVER_LONG] if folds_long(cut) else cut


Values = Annotated[
    list[Annotated[str, BeforeValidator(_plain), AfterValidator(_cut)]],
    BeforeValidator(_listed),
    Field(max_length=MOST_VALUES),
]


class Constraint(BaseModel):
    """One property, and the values of which it has one."""

    pid: Annotated[str, Field(max_length=NAME_LENGTH)]
    v: Values


class Query(BaseModel):
    """One body that is looked for. `type_strict` has no meaning that the specification tells; an authority has one type."""

    query: Annotated[str, AfterValidator(_cut)] | None = None
    type: Annotated[list[str], BeforeValidator(_listed), Field(max_length=MOST_VALUES)] = []
    limit: Annotated[int, Field(gt=0)] = MOST_SIMILAR
    properties: Annotated[list[Constraint], Field(max_length=MOST_VALUES)] = []


class Unknown(ValueError):
    """A query speaks of a type or a property that there is not; the message says which there are."""


@dataclass(frozen=True)
class Candidate:
    """An authority that may be meant, and why."""

    row: AuthorityRow
    likeness: float
    same_id: bool
    same_external_id: bool
    fit: Fit
    match: bool = False
    """Whether it is taken for the one meant: no other is as certain."""

    @property
    def certainty(self) -> int:
        """Of an id most, of a name that differs in spelling more than of a short form; 0 where it is but like."""
        return 3 if self.same_id or self.same_external_id else int(self.fit)

    @property
    def same_name(self) -> bool:
        """Whether one of its names differs from the one asked for in spelling alone."""
        return self.fit is Fit.SPELLING

    @property
    def score(self) -> float:
        """From 0 to 100."""
        return CERTAIN if self.same_id or self.same_external_id else self.likeness


@dataclass(frozen=True)
class Asked:
    """A query taken apart: an authority meets a constraint by one of its values."""

    name: str
    types: frozenset[str] | None
    limit: int
    constraints: dict[str, list[list[str]]] = field(default_factory=dict)
    external_ids: list[list[tuple[str, str]]] = field(default_factory=list)


def asked(query: Query) -> Asked:
    """The query taken apart; a value without text says nothing. Raises Unknown."""
    if unknown := [id for id in query.type if id not in TYPES]:
        raise Unknown(f"there is no type {unknown[0]}: there are {', '.join(TYPES)}")
    types = frozenset(kind for id in query.type for kind in TYPES[id].of) if query.type else None
    found = Asked((query.query or "").strip(), types, min(query.limit, MOST_SIMILAR))
    for each in query.properties:
        name, _, scheme = each.pid.partition(":")
        values = [value.strip() for value in each.v if value.strip()]
        if name not in CONSTRAINTS or (scheme and name != EXTERNAL_ID):
            raise Unknown(
                f"candidates are not told apart by {each.pid}: they are by {', '.join(CONSTRAINTS)}"
            )
        if values and name == EXTERNAL_ID:
            found.external_ids.append([pair for value in values if (pair := _pair(scheme, value))])
        elif values:
            found.constraints.setdefault(name, []).append([fold(value) for value in values])
    return found


def _pair(scheme: str, value: str) -> tuple[str, str] | None:
    """The external id that a cell means; None for one like `n/a`, which is nobody's id in whatever scheme."""
    if scheme:
        return scheme, value
    scheme, colon, rest = value.partition(":")
    return (scheme, rest) if colon else None


async def candidates(tx: Reader, queries: Mapping[str, Asked]) -> dict[str, list[Candidate]]:
    """The candidates of each query, the best first."""
    known = await _Places.read(tx)
    similar = {key: await _similar(tx, query, known) for key, query in queries.items()}
    wanted = {row["id"] for rows in similar.values() for row in rows}
    wanted |= {id_of(query.name) for query in queries.values() if 0 < len(query.name) <= ID_LENGTH}
    rows = {row["id"]: row for row in (await authorities_by_id(tx, ids=sorted(wanted)))["authorities"]}
    await known.read_regions(tx, {StateCode(row["state"]) for row in rows.values()}, queries.values())

    def best() -> dict[str, list[Candidate]]:
        return {key: _best(query, similar[key], rows, known) for key, query in queries.items()}

    return await off_the_loop(len(rows), best)


async def _similar(tx: Reader, query: Asked, known: "_Places") -> list[SimilarAuthority]:
    """Those of a like name or with such an external id, of the states named, or of any.

    One statement however many states are named: nothing prices a batch, so its work must not grow with its values.
    """
    states = known.states_of(query)
    if states is not None and not states:
        return []
    return await similar_authorities(
        tx,
        states=states,
        name=query.name,
        external_ids=[pair for pairs in query.external_ids for pair in pairs],
        most=MOST_CONSIDERED,
        also_longer=True,
    )


def _best(
    query: Asked,
    similar: Iterable[SimilarAuthority],
    rows: Mapping[AuthorityId, AuthorityRow],
    known: "_Places",
) -> list[Candidate]:
    likeness = {row["id"]: row for row in similar}
    found = []
    own = id_of(query.name)
    for id in {*likeness, own} & rows.keys():
        row, like = rows[id], likeness.get(id)
        if (query.types is not None and row["type"] not in query.types) or not known.meets(row, query):
            continue
        found.append(
            Candidate(
                row,
                like["score"] if like else 0.0,
                same_id=id == own,
                same_external_id=bool(like and like["external_ids"]),
                fit=like["fit"] if like and query.name else Fit.NONE,
            )
        )
    found.sort(key=lambda each: (-each.certainty, -each.likeness, each.row["id"]))
    certainty = [each.certainty for each in found[:2]]
    if certainty and certainty[0] > max([0, *certainty[1:]]):
        found[0] = replace(found[0], match=True)
    return found[: query.limit]


class _Places:
    """The codes that names of states, regions and areas stand for."""

    def __init__(self, states: dict[str, set[str]], areas: dict[str, set[str]]) -> None:
        self._states = states
        self._areas = areas
        self._regions: dict[str, set[str]] = {}
        self._within = Places({})

    @classmethod
    async def read(cls, tx: Reader) -> "_Places":
        states = await member_states(tx, codes=None)
        areas = await network.network_areas(tx)
        return cls(
            _called((row["code"], row["name"]) for row in states),
            _called((row["code"], row["name"]) for row in areas),
        )

    async def read_regions(self, tx: Reader, states: Collection[StateCode], queries: Iterable[Asked]) -> None:
        """Of these states, where a query asks for a region."""
        if any("region" in query.constraints for query in queries):
            rows = await network.network_regions(tx, states=sorted(states))
            self._regions = _called((row["code"], row["name"]) for row in rows)
            self._within = Places({row["code"]: Region(**row) for row in rows})

    def states_of(self, query: Asked) -> set[StateCode] | None:
        """The states that a query leaves; None for all."""
        named = query.constraints.get("state")
        if named is None:
            return None
        left = [
            {StateCode(code) for value in values for code in self._states.get(value, ())} for values in named
        ]
        return set.intersection(*left)

    def meets(self, row: AuthorityRow, query: Asked) -> bool:
        """Whether everything that a query says beside name and type is true of an authority.

        An external id is false of one that has another id of its scheme, not of one that has none.
        """
        has = {external_id_key(it["scheme"], it["value"]) for it in row["external_ids"]}
        schemes = {fold(it["scheme"]) for it in row["external_ids"]}
        for pairs in query.external_ids:
            if has.isdisjoint(external_id_key(*pair) for pair in pairs) and schemes & {
                fold(scheme) for scheme, _ in pairs
            }:
                return False
        return all(
            any(self._is(row, name, value) for value in values)
            for name, every in query.constraints.items()
            for values in every
        )

    def _is(self, row: AuthorityRow, name: str, value: str) -> bool:
        match name:
            case "state":
                return row["state"] in self._states.get(value, ())
            case "region":
                return any(self._within.within(row["region"], code) for code in self._regions.get(value, ()))
            case "area":
                return not self._areas.get(value, set()).isdisjoint(it["area"] for it in row["areas"])
            case _:
                return fold(row["status"]) == value


def _called(rows: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """What codes and names, folded, stand for."""
    found: dict[str, set[str]] = {}
    for code, name in rows:
        for text in (code, name):
            found.setdefault(fold(text), set()).add(code)
    return found
