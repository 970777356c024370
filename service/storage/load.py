"""The network that the graph holds, as plain data."""

from collections.abc import Iterable
from typing import Any

from service.database.graph import Graph, Reader
from service.model.identifiers import AuthorityId, AuthorityType, Role, StateCode, Status
from service.model.network import Access, Area, Authority, Link, Network, Region, State
from service.statements import network as statements
from service.statements.network import StateRow
from service.storage.one_moment import one_moment
from service.work.heavy import off_the_loop

PAGE = 500
"""Authorities read at a time: unpacking so many holds the event loop for a few milliseconds."""


async def load_network(
    graph: Graph, states: Iterable[StateCode], *, imported_in_part: bool = False
) -> Network:
    """The states named as they are at one moment, and the legislative areas of all; of states that exist.

    Raises Conflict where changes keep coming while they are read, and, unless `imported_in_part`, where an import of one
    of them is at work or was interrupted; Unavailable.
    """
    wanted = sorted(states)

    async def as_they_stand() -> list[StateRow]:
        return [row for row in await graph.read(statements.network_states) if row["code"] in wanted]

    return await one_moment(
        as_they_stand, lambda _: _loaded(graph, wanted), imported_in_part=imported_in_part
    )


async def _loaded(graph: Graph, wanted: list[StateCode]) -> Network:
    network = await graph.read(load_places, wanted)
    after = AuthorityId("")
    while True:
        page = await graph.read(statements.network_authorities, states=wanted, after=after, limit=PAGE)
        await off_the_loop(len(page["authorities"]), put_authorities, network, page["authorities"])
        if page["last"] is None:
            return network
        after = page["last"]


async def load_places(tx: Reader, states: Iterable[StateCode]) -> Network:
    """Member States without their authorities: what they and their regions are, and the legislative areas of all."""
    wanted = sorted(states)
    network = Network()
    for area in await statements.network_areas(tx):
        network.areas[area["code"]] = Area(
            code=area["code"],
            name=area["name"],
            requires_professions=area["requires_professions"],
            keywords=tuple(area["keywords"]),
            other_names=tuple(area["other_names"]),
            keyword_names=tuple(area["keyword_names"]),
        )
    for state in await statements.network_states(tx):
        if state["code"] in wanted:
            network.states[state["code"]] = State(state["code"], state["name"], state["nimic"] or "")
    for region in await statements.network_regions(tx, states=wanted):
        network.regions[region["code"]] = Region(**region)
    return network


def put_authorities(network: Network, rows: Iterable[dict[str, Any]]) -> None:
    """Put authorities as the graph has them, their area accesses and their links, into a network."""
    for row in rows:
        _put_authority(network, row)


def _put_authority(network: Network, row: dict[str, Any]) -> None:
    accesses = row["access"]
    kind = row["type"] or ("DIMIC" if any(access["role"] == Role.DIMIC for access in accesses) else "CA")
    network.authorities[row["id"]] = Authority(
        id=row["id"],
        state=row["state"],
        region=row["region"],
        type=AuthorityType(kind),
        name=row["name"],
        name_language=row["name_language"],
        other_names=tuple(
            sorted((language, name) for language, _, name in (text.partition("=") for text in row["names"]))
        ),
        external_ids=tuple(
            sorted((external["scheme"], external["value"]) for external in row["external_ids"])
        ),
        email=row["email"],
        phone=row["phone"],
        web=row["web"],
        address=row["address"],
        languages=tuple(row["languages"]),
        registered_by=row["registered_by"],
        registered_at=row["registered_at"],
        appointed_by=tuple(
            sorted((appointed["area"], appointed["coordinator"]) for appointed in row["appointed_by"])
        ),
        validating_coordinator=row["validating_coordinator"],
        status=Status(row["status"]),
    )
    for access in accesses:
        network.access[row["id"], access["area"]] = Access(
            authority=row["id"],
            area=access["area"],
            role=Role(access["role"]),
            territory=access["territory"],
            access_coordinator=access["access_coordinator"],
            request_coordinators=tuple(sorted(access["request_coordinators"])),
            referral_opt_outs=tuple(sorted(access["referral_opt_outs"])),
            keywords=tuple(access["keywords"]),
            professions=tuple(access["professions"]),
            flags=tuple(access["flags"]),
            granted_by=access["granted_by"],
            granted_at=access["granted_at"],
        )
    for observed in row["observed"]:
        network.links[row["id"], observed] = Link(row["id"], observed)
    for observer in row["observers"]:
        network.links[observer, row["id"]] = Link(observer, row["id"])
