"""What one request has read: each loader gathers the keys of a level of the selection into one statement."""

from collections.abc import Callable
from typing import Any

from strawberry.dataloader import DataLoader

from service.graph import Graph
from service.model import AreaCode, AuthorityId, RegionCode, StateCode
from service.statements import authorities, catalogue, network
from service.statements.authorities import AuthorityRow
from service.statements.catalogue import MemberStateRow
from service.statements.network import AreaRow, RegionRow


class Loaders:
    """The loaders of one request. Each answers None for what does not exist."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.authority: DataLoader[AuthorityId, AuthorityRow | None] = DataLoader(self._authorities)
        self.state: DataLoader[StateCode, MemberStateRow | None] = DataLoader(self._states)
        self.region: DataLoader[RegionCode, RegionRow | None] = DataLoader(self._regions)
        self.regions_of: DataLoader[StateCode, list[RegionRow]] = DataLoader(self._regions_of)
        self.area: DataLoader[AreaCode, AreaRow | None] = DataLoader(self._areas)

    async def _authorities(self, ids: list[AuthorityId]) -> list[AuthorityRow | None]:
        found = await self._graph.read(authorities.authorities_by_id, ids=ids)
        return _in_order(ids, found["authorities"], lambda row: row["id"])

    async def _states(self, codes: list[StateCode]) -> list[MemberStateRow | None]:
        rows = await self._graph.read(catalogue.member_states, codes=codes)
        return _in_order(codes, rows, lambda row: row["code"])

    async def _regions(self, codes: list[RegionCode]) -> list[RegionRow | None]:
        rows = await self._graph.read(catalogue.regions_by_code, codes=codes)
        return _in_order(codes, rows, lambda row: row["code"])

    async def _regions_of(self, states: list[StateCode]) -> list[list[RegionRow]]:
        rows = await self._graph.read(network.network_regions, states=states)
        of_state: dict[StateCode, list[RegionRow]] = {state: [] for state in states}
        for row in rows:
            of_state[row["state"]].append(row)
        return [of_state[state] for state in states]

    async def _areas(self, codes: list[AreaCode]) -> list[AreaRow | None]:
        rows = await self._graph.read(network.network_areas)  # a few dozen: all of them cost no more
        return _in_order(codes, rows, lambda row: row["code"])


def _in_order(keys: list[Any], rows: list[Any], key: Callable[[Any], Any]) -> list[Any]:
    found = {key(row): row for row in rows}
    return [found.get(each) for each in keys]
