"""What one request has read: what a level of its selection asks for is read together, one statement a kind of thing."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, TypeVar

from service.database.graph import Graph
from service.model.identifiers import AreaCode, AuthorityId, ChangeId, Instant, RegionCode, StateCode
from service.statements import authorities, catalogue, history, monitoring, network, overview
from service.statements.authorities import AuthorityRow
from service.statements.catalogue import MemberStateRow
from service.statements.history import AskedRow, ChangeRow
from service.statements.network import AreaRow, RegionRow
from service.storage.history import acting
from service.storage.load import PAGE
from service.storage.network_map import Bundles, Overview, bundles, drawn, positions
from service.work.heavy import off_the_loop

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R", AuthorityRow, MemberStateRow)

PAST = "past"
"""Key by which rows of the past are known: what is of the present only is refused of them."""
QUIET_TURNS = 5
"""Turns of the event loop without a question after which a level has asked all it will: lists in a row take some."""


class _Level:
    """What is asked for between two reads. Who asks waits until all of it is there."""

    def __init__(self) -> None:
        self.read = asyncio.Event()
        self.questions = 0
        self.wanted: dict[Loader[Any, Any], set[Any]] = {}
        self.failed: dict[Loader[Any, Any], BaseException] = {}


class _Levels:
    """Reads one level after the other.

    Also who asks for what is known goes on with its level and not before it: else its next question would come early
    and alone, and the number of statements would follow what the rows have in common.
    """

    def __init__(self) -> None:
        self._open: _Level | None = None
        self._turn = asyncio.Lock()
        self._reading: set[asyncio.Task[None]] = set()

    async def ask(self, loader: "Loader[K, V]", keys: Iterable[K]) -> None:
        """Return when the loader knows these keys. Raises what its statement raised."""
        if (level := self._open) is None:
            level = self._open = _Level()
            task = asyncio.create_task(self._read(level))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
        level.questions += 1
        level.wanted.setdefault(loader, set()).update(keys)
        await level.read.wait()
        if error := level.failed.get(loader):
            raise error

    def end(self) -> None:
        """End what is still being read: who asked for it is gone."""
        for task in self._reading:
            task.cancel()

    async def _read(self, level: _Level) -> None:
        async with self._turn:
            seen = quiet = 0
            while quiet < QUIET_TURNS:
                await asyncio.sleep(0)
                quiet = quiet + 1 if level.questions == seen else 0
                seen = level.questions
            self._open = None
            loaders = list(level.wanted)
            results = await asyncio.gather(
                *(loader.learn(level.wanted[loader]) for loader in loaders), return_exceptions=True
            )
            level.failed = {
                loader: result
                for loader, result in zip(loaders, results, strict=True)
                if isinstance(result, BaseException)
            }
        level.read.set()


class Loader(Generic[K, V]):
    """One kind of thing by its keys; None for what does not exist."""

    def __init__(self, levels: _Levels, read: Callable[[list[K]], Awaitable[dict[K, V]]]) -> None:
        self._levels = levels
        self._statement = read
        self._known: dict[K, V | None] = {}

    async def load(self, key: K) -> V | None:
        """The thing with this key."""
        await self._levels.ask(self, (key,))
        return self._known[key]

    async def load_many(self, keys: list[K]) -> list[V | None]:
        """The things with these keys, in their order."""
        if keys:
            await self._levels.ask(self, keys)
        return [self._known[key] for key in keys]

    def known(self, key: K) -> V | None:
        """The thing with this key, which was loaded before."""
        return self._known[key]

    def know(self, key: K, value: V) -> None:
        """Take a thing that was read otherwise: it is answered without asking."""
        self._known[key] = value

    async def learn(self, keys: set[K]) -> None:
        """Read those of the keys that are not known yet."""
        if missing := [key for key in keys if key not in self._known]:
            found = await self._statement(missing)
            self._known |= {key: found.get(key) for key in missing}


class Loaders:
    """The loaders of one request; of the network as it stood at `moment`, or as it stands."""

    def __init__(self, graph: Graph, moment: Instant | None = None, levels: _Levels | None = None) -> None:
        self._graph = graph
        self.moment = moment
        self._levels = levels = levels or _Levels()
        self.authority = Loader(levels, self._authorities)
        self.state = Loader(levels, self._states)
        self.region = Loader(levels, self._regions)
        self.regions_of = Loader(levels, self._regions_of)
        self.area = Loader(levels, self._areas)
        self.overview = Loader(levels, self._overviews)
        self.bundles = Loader(levels, self._bundles)
        self.ids_of_state = Loader(levels, self._ids_of_states)
        self.monitored = Loader(levels, self._monitored)
        self.change_at = Loader(levels, self._changes_at)
        self.change = Loader(levels, self._changes)

    def as_of(self, moment: Instant) -> "Loaders":
        """Those of a moment, for the same request: a level of its selection is read together, whatever the moments."""
        return Loaders(self._graph, moment, self._levels)

    def end(self) -> None:
        """End what is still being read for the request."""
        self._levels.end()

    async def _authorities(self, ids: list[AuthorityId]) -> dict[AuthorityId, AuthorityRow]:
        """In parts, each of which is unpacked before others have their turn."""
        rows: dict[AuthorityId, AuthorityRow] = {}
        for start in range(0, len(ids), PAGE):
            part = ids[start : start + PAGE]
            found = await self._graph.read(authorities.authorities_by_id, ids=part, moment=self.moment)
            rows |= {row["id"]: self._dated(row) for row in found["authorities"]}
        return rows

    async def _states(self, codes: list[StateCode]) -> dict[StateCode, MemberStateRow]:
        rows = await self._graph.read(catalogue.member_states, codes=codes, moment=self.moment)
        return {row["code"]: self._dated(row) for row in rows}

    def _dated(self, row: R) -> R:
        """The row, marked if it is of the past."""
        if self.moment is not None:
            row[PAST] = True  # type: ignore[literal-required]  # no statement's column
        return row

    async def _regions(self, codes: list[RegionCode]) -> dict[RegionCode, RegionRow]:
        rows = await self._graph.read(catalogue.regions_by_code, codes=codes)
        return {RegionCode(row["code"]): row for row in rows}

    async def _regions_of(self, states: list[StateCode]) -> dict[StateCode, list[RegionRow]]:
        rows = await self._graph.read(network.network_regions, states=states)
        of_state: dict[StateCode, list[RegionRow]] = {state: [] for state in states}
        for row in rows:
            of_state[row["state"]].append(row)
        return of_state

    async def _overviews(self, states: list[StateCode]) -> dict[StateCode, Overview]:
        return {state: await self._graph.read(drawn, state=state, moment=self.moment) for state in states}

    async def _bundles(self, states: list[StateCode]) -> dict[StateCode, list[Bundles]]:
        """Of states whose overviews are known."""
        found = {}
        for state in states:
            whole = self.overview.known(state)
            assert whole is not None, "a state has an overview, be it empty"
            ids = whole["authorities"]["ids"]
            place = await off_the_loop(len(ids), positions, ids)
            found[state] = await self._graph.read(bundles, state=state, position=place, moment=self.moment)
        return found

    async def _ids_of_states(self, states: list[StateCode]) -> dict[StateCode, list[AuthorityId]]:
        """All ids of each, in their order."""
        found = {}
        for state in states:
            row = await self._graph.read(overview.network_ids, state=state, moment=self.moment)
            found[state] = row["ids"]
        return found

    async def _monitored(self, monitors: list[AuthorityId]) -> dict[AuthorityId, list[AuthorityId]]:
        rows = await self._graph.read(
            monitoring.monitored_authorities, monitors=sorted(monitors), moment=self.moment
        )
        return {row["monitor"]: row["authorities"] for row in rows}

    async def _changes_at(
        self, asked: list[tuple[AuthorityId, Instant]]
    ) -> dict[tuple[AuthorityId, Instant], ChangeRow]:
        """By whom they touched and when: no two changes of a state are of one time."""
        moments: dict[AuthorityId, list[Instant]] = {}
        for authority, moment in asked:
            moments.setdefault(authority, []).append(moment)
        each: list[AskedRow] = [{"authority": id, "moments": of} for id, of in moments.items()]
        rows = await self._graph.read(history.changes_at, asked=each)
        return {(row["authority"], change["at"]): change for row in rows for change in row["changes"]}

    async def _changes(self, ids: list[ChangeId]) -> dict[ChangeId, dict[str, Any]]:
        rows = await self._graph.read(history.changes_by_id, ids=ids)
        return {row["id"]: {**row, **acting(row["actor"])} for row in rows}

    async def _areas(self, codes: list[AreaCode]) -> dict[AreaCode, AreaRow]:
        rows = await self._graph.read(network.network_areas)  # a few dozen: all of them cost no more
        return {AreaCode(row["code"]): row for row in rows}
